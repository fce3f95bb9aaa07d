/** What the console refuses before any page sees it. */
import { IncomingMessage, type ServerResponse } from "node:http";
import { settleForwarding } from "./client-address";
import { setSecurityHeaders } from "./security-headers";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
export type GuardOptions = {
  /** The public address of the console, an origin. */
  url: string;
  trustedProxies: number;
};

const megabyte = 1024 * 1024;
const bodyLimit = megabyte;
/** A list of usernames, at most 4 MB, as it was typed, once more as a form without scripts had it before, and as a file. */
const listLimit = 13 * megabyte;
/** So much of a refused body is still read, since a client that is cut off while sending never sees the answer. */
const drainLimit = 16 * megabyte;
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);
const methods = [...safeMethods, "POST", "PUT", "PATCH", "DELETE"];

export function guard(handler: Handler, options: GuardOptions): Handler {
  return async (request, response) => {
    setSecurityHeaders(request, response, options.url);
    settleForwarding(request, options.trustedProxies);
    if (isScim(request)) request.url = withoutSpareSlashes(request.url ?? "");
    const refusal = findRefusal(request, options.url);
    if (refusal) {
      refuse(request, response, refusal);
      return;
    }
    announcePublicAddress(request, options.url);
    const limit = limitOf(request);
    const whole = await wholeRequest(request, limit);
    if (whole) await handler(whole, response);
    else refuse(request, response, tooLarge(limit));
  };
}

type Refusal = { status: number; sentence: string; headers?: Record<string, string> };

const noScim: Refusal = { status: 404, sentence: "There is nothing at this address. SCIM is below /scim/v2." };
const unreadable: Refusal = { status: 400, sentence: "This address can't be read." };
const foreign: Refusal = { status: 403, sentence: "This request came from another site and was refused." };
/** Next answers such as TRACE by a failure of its own. */
const noMethod: Refusal = {
  status: 405,
  sentence: "Nothing here takes this method.",
  headers: { Allow: methods.join(", ") },
};

function tooLarge(limit: number): Refusal {
  return { status: 413, sentence: `This request is larger than ${limit / megabyte} MB and was refused.` };
}

function findRefusal(request: IncomingMessage, url: string): Refusal | undefined {
  if (!isDecodable(request.url ?? "")) return unreadable;
  if (isForeign(request, url)) return foreign;
  if (!methods.includes(request.method ?? "")) return noMethod;
  return isScim(request) && !/^\/scim\/v2(?:[/?]|$)/.test(request.url ?? "") ? noScim : undefined;
}

/** A path with a broken escape, or with the NUL that no database text can hold, is nobody's address; nor is `*`. */
function isDecodable(url: string): boolean {
  if (!url.startsWith("/")) return false;
  try {
    return !decodeURIComponent(url.split("?")[0] ?? "").includes("\0");
  } catch {
    return false;
  }
}

/** A change is asked for by a page of this site, or by a program, which sends neither of the two headers. */
function isForeign(request: IncomingMessage, url: string): boolean {
  if (safeMethods.has(request.method ?? "GET")) return false;
  if (request.headers["sec-fetch-site"] === "cross-site") return true;
  const { origin, host } = request.headers;
  if (origin === undefined || origin === url) return false;
  return host === undefined || (origin !== `http://${host}` && origin !== `https://${host}`);
}

/** Behind a proxy that replaces Host, the pages learn here that the request was made to the public address. */
function announcePublicAddress(request: IncomingMessage, url: string): void {
  if (request.headers.origin !== url) return;
  request.headers["x-forwarded-host"] = new URL(url).host;
  request.headers["x-forwarded-proto"] = new URL(url).protocol.slice(0, -1);
}

/** How large a body may be: a list of usernames is the one large thing that people bring. */
function limitOf({ url = "" }: IncomingMessage): number {
  return /^\/manage\/jobs\/from-file(?:\?|$)/.test(url) ? listLimit : bodyLimit;
}

/** The request with a body of bearable size, or undefined. */
async function wholeRequest(request: IncomingMessage, limit: number): Promise<IncomingMessage | undefined> {
  if (request.headers["transfer-encoding"] === undefined) {
    // Node itself ends a body where Content-Length says so.
    return Number(request.headers["content-length"] ?? 0) <= limit ? request : undefined;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  });
  const overflows = await new Promise<boolean>((resolve, reject) => {
    request.on("data", () => size > limit && resolve(true));
    request.once("end", () => resolve(false));
    request.once("error", reject);
  });
  return overflows ? undefined : replay(request, Buffer.concat(chunks));
}

/** The same request, with a body of known length that has arrived. */
function replay(request: IncomingMessage, body: Buffer): IncomingMessage {
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

function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  drain(request);
  const { type, body } = isScim(request) ? scimRefusal(refusal) : plainRefusal(refusal);
  response.writeHead(refusal.status, { ...refusal.headers, "Content-Type": type });
  response.end(body);
}

function plainRefusal({ sentence }: Refusal): { type: string; body: string } {
  return { type: "text/plain; charset=utf-8", body: `${sentence}\n` };
}

function isScim({ url = "" }: IncomingMessage): boolean {
  return /^\/+scim(?:[/?]|$)/.test(url);
}

/**
 * A platform whose base URL was pasted with a slash at the end asks for /scim/v2//Users. Next would send it elsewhere,
 * which such clients don't follow with a body and a token.
 */
function withoutSpareSlashes(url: string): string {
  const [path = "", ...query] = url.split("?");
  return [path.replace(/\/+/g, "/").replace(/\/$/, ""), ...query].join("?");
}

/** The identity platform understands nothing but the Error of RFC 7644, section 3.12, also before scim/ is asked. */
function scimRefusal({ status, sentence: detail }: Refusal): { type: string; body: string } {
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:Error"];
  return { type: "application/scim+json", body: JSON.stringify({ schemas, status: String(status), detail }) };
}

function drain(request: IncomingMessage): void {
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > drainLimit) request.destroy();
  });
  request.on("error", () => undefined);
}
