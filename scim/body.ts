/**
 * The body of a request as JSON. Guarantees that what comes out has no name in it that JavaScript gives a meaning to,
 * is not nested without end, and came whole.
 */
import { badRequest, ScimError } from "./errors";
import { inTime } from "./in-time";
import { isHostile, wordsIn } from "./path";
import { MEDIA_TYPE } from "./respond";

const MEDIA_TYPES: readonly string[] = [MEDIA_TYPE, "application/json"];
const DEPTH = 32;
/** The server ends a request whose body is not there after thirty seconds; this answers before. */
const PATIENCE_MS = 27_000;

export async function readBody(request: Request, patience = PATIENCE_MS): Promise<unknown> {
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";");
  if (!MEDIA_TYPES.includes(type.trim().toLowerCase())) {
    throw new ScimError(415, `Send the body as Content-Type: ${MEDIA_TYPE}, or application/json.`);
  }
  const body = parse(decode(await bytesOf(request, patience)));
  refuseHostile(body);
  return body;
}

async function bytesOf(request: Request, patience: number): Promise<ArrayBuffer> {
  try {
    return await inTime(request.arrayBuffer(), patience, lateBody);
  } catch (error) {
    if (error instanceof ScimError) throw error;
    // Who hangs up in the middle gets no answer any more; the console tells of the call all the same.
    throw badRequest("invalidSyntax", "The body of this request did not arrive whole.");
  }
}

function lateBody(): ScimError {
  return new ScimError(408, "The body of this request did not arrive in time. Nothing was changed.");
}

function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw badRequest("invalidSyntax", "The body is not UTF-8.");
  }
}

function parse(text: string): unknown {
  if (text.trim() === "") throw badRequest("invalidSyntax", "The body is empty; it must be JSON.");
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("invalidSyntax", "The body is not JSON.");
  }
}

/** Level by level rather than by recursion, which a body of a megabyte could take beyond the stack. */
function refuseHostile(body: unknown): void {
  let level = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEPTH) throw badRequest("invalidSyntax", `The body is nested more than ${DEPTH} levels deep.`);
    const objects = level.filter((value) => typeof value === "object" && value !== null);
    for (const name of objects.flatMap((value) => (Array.isArray(value) ? [] : Object.keys(value)))) {
      if (wordsIn(name).some(isHostile)) throw badRequest("invalidSyntax", `No attribute can have the name "${name}".`);
    }
    level = objects.flatMap((value): unknown[] => Object.values(value));
  }
}
