/**
 * A page that called notFound() or failed is sent by Next with an empty body, which the browser's scripts are to fill.
 * Nobody needs scripts here, so a page that the build made is sent in its place, without its scripts: they have no
 * nonce, and those of the failure would take the address for that of another page.
 */
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { NO_REFERENCE } from "@/access/request-under-way";
import { buildFolder } from "./build";
import type { Handler } from "./request-guards";
import { REQUEST_ID } from "./request-log";

type Pages = ReadonlyMap<number, Buffer>;

export function withErrorPages(handler: Handler): Handler {
  const failure = builtPage("failure.html");
  const pages: Pages = new Map([
    [404, builtPage("_not-found.html")],
    [500, failure],
  ]);
  const itself: Pages = new Map([[200, failure]]);
  return (request, response) => {
    if (asksForDocument(request)) fillIn(request, response, isFailureItself(request) ? itself : pages);
    return handler(request, response);
  };
}

function builtPage(name: string): Buffer {
  const scripts = /<script\b[^>]*>[^]*?<\/script>|<link\b[^>]*\bas="script"[^>]*>/g;
  return Buffer.from(readFileSync(join(buildFolder(), "server/app", name), "utf8").replaceAll(scripts, ""));
}

/** The scripts of a page that is open ask for parts of pages, and draw what is missing by themselves. */
function asksForDocument({ headers }: IncomingMessage): boolean {
  return headers["rsc"] === undefined && headers["next-action"] === undefined;
}

/** The page of failures has an address, as every page has, at which it is as much without scripts. */
function isFailureItself({ url = "" }: IncomingMessage): boolean {
  return /^\/failure(?:\?|$)/.test(url);
}

function fillIn(request: IncomingMessage, response: ServerResponse, pages: Pages): void {
  const writeHead = response.writeHead.bind(response);
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  let page: Buffer | undefined;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    page = isDocument(request, response, status) ? withReference(pages.get(status), response) : undefined;
    if (page) describe(response, page);
    Reflect.apply(writeHead, response, [status, ...rest]);
    return response;
  };
  response.write = (...chunk: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    return page !== undefined || Boolean(Reflect.apply(write, response, chunk));
  };
  response.end = (...chunk: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    Reflect.apply(end, response, page ? [page] : chunk);
    return response;
  };
}

/** By what the operator finds the lines of the log. */
function withReference(page: Buffer | undefined, response: ServerResponse): Buffer | undefined {
  const reference = response.getHeader(REQUEST_ID);
  if (page === undefined || typeof reference !== "string") return page;
  return Buffer.from(page.toString().replaceAll(NO_REFERENCE, reference));
}

/** A form whose action failed is answered with two words of plain text, also to a browser that asked for a page. */
function isDocument(request: IncomingMessage, response: ServerResponse, status: number): boolean {
  const isHtml = String(response.getHeader("content-type")).startsWith("text/html");
  return isHtml || (status === 500 && String(request.headers.accept).includes("text/html"));
}

/** What Next said of the body that it meant to send is not true of this one. */
function describe(response: ServerResponse, page: Buffer): void {
  for (const header of ["cache-control", "content-encoding", "etag", "transfer-encoding"])
    response.removeHeader(header);
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.setHeader("Content-Length", page.length);
}
