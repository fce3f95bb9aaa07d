/** What the console refuses before any page sees it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { withPlainPluses } from "@/access/platform/query-text";
import { texts } from "@/text/texts";
import type { ChangesUnderWay } from "./changes-under-way";
import { settleForwarding } from "./client-address";
import { isProbe } from "./probes";
import { isScim, type MakePage, type Refusal, refuse } from "./refusals";
import { type BodyOptions, takeBody } from "./request-bodies";
import { isServedHost } from "./request-hosts";
import { setSecurityHeaders } from "./security-headers";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
export type GuardOptions = {
  /** The public address of the console, an origin. */
  url: string;
  trustedProxies: number;
  bodies: BodyOptions;
  changes: ChangesUnderWay;
  makePage: MakePage;
  /** Sees each request with the headers that it came with. */
  watch?: ((request: IncomingMessage) => void) | undefined;
};

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);
const methods = [...safeMethods, "POST", "PUT", "PATCH", "DELETE"];

export function guard(handler: Handler, options: GuardOptions): Handler {
  return async (request, response) => {
    setSecurityHeaders(request, response, options.url);
    options.watch?.(request);
    settleForwarding(request, options.trustedProxies);
    if (isScim(request)) request.url = plainScimAddress(request.url ?? "");
    const refusal = findRefusal(request, options);
    if (refusal) {
      refuse(request, response, refusal, options.makePage);
      return;
    }
    announcePublicAddress(request, options.url);
    const late = await options.changes.admit(request, async () => {
      const taken = await takeBody(request, response, options.bodies);
      if ("sentence" in taken) return taken;
      await handler(taken, response);
      return undefined;
    });
    if (late) refuse(request, response, late, options.makePage);
  };
}

const noScim: Refusal = { status: 404, sentence: "There is nothing at this address. SCIM is below /scim/v2." };
const unreadable: Refusal = { status: 400, sentence: "This address can't be read." };
const foreign: Refusal = { status: 403, sentence: "This request came from another site and was refused." };

function elsewhere(url: string): Refusal {
  const sentence = `This console is served at ${url} alone. Open it there. Its operator sets this address by LATCHKEY_URL.`;
  return { status: 421, sentence };
}

/** A download is on record, so it begins where somebody asks for it here, and not where a link leads. */
const download: Refusal = {
  status: 403,
  sentence: "A download begins on a page of the console, not by a link of another site.",
  page: ({ url = "/" }) => {
    const { link, ...words } = texts().refusals.download;
    return { ...words, link: { label: link, href: url } };
  },
};

/** Next answers such as TRACE by a failure of its own. */
const noMethod: Refusal = {
  status: 405,
  sentence: "Nothing here takes this method.",
  headers: { Allow: methods.join(", ") },
};

function findRefusal(request: IncomingMessage, options: GuardOptions): Refusal | undefined {
  if (!isDecodable(request.url ?? "")) return unreadable;
  if (!isServedHost(request, options) && !isProbe(request)) return elsewhere(options.url);
  if (isForeign(request, options.url)) return foreign;
  if (isLinkedDownload(request)) return download;
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

const DOWNLOADS = /^\/manage\/(?:export\/users\.csv|audit\/export\.(?:csv|jsonl)|jobs\/[^/]+\/result\.csv)$/;
/** Typed, or a bookmark; or a page of the console leads there. Programs and old browsers send nothing. */
const OWN_WAYS: readonly unknown[] = ["same-origin", "none", undefined];

function isLinkedDownload({ url = "", headers }: IncomingMessage): boolean {
  const [path = ""] = url.split("?", 1);
  return DOWNLOADS.test(path) && !OWN_WAYS.includes(headers["sec-fetch-site"]);
}

/** Behind a proxy that replaces Host, the pages learn here that the request was made to the public address. */
function announcePublicAddress(request: IncomingMessage, url: string): void {
  if (request.headers.origin !== url) return;
  request.headers["x-forwarded-host"] = new URL(url).host;
  request.headers["x-forwarded-proto"] = new URL(url).protocol.slice(0, -1);
}

/**
 * A platform whose base URL was pasted with a slash at the end asks for /scim/v2//Users. Next would send it elsewhere,
 * which such clients don't follow with a body and a token. Next also writes the query again, with a plus for each blank, so
 * what a plus stands for is settled before.
 */
function plainScimAddress(url: string): string {
  const [written = "", ...rest] = url.split("?");
  const path = written.replace(/\/+/g, "/").replace(/\/$/, "");
  return rest.length === 0 ? path : `${path}?${withPlainPluses(rest.join("?"))}`;
}
