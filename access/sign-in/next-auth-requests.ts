/**
 * Which requests reach next-auth: those of the few addresses that are in use, with nothing in them that it would choke
 * on. What is wrong is the caller's fault and answered as that, instead of as a failure of ours with a line in the log.
 * Single sign-on has addresses of its own, and only an answer of the provider reaches next-auth from there.
 */
import type { NextRequest } from "next/server";
import { z } from "zod";

const IN_USE: readonly string[] = [
  "GET csrf",
  "GET providers",
  "GET signin",
  "GET signout",
  "GET error",
  "POST signout",
  "POST callback/credentials",
];

/** The status with which a request is refused, or null. */
export async function refusalStatus(
  request: NextRequest,
  path: readonly string[],
  site: string,
): Promise<404 | 400 | null> {
  if (!IN_USE.includes(`${request.method} ${path.join("/")}`)) return 404;
  const { searchParams } = new URL(request.url);
  const targets = searchParams.getAll("callbackUrl");
  const errors = searchParams.getAll("error");
  if (!targets.every((target) => leadsTo(site, target)) || !errors.every(isErrorName)) return 400;
  return request.method === "GET" || (await isBearable(request.clone(), site)) ? null : 400;
}

/** The name of an error goes into the address of an answer, where not every character may stand. */
function isErrorName(text: string): boolean {
  return /^[\w:-]{0,64}$/.test(text);
}

/** Whether this is an address of our own site, a path or whole, as a browser would write it. */
export function leadsTo(site: string, target: string): boolean {
  if (!/^(\/|https?:\/\/)[\x21-\x7e]*$/.test(target) || target.length > 2_000) return false;
  return URL.canParse(target, site) && new URL(target, site).origin === new URL(site).origin;
}

const ANSWER = ["state", "code", "iss", "session_state", "error", "error_description"];

/**
 * What a provider answers a sign-in with, and nothing else: not the tokens that next-auth would take from an address as
 * well, nor where to go next. Null for what is no such answer.
 */
export function readProviderAnswer(parameters: URLSearchParams): URLSearchParams | null {
  const answer = new URLSearchParams([...parameters].filter(([name]) => ANSWER.includes(name)));
  if (new Set(answer.keys()).size < answer.size) return null;
  return answer.has("state") && (answer.has("code") || answer.has("error")) ? answer : null;
}

/** Reads the body as next-auth will do, from a copy. */
async function isBearable(request: Request, site: string): Promise<boolean> {
  const body = z.object({
    callbackUrl: z
      .string()
      .refine((target) => leadsTo(site, target))
      .optional(),
  });
  const type = request.headers.get("content-type") ?? "";
  try {
    const sent: unknown = type.includes("application/json")
      ? await request.json()
      : Object.fromEntries(new URLSearchParams(await request.text()));
    return body.safeParse(sent).success;
  } catch {
    return false;
  }
}
