/**
 * A page that called notFound() or failed is sent by Next with an empty body, which the browser's scripts are to fill.
 * Nobody needs scripts here, so a page that the build made is sent in its place, without its scripts: they have no
 * nonce, and those of the failure would take the address for that of another page. The build makes it in English; for
 * other languages its sentences are exchanged.
 */
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { NO_REFERENCE } from "@/access/request-under-way";
import { buildFolder } from "@/scripts/build";
import { browserTextsIn } from "@/text/browser-texts";
import { LANGUAGE_FACTS, LANGUAGES, type Language, language } from "@/text/language";
import { textsIn } from "@/text/texts";
import { messagePage } from "./message-page";
import { asksForDocument, type MakePage } from "./refusals";
import type { Handler } from "./request-guards";
import { REQUEST_ID } from "./request-log";

type Pages = ReadonlyMap<number, Buffer>;

/** The pages of the build, read once. */
export function readErrorPages(): { withErrorPages: (handler: Handler) => Handler; makePage: MakePage } {
  const [notFound, failure] = [builtPage("_not-found.html"), builtPage("failure.html")];
  const pages = byLanguage({ 404: notFound, 500: failure });
  const itself = byLanguage({ 200: failure });
  const withErrorPages = (handler: Handler): Handler => {
    return (request, response) => {
      const made = (isFailureItself(request) ? itself : pages).get(language());
      if (made && asksForDocument(request)) fillIn(request, response, made);
      return handler(request, response);
    };
  };
  const makePage: MakePage = (message) => messagePage(translated(failure, language()), language(), message);
  return { withErrorPages, makePage };
}

function builtPage(name: string): string {
  const scripts = /<script\b[^>]*>[^]*?<\/script>|<link\b[^>]*\bas="script"[^>]*>/g;
  return readFileSync(join(buildFolder(), "server/app", name), "utf8").replaceAll(scripts, "");
}

function byLanguage(pages: Record<number, string>): ReadonlyMap<Language, Pages> {
  const inEnglish = Object.entries(pages);
  return new Map(
    LANGUAGES.map((spoken) => [
      spoken,
      new Map(inEnglish.map(([status, page]) => [Number(status), Buffer.from(translated(page, spoken))])),
    ]),
  );
}

function translated(page: string, spoken: Language): string {
  const { direction } = LANGUAGE_FACTS[spoken];
  const sentences = sentencesIn(spoken);
  return sentencesIn("en")
    .reduce((text, sentence, index) => text.replaceAll(sentence, () => sentences[index] ?? sentence), page)
    .replace(/<html lang="en" dir="ltr"/, `<html lang="${spoken}" dir="${direction}"`);
}

/** All that these pages say, in one order. */
function sentencesIn(spoken: Language): string[] {
  const { description, notFound, failureAdvice, startPage } = textsIn(spoken).shell;
  const { failure, skip, home } = browserTextsIn(spoken);
  return [
    ...Object.values(notFound),
    ...[failureAdvice, failure.title, failure.reference, startPage, skip, home, description],
  ];
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
