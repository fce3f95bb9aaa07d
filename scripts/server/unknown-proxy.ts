/**
 * Notices a reverse proxy that the console was not told of. Anybody can send the headers of one, so only a caller on a private
 * network counts; and it is said once an hour, however many requests come.
 */
import type { IncomingMessage } from "node:http";
import { BlockList, isIPv6 } from "node:net";
import { logFailure } from "@/access/operation/log";
import { forgetUnknownProxy, noteUnknownProxy } from "@/access/operation/unknown-proxy";
import { isForwarding, plainAddress } from "./client-address";

const SAID_EVERY_MS = 3_600_000;

const privateNetworks = new BlockList();
for (const [network, prefix] of [
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["169.254.0.0", 16],
] as const)
  privateNetworks.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::1", 128],
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  privateNetworks.addSubnet(network, prefix, "ipv6");

/** Takes the database's part, or a test's. */
export type ProxyNotes = { readonly note: (address: string) => Promise<void>; readonly forget: () => Promise<void> };

/** Looks at each request of one console, with its headers as they came. */
export function watchForProxies(
  proxies: number,
  notes: ProxyNotes = { note: noteUnknownProxy, forget: forgetUnknownProxy },
): (request: IncomingMessage) => void {
  let quietUntil = 0;
  return (request) => {
    if (Date.now() < quietUntil || !Object.keys(request.headers).some(isForwarding)) return;
    const caller = plainAddress(request.socket.remoteAddress ?? "") ?? "";
    if (proxies === 0 && !isPrivate(caller)) return;
    quietUntil = Date.now() + SAID_EVERY_MS;
    if (proxies === 0) logFailure("A proxy is not counted", whatToDo(caller), "warn");
    void keep(proxies === 0 ? notes.note(caller) : notes.forget());
  };
}

function isPrivate(address: string): boolean {
  return address !== "" && privateNetworks.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

function whatToDo(address: string): string {
  return (
    `requests from ${address} carry forwarding headers, and LATCHKEY_TRUSTED_PROXIES is 0. Everybody behind it counts as ` +
    `${address}, also where wrong passwords are slowed down. Set LATCHKEY_TRUSTED_PROXIES to the number of proxies in front.`
  );
}

/** Without a database the log has said it all the same. */
async function keep(noted: Promise<void>): Promise<void> {
  try {
    await noted;
  } catch (error) {
    logFailure("Which proxy is not counted could not be kept", error, "warn");
  }
}
