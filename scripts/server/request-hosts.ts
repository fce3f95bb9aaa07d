/**
 * Under which names the servers answer. Guarantees that a page of another site can't reach the console by a name of its own
 * that it leads to this machine (DNS rebinding): to a browser it would be that site itself.
 */
import type { IncomingMessage } from "node:http";

const HOST = /^(\[[0-9a-f:.]{2,50}\]|[\w.-]{1,253})(?::\d{1,5})?$/i;
const LOOPBACK = /^(?:localhost|[\w-]{1,63}\.localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;
/** A name within a private network, such as that of a container: no public name is without a dot. */
const WITHOUT_DOT = /^[\w-]{1,63}$/;

export type HostOptions = { readonly url: string; readonly trustedProxies: number };

/** Asked after the forwarding headers have been settled. Ports may be mapped, so that they say nothing. */
export function isServedHost({ headers }: IncomingMessage, { url, trustedProxies }: HostOptions): boolean {
  const forwarded = headers["x-forwarded-host"];
  const name = typeof forwarded === "string" ? forwarded : headers.host;
  // Browsers always name one. HTTP/1.0 asks for none, and some probes speak that.
  if (name === undefined) return true;
  const host = hostOf(name);
  if (host === null) return false;
  if (host === new URL(url).hostname || LOOPBACK.test(host)) return true;
  // A proxy that names no host may ask by the name that this machine has in their network.
  return trustedProxies > 0 && forwarded === undefined && WITHOUT_DOT.test(host);
}

/** For a server that listens on the loopback alone: any other name leads here for no good reason. */
export function isLoopbackHost({ headers: { host } }: IncomingMessage): boolean {
  return host === undefined || LOOPBACK.test(hostOf(host) ?? "");
}

/** Without the port, and without the dot that ends a full name; null for what is no host. */
function hostOf(name: string): string | null {
  const [, host] = HOST.exec(name.trim()) ?? [];
  return host?.toLowerCase().replace(/\.$/, "") ?? null;
}
