/**
 * Whom a request comes from. Guarantees that the pages read one plain address, and that nobody but the operator's own
 * reverse proxies has a say in it.
 */
import { type IncomingMessage } from "node:http";
import { isIP } from "node:net";

const forwarding = /^(forwarded|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip)$|^x-forwarded-/;

/** Whether proxies tell by this header where a request came from. */
export function isForwarding(header: string): boolean {
  return forwarding.test(header);
}

/** Rewrites the headers in which proxies tell where a request came from; `proxies` counts those in front of us. */
export function settleForwarding(request: IncomingMessage, proxies: number): void {
  const address = clientAddress(request, proxies);
  const { "x-forwarded-host": host, "x-forwarded-proto": protocol } = request.headers;
  for (const name of Object.keys(request.headers)) {
    if (isForwarding(name)) Reflect.deleteProperty(request.headers, name);
  }
  request.headers["x-forwarded-for"] = address;
  if (proxies === 0) return;
  if (typeof host === "string") request.headers["x-forwarded-host"] = lastOf(host);
  if (typeof protocol === "string") request.headers["x-forwarded-proto"] = lastOf(protocol);
}

/** Each proxy appends whom it was called by: with n proxies, the n-th entry from the right is the first one to trust. */
function clientAddress(request: IncomingMessage, proxies: number): string {
  const caller = plainAddress(request.socket.remoteAddress ?? "") ?? "";
  if (proxies === 0) return caller;
  const entries = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  const entry = entries.at(-proxies) ?? entries[0] ?? "";
  return plainAddress(entry.trim()) ?? caller;
}

/** Without port, brackets and the IPv6 spelling of an IPv4 address; undefined if it is no address. */
export function plainAddress(text: string): string | undefined {
  const bare = text.replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
  const address = bare.replace(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i, "$1");
  return isIP(address) === 0 ? undefined : address;
}

function lastOf(list: string): string {
  return list.slice(list.lastIndexOf(",") + 1).trim();
}
