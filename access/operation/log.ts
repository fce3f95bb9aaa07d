/**
 * What every process of Latchkey tells its operator, one way for all of it: sentences for who sits before a terminal, and
 * for machines a line of JSON for each event. Guarantees that a line has no fields but those named here, that no text can
 * pass for another line, and that no secret is in one, also where a library puts it into its message.
 */
import { requestUnderWay } from "@/access/request-under-way";
import { logLine } from "./log-line";
import { MOST_READ, withoutSecrets } from "./secrets";

export type Level = "info" | "warn" | "error";

/** All that a line can say besides its time, level and process. Names of people, typed texts and headers are not among it. */
export type LogFields = {
  readonly event?: string;
  readonly message?: string;
  readonly requestId?: string;
  readonly method?: string;
  /** Without its query. */
  readonly path?: string;
  /** The pattern of the address, such as /manage/users/[username]. */
  readonly route?: string;
  readonly status?: number;
  readonly milliseconds?: number;
  /** The caller hung up before the answer was whole. */
  readonly aborted?: boolean;
  /** Of the user, or of the platform's token. */
  readonly actorId?: string | null;
  readonly subjectId?: string | null;
  readonly jobId?: string | null;
  readonly source?: string;
  readonly refusal?: string;
  /** The number of the audit entry that has the rest. */
  readonly entry?: string;
  readonly error?: string;
  readonly stack?: string;
  /** The reference that the browser shows of an error. */
  readonly digest?: string;
};

const LONGEST = { message: 2_000, stack: 4_000, other: 500 };

export type Log = { readonly format: "text" | "json"; readonly write: (level: Level, fields: LogFields) => void };

declare global {
  // The built pages bring a copy of this module along and write by the same log.
  var latchkeyLog: Log | undefined;
}

/** Commands and tests open none: theirs are sentences. */
export function openLog(log: Log): void {
  globalThis.latchkeyLog = log;
}

export function logFormat(): Log["format"] {
  return globalThis.latchkeyLog?.format ?? "text";
}

/** For machines: what happens all the time, such as requests, is nothing to fill a terminal with. */
export function logEvent(level: Level, fields: LogFields): void {
  const log = globalThis.latchkeyLog;
  if (log?.format === "json") log.write(level, bare({ ...requestFields(), ...fields }));
}

/** A sentence for the operator. It begins with ✗ where something failed and with ✓ where all is well. */
export function tell(sentence: string, event = "told"): void {
  if (logFormat() === "text") console.error(sentence);
  else logEvent(levelOf(sentence), { event, message: sentence.replace(/^[✗✓] /, "") });
}

function levelOf(sentence: string): Level {
  if (sentence.startsWith("✗")) return "error";
  return sentence.startsWith("✓") ? "info" : "warn";
}

/** What failed, and why. */
export function logFailure(what: string, error: unknown, level: "warn" | "error" = "error"): void {
  const line = logLine(what, error);
  if (logFormat() === "text") console[level](line);
  else logEvent(level, { event: "failure", message: line, ...errorFields(error) });
}

/** What is worth knowing of an error beside its message. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return {};
  const digest = "digest" in error && typeof error.digest === "string" ? { digest: error.digest } : {};
  return { ...digest, ...(error.stack !== undefined && { stack: error.stack }) };
}

function requestFields(): LogFields {
  const request = requestUnderWay();
  if (!request) return {};
  return { requestId: request.id, ...(request.actorId !== null && { actorId: request.actorId }) };
}

/** Each field by its name, so that whatever else an object brings along stays outside. */
function bare(fields: LogFields): LogFields {
  const { event, message, requestId, method, path, route, status, milliseconds, aborted, error, stack } = fields;
  const { actorId, subjectId, jobId, source, refusal, entry, digest } = fields;
  const short = { event, requestId, method, path, route, source, refusal, entry, error, digest };
  const texts = Object.entries({ ...short, actorId, subjectId, jobId }).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[name, clean(value, LONGEST.other)] as const],
  );
  return {
    ...Object.fromEntries(texts),
    ...(message !== undefined && { message: clean(message, LONGEST.message) }),
    ...(status !== undefined && { status }),
    ...(milliseconds !== undefined && { milliseconds: Math.round(milliseconds * 10) / 10 }),
    ...(aborted === true && { aborted }),
    ...(stack !== undefined && { stack: clean(stack, LONGEST.stack) }),
  };
}

function clean(text: string, longest: number): string {
  return withoutSecrets(text.slice(0, MOST_READ)).slice(0, longest).toWellFormed();
}
