/**
 * Whether a form can be read at all. What can't would be a failure of Next, with a page that blames the console and a stack
 * trace in the log, for what any program can send.
 */
import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";

const MULTIPART = /^multipart\/form-data *(?:;|$)/i;
/** RFC 2046, 5.1.1, in quotes or without. */
const BOUNDARY = /; *boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i;
/** To read a larger one twice would hold everybody up. */
const LONGEST_READ = 1024 * 1024;

/**
 * By the very reader that reads it afterwards, and with what React adds to a form in order to call an action. Of a large
 * one, whether it begins and ends as its boundary says.
 */
export async function isReadableForm(headers: IncomingHttpHeaders, body: Buffer): Promise<boolean> {
  const { "content-type": type = "", "next-action": action } = headers;
  // Every action of a page takes a form, or nothing.
  if (action !== undefined && !(typeof action === "string" && ACTION_ID.test(action))) return false;
  if (!MULTIPART.test(type)) return action === undefined || body.toString() === NO_ARGUMENTS;
  if (body.length > LONGEST_READ) return isWhole(type, body);
  const form = await readForm(type, body);
  return form !== null && (action === undefined ? areActionsReadable(form) : isCall(form.get("0")));
}

async function readForm(type: string, body: Buffer): Promise<FormData | null> {
  try {
    return await new Response(new Uint8Array(body), { headers: { "Content-Type": type } }).formData();
  } catch {
    return null;
  }
}

const NO_ARGUMENTS = "[]";
/** A form within the arguments of an action, as React writes it. */
const FORM = /^\$K[0-9a-f]{1,8}$/;

/** The arguments of an action that an open page calls: the last one is the form. */
function isCall(value: FormDataEntryValue | null): boolean {
  const last = listIn(value)?.at(-1);
  return typeof last === "string" && FORM.test(last);
}

const ACTION_ID = /^[0-9a-f]{42}$/;
const REFERENCE = /^\$ACTION_REF_(.{0,100})$/s;
const IDENTIFIER = /^\$ACTION_ID_(.{0,100})$/s;
const boundSchema = z.object({ id: z.string().regex(ACTION_ID), bound: z.string() });

/** Without scripts a form names its action, and what was given to it before, in fields of its own. */
function areActionsReadable(form: FormData): boolean {
  const names = [...form.keys()].filter((name) => name.startsWith("$ACTION_"));
  const ids = names.flatMap((name) => IDENTIFIER.exec(name)?.[1] ?? []);
  const prefixes = names.flatMap((name) => REFERENCE.exec(name)?.[1] ?? []);
  if (names.length > 0 && ids.length + prefixes.length === 0) return false;
  if (!ids.every((id) => ACTION_ID.test(id))) return false;
  return prefixes.every((prefix) => {
    const { data } = boundSchema.safeParse(valueIn(form.get(`$ACTION_${prefix}:0`)));
    const place = /^\$@([0-9a-f]{1,8})$/.exec(data?.bound ?? "")?.[1];
    return place !== undefined && listIn(form.get(`$ACTION_${prefix}:${place}`)) !== null;
  });
}

function listIn(value: FormDataEntryValue | null): readonly unknown[] | null {
  const list = valueIn(value);
  return Array.isArray(list) ? list : null;
}

/** Undefined for what is no JSON. */
function valueIn(value: FormDataEntryValue | null): unknown {
  try {
    return typeof value === "string" ? JSON.parse(value) : undefined;
  } catch {
    return undefined;
  }
}

function isWhole(type: string, body: Buffer): boolean {
  const [, quoted, plain] = BOUNDARY.exec(type) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return false;
  return body.indexOf(`--${boundary}\r\n`) === 0 && body.subarray(-100).includes(`\r\n--${boundary}--`);
}
