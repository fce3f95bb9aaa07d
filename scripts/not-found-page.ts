/**
 * A page that called notFound() is sent by Next with an empty body, which the browser's scripts are to fill. Nobody
 * needs scripts here, so the page that the build made for unknown addresses is sent in its place.
 */
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { buildFolder } from "./build";
import type { Handler } from "./request-guards";

export function withNotFoundPage(handler: Handler): Handler {
  const page = readFileSync(join(buildFolder(), "server/app/_not-found.html"));
  return (request, response) => {
    if (asksForDocument(request)) fillNotFound(response, page);
    return handler(request, response);
  };
}

/** The scripts of a page that is open ask for parts of pages, and draw what is missing by themselves. */
function asksForDocument({ headers }: IncomingMessage): boolean {
  return headers["rsc"] === undefined && headers["next-action"] === undefined;
}

function fillNotFound(response: ServerResponse, page: Buffer): void {
  const writeHead = response.writeHead.bind(response);
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  let filled = false;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    filled = status === 404 && String(response.getHeader("content-type")).startsWith("text/html");
    if (filled) describe(response, page);
    Reflect.apply(writeHead, response, [status, ...rest]);
    return response;
  };
  response.write = (...chunk: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    return filled || Boolean(Reflect.apply(write, response, chunk));
  };
  response.end = (...chunk: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    Reflect.apply(end, response, filled ? [page] : chunk);
    return response;
  };
}

/** What Next said of the body that it meant to send is not true of this one. */
function describe(response: ServerResponse, page: Buffer): void {
  for (const header of ["content-encoding", "etag", "transfer-encoding"]) response.removeHeader(header);
  response.setHeader("Content-Length", page.length);
}
