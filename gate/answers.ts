/**
 * What the gate answers: a status, a reason that programs read in X-Access-Decision, and a sentence for whoever wrote the
 * call. Everything that can be made beforehand is, since an answer is made for every call of an API.
 */
import { STATUS_CODES } from "node:http";
import { type KeyDecision } from "@/access/rules";
import { type KnownKey } from "./known-keys";

/** A known key has a decision of access/rules.ts; the others are about calls whose key the gate can't know. */
export type Decision = KeyDecision | "no_key" | "unknown_key" | "unavailable";

export type Answer = { readonly status: number; readonly headers: string[]; readonly body: string };

const SENTENCES: Readonly<Record<Exclude<Decision, "allowed">, string>> = {
  no_key: "Send an API key in the header X-API-Key, or in Authorization with the scheme Bearer.",
  unknown_key: "This API key is not known.",
  user_disabled: "The owner of this API key is disabled.",
  user_waiting: "The owner of this API key is waiting for confirmation.",
  key_disabled: "This API key is disabled.",
  key_waiting: "This API key is waiting for approval.",
  plan_inactive: "The plan of this API key is not active.",
  unavailable: "Whether this API key may pass can't be known at the moment. Try again shortly.",
};

const CHALLENGE = 'Bearer realm="api"';

export const REFUSALS: Readonly<Record<Exclude<Decision, "allowed">, Answer>> = {
  no_key: refusal("no_key", 401, ["WWW-Authenticate", CHALLENGE]),
  unknown_key: refusal("unknown_key", 401, ["WWW-Authenticate", `${CHALLENGE}, error="invalid_token"`]),
  user_disabled: refusal("user_disabled", 403),
  user_waiting: refusal("user_waiting", 403),
  key_disabled: refusal("key_disabled", 403),
  key_waiting: refusal("key_waiting", 403),
  plan_inactive: refusal("plan_inactive", 403),
  unavailable: refusal("unavailable", 503, ["Retry-After", "1"]),
};

function refusal(decision: Exclude<Decision, "allowed">, status: number, headers: string[] = []): Answer {
  const problem = problemAnswer(status, { detail: SENTENCES[decision], reason: decision });
  return { ...problem, headers: ["X-Access-Decision", decision, ...headers, ...problem.headers] };
}

/** RFC 9457. */
export function problemAnswer(status: number, members: { detail: string; reason?: Decision }): Answer {
  const body = JSON.stringify({ type: "about:blank", title: STATUS_CODES[status], status, ...members });
  const length = String(Buffer.byteLength(body));
  const headers = ["Cache-Control", "no-store", "Content-Type", "application/problem+json", "Content-Length", length];
  return { status, headers, body };
}

/**
 * For the API behind the gateway: all of them, always, and none empty, since some gateways let a header of the caller's
 * own pass where the gate sent none.
 */
export function allowedHeaders(key: KnownKey): string[] {
  return [
    "X-Access-Decision",
    "allowed",
    "X-User-Id",
    key.ownerId,
    "X-User-Name",
    key.ownerName,
    "X-Application-Id",
    key.applicationId,
    "X-Application-Name",
    key.applicationName,
    "X-Package",
    key.packageName,
    "X-Plan",
    key.planName,
    "X-Key-Id",
    key.keyId,
    "Cache-Control",
    "no-store",
    "Content-Length",
    "0",
  ];
}
