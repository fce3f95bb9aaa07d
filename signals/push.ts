/**
 * Pushes one token to a receiver (RFC 8935) and tells in words what became of it. Guarantees that it takes ten seconds at
 * most whatever the receiver does, that little is read of an answer however long it is, that no other address is asked
 * than the one given, and that what the receiver wants to be told for authorization is in no word that comes back.
 */
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { RefusedAddress } from "@/access/signals/receiver-address";
import { AddressRefused, postToReceiver } from "./receiver-request";

export type Push = {
  readonly endpoint: string;
  /** The whole value of the header; null for none. */
  readonly authorization: string | null;
  readonly token: string;
};

/** Refused: the receiver's word about this event. Unreachable: it takes none at present. */
export type Pushed =
  | { readonly outcome: "delivered" | "interrupted" }
  | { readonly outcome: "refused" | "unreachable"; readonly error: string };

const TIMEOUT_MS = 10_000;
const READ_AT_MOST = 4_096;
const LONGEST_ERROR = 300;
/** What is shorter stands in many a text by chance. */
const SHORTEST_SECRET = 6;

export async function push(
  { endpoint, authorization, token }: Push,
  interruption: AbortSignal,
  timeoutMs = TIMEOUT_MS,
): Promise<Pushed> {
  const late = AbortSignal.timeout(timeoutMs);
  const limit = new AbortController();
  const end = (): void => limit.abort();
  for (const signal of [late, interruption]) signal.addEventListener("abort", end);
  try {
    if (interruption.aborted) return { outcome: "interrupted" };
    const answer = await postToReceiver({
      endpoint,
      headers: {
        "Content-Type": "application/secevent+jwt",
        Accept: "application/json",
        "Accept-Language": "en",
        "Accept-Encoding": "identity",
        "User-Agent": "Latchkey",
        ...(authorization !== null && { Authorization: authorization }),
      },
      body: token,
      signal: limit.signal,
    });
    return await outcomeOf(answer, authorization);
  } catch (error) {
    if (interruption.aborted) return { outcome: "interrupted" };
    const seconds = Math.ceil(timeoutMs / 1_000);
    return { outcome: "unreachable", error: late.aborted ? `No answer came within ${seconds} s.` : inWords(error) };
  } finally {
    for (const signal of [late, interruption]) signal.removeEventListener("abort", end);
  }
}

async function outcomeOf(answer: IncomingMessage, authorization: string | null): Promise<Pushed> {
  const { statusCode: status = 0 } = answer;
  if (status !== 400) letGo(answer);
  if (status >= 200 && status < 300) return { outcome: "delivered" };
  if (status === 400) return { outcome: "refused", error: refusalIn(await beginningOf(answer), authorization) };
  if (isRefusal(status)) return { outcome: "refused", error: `The receiver refused the event with status ${status}.` };
  const redirect = status >= 300 && status < 400;
  const error = `The receiver answered with status ${status}${redirect ? ", and redirects are not followed" : ""}.`;
  return { outcome: "unreachable", error };
}

/** Whether the status is about the event, and not about who asks or how often: nothing says that others fare the same. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
}

/** What else there is to read is of no interest. Where it may be without end, the connection goes with it. */
function letGo(answer: IncomingMessage): void {
  answer.on("error", () => undefined);
  const { "content-length": length } = answer.headers;
  if (Number(length ?? (answer.statusCode === 204 ? 0 : READ_AT_MOST + 1)) <= READ_AT_MOST) answer.resume();
  else answer.destroy();
}

/** The first few kilobytes of the answer. */
async function beginningOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop ends the connection.
    if (size >= READ_AT_MOST) break;
  }
  return Buffer.concat(chunks).subarray(0, READ_AT_MOST).toString("utf8");
}

// RFC 8935, section 2.3.
const refusal = z.object({ err: z.string(), description: z.string().optional() });

function refusalIn(text: string, authorization: string | null): string {
  const parsed = refusal.safeParse(jsonIn(text)).data;
  if (!parsed) return "The receiver refused the event with status 400.";
  const { err, description } = parsed;
  return clean(`The receiver refused the event: ${err}${description ? ` (${description})` : ""}`, authorization);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One line that can be stored and shown, without what a receiver may repeat of the header Authorization. */
function clean(text: string, authorization: string | null): string {
  const secrets = authorization === null ? [] : [authorization, ...authorization.split(" ")];
  let hidden = text;
  for (const secret of secrets) if (secret.length >= SHORTEST_SECRET) hidden = hidden.replaceAll(secret, "…");
  const line = hidden.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line.length <= LONGEST_ERROR ? line : `${line.slice(0, LONGEST_ERROR - 1).toWellFormed()}…`;
}

const CONNECTION_WORDS: Record<string, string> = {
  ECONNREFUSED: "The connection was refused.",
  ENOTFOUND: "The name of the receiver can't be resolved.",
  EAI_AGAIN: "The name of the receiver can't be resolved.",
  EHOSTUNREACH: "There is no way to the receiver.",
  ENETUNREACH: "There is no way to the receiver.",
  ECONNRESET: "The connection ended before the answer.",
  EPIPE: "The connection ended before the answer.",
};

const REFUSED_WORDS: Record<RefusedAddress, string> = {
  loopback: "The receiver is on the machine of the console, which RECEIVERS_ON_LOOPBACK=allowed has to permit.",
  reserved: "The address of the receiver is one that is never asked.",
};

function inWords(error: unknown): string {
  if (error instanceof AddressRefused) return REFUSED_WORDS[error.why];
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = CONNECTION_WORDS[code];
  if (known !== undefined) return known;
  if (/CERT|TLS|SSL|ISSUER/.test(code)) return `The certificate of the receiver is not accepted (${code}).`;
  const why = code || (error instanceof Error ? error.message : String(error));
  return clean(`The connection failed (${why}).`, null);
}
