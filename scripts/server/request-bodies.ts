/**
 * What people send, taken in whole before a page sees any of it. Guarantees that no body is larger than its address may
 * take, that a stranger fills 16 KB at most, that all bodies under way together stay within one budget, and that nothing of
 * a body that was cut off is kept.
 */
import { IncomingMessage, type ServerResponse } from "node:http";
import { texts } from "@/text/texts";
import { isReadableForm } from "./readable-forms";
import { isScim, malformedForm, type Refusal } from "./refusals";

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;
const BODY_LIMIT = MEGABYTE;
/** A list of usernames, at most 4 MB, as it was typed, once more as a form without scripts had it before, and as a file. */
const LIST_LIMIT = 13 * MEGABYTE;
/** Enough for signing in. For more, the session or the token is asked for first. */
const STRANGERS_LIMIT = 16 * KILOBYTE;
/** Of all bodies that are being received or worked on: four of the largest lists, and many of everything else. */
const BUDGET = 64 * MEGABYTE;
/** So much of it is for those who are known, however many strangers send something. */
const RESERVED = 48 * MEGABYTE;
const RETRY_SECONDS = 5;

export type BodyOptions = { readonly isKnown: (request: IncomingMessage) => Promise<boolean>; readonly budget: Budget };

/** Bytes of bodies in memory at this moment. */
export class Budget {
  #all = 0;
  #strangers = 0;

  constructor(
    private readonly most = BUDGET,
    private readonly strangersMost = BUDGET - RESERVED,
  ) {}

  get held(): number {
    return this.#all;
  }

  /** One body; it is over with its answer at the latest. */
  open(response: ServerResponse): Share {
    let [held, isKnown] = [0, false];
    const set = (bytes: number, known: boolean): void => {
      this.#all += bytes - held;
      this.#strangers += (known ? 0 : bytes) - (isKnown ? 0 : held);
      [held, isKnown] = [bytes, known];
    };
    const release = (): void => {
      set(0, isKnown);
    };
    const holds = (bytes: number, known: boolean): boolean => {
      if (bytes <= held && known === isKnown) return true;
      if (response.closed || this.#all + bytes - held > this.most) return false;
      if (!known && this.#strangers + bytes - held > this.strangersMost) return false;
      set(bytes, known);
      return true;
    };
    response.once("close", release);
    return { holds, release };
  }
}

type Share = {
  /** Whether there is room for so many bytes of this body in all, by somebody who is known or not. */
  readonly holds: (bytes: number, isKnown: boolean) => boolean;
  readonly release: () => void;
};

/** The request with its whole body, or why it is refused. */
export async function takeBody(
  request: IncomingMessage,
  response: ServerResponse,
  { isKnown, budget }: BodyOptions,
): Promise<IncomingMessage | Refusal> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced === 0 && request.headers["transfer-encoding"] === undefined) return request;
  const limit = limitOf(request);
  if (announced > limit) return tooLarge(limit);
  const { holds, release } = budget.open(response);
  let known = false;
  const admits = async (size: number): Promise<Refusal | undefined> => {
    if (size > limit) return tooLarge(limit);
    if (size > STRANGERS_LIMIT && !known) {
      known = await isKnown(request);
      if (!known) return unknownSender(request);
    }
    // A large body has its room before it is sent, or many would be sent in part and none in whole.
    if (holds(Math.max(size, known ? announced : 0), known)) return undefined;
    if (!known) known = await isKnown(request);
    return known && holds(size, known) ? undefined : BUSY;
  };
  const refused = await admits(announced > STRANGERS_LIMIT ? announced : 0);
  const taken = refused ?? (await receive(request, admits));
  if ("sentence" in taken) release();
  return taken;
}

async function receive(
  request: IncomingMessage,
  admits: (size: number) => Promise<Refusal | undefined>,
): Promise<IncomingMessage | Refusal> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Not ended by leaving the loop: whoever is refused shall see the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    const refused = await admits(size);
    if (refused) return refused;
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const isReadable = isScim(request) || (await isReadableForm(request.headers, body));
  return isReadable ? replay(request, body) : MALFORMED;
}

/** How large a body may be: a list of usernames is the one large thing that people bring. */
function limitOf({ url = "" }: IncomingMessage): number {
  return /^\/manage\/jobs\/from-file(?:\?|$)/.test(url) ? LIST_LIMIT : BODY_LIMIT;
}

/** The same request, with a body of known length that has arrived. */
export function replay(request: IncomingMessage, body: Buffer): IncomingMessage {
  const { "transfer-encoding": _, ...headers } = request.headers;
  const replayed = new IncomingMessage(request.socket);
  replayed.method = request.method ?? "GET";
  replayed.url = request.url ?? "/";
  replayed.httpVersion = request.httpVersion;
  replayed.httpVersionMajor = request.httpVersionMajor;
  replayed.httpVersionMinor = request.httpVersionMinor;
  replayed.headers = { ...headers, "content-length": String(body.length) };
  replayed.push(body);
  replayed.push(null);
  replayed.complete = true;
  return replayed;
}

function tooLarge(limit: number): Refusal {
  return { status: 413, sentence: `This request is larger than ${limit / MEGABYTE} MB and was refused.` };
}

const BUSY: Refusal = {
  status: 503,
  sentence: "Too much is being sent at this moment. Try again in a few seconds.",
  headers: { "Retry-After": String(RETRY_SECONDS) },
  page: ({ url = "/" }) => {
    const { link, ...words } = texts().refusals.busy;
    return { ...words, link: { label: link, href: url } };
  },
};

const MALFORMED: Refusal = {
  status: 400,
  sentence: "This form can't be read.",
  page: ({ url = "/" }) => malformedForm(url),
};

function unknownSender(request: IncomingMessage): Refusal {
  if (isScim(request)) return UNKNOWN_TOKEN;
  // By this header an open page follows its action to another page.
  const isAction = request.headers["next-action"] !== undefined;
  return isAction ? { ...NOBODY, headers: { "x-action-redirect": `${signInPath(request)};push` } } : NOBODY;
}

const UNKNOWN_TOKEN: Refusal = {
  status: 401,
  sentence: "Send a token that is in use with everything larger than 16 KB.",
  headers: { "WWW-Authenticate": 'Bearer realm="scim"' },
};

const NOBODY: Refusal = {
  status: 403,
  sentence: "Only who is signed in may send more than 16 KB.",
  page: (request) => {
    const { link, ...words } = texts().refusals.signedOut;
    return { ...words, link: { label: link, href: signInPath(request) } };
  },
};

function signInPath(request: IncomingMessage): string {
  return `/sign-in?from=${encodeURIComponent(request.url ?? "/")}`;
}
