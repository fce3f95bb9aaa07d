/** How the server says no: to a browser by a page, to the identity platform by an error of SCIM, to anybody else by a sentence. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { texts } from "@/text/texts";
import type { Message } from "./message-page";

export type Refusal = {
  readonly status: number;
  /** For programs, in English. */
  readonly sentence: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For people, in their language. */
  readonly page?: (request: IncomingMessage) => Message;
};

/** Makes the page of a message; undefined where there are no pages, as in a test. */
export type MakePage = (message: Message) => Buffer | undefined;

/** So much of a refused body is still read, since a client that is cut off while sending never sees the answer. */
const DRAIN_LIMIT = 16 * 1024 * 1024;

export function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal, makePage: MakePage): void {
  const { type, body } = contentOf(request, refusal, makePage);
  const length = Buffer.byteLength(body);
  response.writeHead(refusal.status, { ...refusal.headers, "Content-Type": type, "Content-Length": length });
  if (request.method !== "HEAD") response.write(body);
  // The end of an answer may be the end of the connection, which has to be there for as long as the client sends.
  drain(request, () => response.end());
}

/** For a form that can't be read, at the address to which it was sent. */
export function malformedForm(href: string): Message {
  const { link, ...words } = texts().refusals.malformed;
  return { ...words, link: { label: link, href } };
}

export function isScim({ url = "" }: IncomingMessage): boolean {
  return /^\/+scim(?:[/?]|$)/.test(url);
}

/** Whether a browser opens this as a page of its own. The scripts of an open page ask for parts, and draw them themselves. */
export function asksForDocument({ headers }: IncomingMessage): boolean {
  return headers["rsc"] === undefined && headers["next-action"] === undefined;
}

type Content = { readonly type: string; readonly body: string | Buffer };

function contentOf(request: IncomingMessage, refusal: Refusal, makePage: MakePage): Content {
  if (isScim(request)) return scimError(refusal);
  const wantsPage = asksForDocument(request) && String(request.headers.accept).includes("text/html");
  const page = wantsPage && refusal.page ? makePage(refusal.page(request)) : undefined;
  if (page) return { type: "text/html; charset=utf-8", body: page };
  return { type: "text/plain; charset=utf-8", body: `${refusal.sentence}\n` };
}

/** The identity platform understands nothing but the Error of RFC 7644, section 3.12, also before scim/ is asked. */
function scimError({ status, sentence: detail }: Refusal): Content {
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:Error"];
  return { type: "application/scim+json", body: JSON.stringify({ schemas, status: String(status), detail }) };
}

function drain(request: IncomingMessage, done: () => void): void {
  if (request.readableEnded || request.destroyed) {
    done();
    return;
  }
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > DRAIN_LIMIT) request.destroy();
  });
  request.on("error", () => undefined);
  request.once("end", done);
  request.once("close", done);
  request.resume();
}
