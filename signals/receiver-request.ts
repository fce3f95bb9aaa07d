/**
 * One request to a receiver. Guarantees that the address which is connected to is one that may be asked: it is checked where the
 * name was resolved for this very connection, so that a name that leads elsewhere by then gains nothing. Follows no redirect.
 */
import { lookup } from "node:dns";
import http, { type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { type RefusedAddress, refusedAddress, refusedEndpoint } from "@/access/signals/receiver-address";
import { readSignalSettings } from "@/access/signals/signal-settings";

export class AddressRefused extends Error {
  override readonly name = "AddressRefused";

  constructor(readonly why: RefusedAddress) {
    super(why);
  }
}

/** All that the name resolves to must be fit: which one of them is taken, the system decides. */
const lookupChecked: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const first = error ? undefined : addresses[0];
    if (!first) {
      done(error ?? new Error("The name has no address."), "");
      return;
    }
    const refused = addresses
      .map(({ address }) => refusedAddress(address, readSignalSettings()))
      .find((why) => why !== null);
    if (refused !== undefined) done(new AddressRefused(refused), "");
    else if (options.all === true) done(null, addresses);
    else done(null, first.address, first.family);
  });
};

/** Connections are kept for a few seconds, as events come one after the other. */
const KEPT = { keepAlive: true, timeout: 4_000, lookup: lookupChecked };
const AGENTS = { http: new http.Agent(KEPT), https: new https.Agent(KEPT) };

export type ReceiverRequest = {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
};

/** Returns the answer once its headers are there. */
export async function postToReceiver(request: ReceiverRequest): Promise<IncomingMessage> {
  const why = refusedEndpoint(request.endpoint, readSignalSettings());
  if (why !== null) throw new AddressRefused(why);
  try {
    return await post(request);
  } catch (error) {
    // A receiver may have closed a kept connection just before it was used.
    if (error instanceof StaleConnection) return post(request);
    throw error;
  }
}

class StaleConnection extends Error {
  override readonly name = "StaleConnection";
}

function post({ endpoint, headers, body, signal }: ReceiverRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const isTls = new URL(endpoint).protocol === "https:";
    const options = { method: "POST", headers: { ...headers }, signal, agent: isTls ? AGENTS.https : AGENTS.http };
    const request: ClientRequest = (isTls ? https : http).request(endpoint, options, resolve);
    request.once("error", (error: NodeJS.ErrnoException) => {
      const isStale = request.reusedSocket && error.code === "ECONNRESET" && !signal.aborted;
      reject(isStale ? new StaleConnection(error.message, { cause: error }) : error);
    });
    request.end(body);
  });
}
