/**
 * Forms of another build of the console: a page that was open while the console was upgraded posts to an action which this
 * build does not have. Guarantees that nothing is done then, and that the page comes back with what was typed, to be looked
 * at and sent again (app/unknown-form.tsx). Scripts of an open page post the same form once they are told 404
 * (components/send-again.ts).
 */
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { z } from "zod";
import { noteUnknownForm } from "@/access/request-under-way";
import { buildFolder } from "@/scripts/build";
import { replay } from "./request-bodies";
import type { Handler } from "./request-guards";

const CONFLICT = 409;
const SEE_OTHER = 303;

export function withUnknownActions(handler: Handler): Handler {
  const known = readActionIds();
  return async (request, response) => {
    if (!postsForm(request)) return handler(request, response);
    const body = await bodyOf(request);
    const form = await formIn(request, body);
    if (form === null || !isUnknown(form, known)) return handler(replay(request, body), response);
    noteUnknownForm(form);
    tellConflict(response);
    return handler(askingForPage(request), response);
  };
}

const manifest = z.object({ node: z.record(z.string(), z.unknown()) });

/** The ids of all actions that the build has. */
export function readActionIds(folder = buildFolder()): ReadonlySet<string> {
  const text = readFileSync(join(folder, "server/server-reference-manifest.json"), "utf8");
  return new Set(Object.keys(manifest.parse(JSON.parse(text)).node));
}

/** Scripts name their action in a header, and take care of an unknown one by themselves. */
function postsForm({ method, url = "", headers }: IncomingMessage): boolean {
  if (method !== "POST" || headers["next-action"] !== undefined) return false;
  const isForm = headers["content-type"]?.startsWith("multipart/form-data") ?? false;
  return isForm && !/^\/(?:api|scim)(?:[/?]|$)/.test(url);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** null where it can't be read: Next says what is wrong with it. */
async function formIn({ headers }: IncomingMessage, body: Buffer): Promise<FormData | null> {
  const type = headers["content-type"] ?? "";
  try {
    return await new Response(new Uint8Array(body), { headers: { "Content-Type": type } }).formData();
  } catch {
    return null;
  }
}

/** Of the form that ids have; what looks otherwise was never one. */
const ID = "[0-9a-f]{42}";
const NAMED = new RegExp(`^\\$ACTION_ID_(${ID})$`);
const BOUND = /^\$ACTION_\d+:0$/;
const DESCRIBED = new RegExp(`^\\{"id":"(${ID})"`);

function isUnknown(form: FormData, known: ReadonlySet<string>): boolean {
  return [...form].some(([name, value]) => {
    const described = BOUND.test(name) && typeof value === "string" ? DESCRIBED.exec(value) : null;
    const [, id] = NAMED.exec(name) ?? described ?? [];
    return id !== undefined && !known.has(id);
  });
}

/** Asks for the page that the form is on. */
function askingForPage(request: IncomingMessage): IncomingMessage {
  const asking = replay(request, Buffer.alloc(0));
  const { "content-type": _type, "content-length": _length, ...headers } = asking.headers;
  return Object.assign(asking, { method: "GET", headers });
}

/** The page says that nothing was done, and so does its status. Who is led elsewhere asks there for a page, and posts nothing. */
function tellConflict(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = (status: number, ...rest: unknown[]) => {
    const told = status === 200 ? CONFLICT : status === 307 || status === 308 ? SEE_OTHER : status;
    Reflect.apply(writeHead, response, [told, ...rest]);
    return response;
  };
}
