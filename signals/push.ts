/**
 * Pushes one token to a receiver (RFC 8935) and tells in words what became of it. Guarantees that it takes ten seconds at
 * most whatever the receiver does, that little is read of an answer however long it is, that no other address is asked
 * than the one given, and that what the receiver wants to be told for authorization is in no word that comes back.
 */
import { z } from "zod";

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
    const answer = await fetch(endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/secevent+jwt",
        Accept: "application/json",
        "Accept-Language": "en",
        "Accept-Encoding": "identity",
        "User-Agent": "Latchkey",
        ...(authorization !== null && { Authorization: authorization }),
      },
      body: token,
      redirect: "manual",
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

async function outcomeOf(answer: Response, authorization: string | null): Promise<Pushed> {
  const { status } = answer;
  if (answer.ok || status !== 400) {
    // What else there is to read is of no interest. It may be without end, so the connection goes with it.
    await answer.body?.cancel().catch(() => undefined);
  }
  if (answer.ok) return { outcome: "delivered" };
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

/** The first few kilobytes of the answer. */
async function beginningOf(answer: Response): Promise<string> {
  if (!answer.body) return "";
  const reader: ReadableStreamDefaultReader<Uint8Array> = answer.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size < READ_AT_MOST) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
  }
  await reader.cancel().catch(() => undefined);
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
  UND_ERR_SOCKET: "The connection ended before the answer.",
};

/** fetch tells that it failed; why is in the cause. */
function inWords(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const known = CONNECTION_WORDS[code];
  if (known !== undefined) return known;
  if (/CERT|TLS|SSL|ISSUER/.test(code)) return `The certificate of the receiver is not accepted (${code}).`;
  const why = code || (cause instanceof Error ? cause.message : String(cause));
  return clean(`The connection failed (${why}).`, null);
}
