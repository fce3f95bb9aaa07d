/**
 * The door of the identity platform: each call comes through here. Guarantees that nothing of a call is read before its
 * token is found to be good, that every answer is one that SCIM knows and comes in time, and that a call is noted for the
 * administrator before it is answered: calls of one client are listed in their order.
 */
import { Actor } from "@/access/actor";
import { logFailure } from "@/access/operation/log";
import { count } from "@/access/operation/tally";
import { notePlatformCall } from "@/access/platform/platform-calls";
import { endpointOf } from "./endpoints";
import { ScimError, unauthorized } from "./errors";
import { failureOf, tryAgain } from "./failures";
import { inTime, waitAtMost } from "./in-time";
import { withPlainPluses } from "@/access/platform/query-text";
import { throttle } from "./throttle";

/** Every answer is out within thirty seconds, also one that has to find out what failed. */
const PATIENCE_MS = 28_000;
/** Where the note of a call takes longer than is left of this, the answer goes out before it. */
const NOTED_WITHIN_MS = 29_000;

/** `path` is what stands below /scim/v2, `address` whom the request comes from. */
export async function answerScim(
  request: Request,
  path: readonly string[],
  address: string,
  patience = PATIENCE_MS,
): Promise<Response> {
  const began = performance.now();
  const caller: Caller = { label: null, remark: null };
  const work = answer(request, path, address, caller);
  const { response, detail, isNoted } = await settled(inTime(work, patience, late));
  count("scimCalls", { method: methodOf(request), status: `${Math.floor(response.status / 100)}xx` });
  const milliseconds = performance.now() - began;
  if (isNoted) {
    const noted = notePlatformCall({
      method: request.method,
      path: readable(request),
      status: response.status,
      detail: detail ?? caller.remark,
      tokenLabel: caller.label,
      address,
      milliseconds,
    });
    await waitAtMost(noted, NOTED_WITHIN_MS - milliseconds);
  }
  return response;
}

/** One of those that the door takes: a caller may have made up any other. */
function methodOf({ method }: Request): string {
  return ["GET", "POST", "PUT", "PATCH", "DELETE"].includes(method) ? method : "other";
}

type Caller = { label: string | null; remark: string | null };

async function answer(request: Request, path: readonly string[], address: string, caller: Caller): Promise<Response> {
  const actor = await requirePlatform(request, address);
  caller.label = actor.username;
  await requireRoom(actor);
  const handle = endpointOf(request.method, path);
  const remark = (text: string | null): void => void (caller.remark = text);
  return handle({ actor, request, parameters: parametersOf(request), remark });
}

function parametersOf({ url }: Request): URLSearchParams {
  return new URLSearchParams(withPlainPluses(new URL(url).search));
}

type Settled = { readonly response: Response; readonly detail: string | null; readonly isNoted: boolean };

async function settled(work: Promise<Response>): Promise<Settled> {
  try {
    return { response: await work, detail: null, isNoted: true };
  } catch (thrown) {
    const { error, canBeNoted } = await failureOf(thrown);
    const isNoted = canBeNoted && !(error instanceof FurtherCallTooMany);
    return { response: error.toResponse(), detail: error.detail, isNoted };
  }
}

function late(): ScimError {
  logFailure("A call of the platform failed", "it took too long");
  return tryAgain("The answer took too long. It may have been done; look it up before you send it again.");
}

async function requirePlatform(request: Request, address: string): Promise<Actor> {
  const header = request.headers.get("authorization") ?? "";
  const token = /^Bearer +([^ ]+)$/i.exec(header.trim())?.[1];
  if (token === undefined) throw unauthorized('Send a token, as "Authorization: Bearer <token>".', null);
  const actor = await Actor.ofPlatformToken(token, address);
  if (!actor) throw unauthorized("This token is unknown or was revoked.", "invalid_token");
  return actor;
}

/** Noted once in a minute: a thousand of them would push out all other calls. */
class FurtherCallTooMany extends ScimError {}

async function requireRoom({ id, username }: Actor): Promise<void> {
  const throttled = await throttle(id ?? username);
  if (!throttled) return;
  const { seconds, isFirst } = throttled;
  const TooMany = isFirst ? ScimError : FurtherCallTooMany;
  const detail = "This token made too many calls within a minute. SCIM_CALLS_PER_MINUTE sets how many it may make.";
  throw new TooMany(429, detail, null, { "Retry-After": String(seconds) });
}

/** The address below /scim/v2 as a person reads it. */
function readable({ url }: Request): string {
  const { pathname, search } = new URL(url);
  const query = search === "" ? "" : `?${withPlainPluses(search).replaceAll("+", " ")}`;
  const below = pathname.replace(/^\/scim\/v2/, "") + query;
  try {
    return decodeURIComponent(below);
  } catch {
    return below;
  }
}
