/** Failures as one line each, however many lines their text has and whoever had a say in it. */
import { MOST_READ, withoutSecrets } from "./secrets";

const LONGEST = 1_000;

/** What failed, and why, without secrets, and with everything escaped that could pass for another line. */
export function logLine(what: string, error: unknown): string {
  const text = `${what}: ${textOf(error)}`.slice(0, MOST_READ);
  return JSON.stringify(withoutSecrets(text)).slice(1, -1).slice(0, LONGEST);
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A refused connection to a name with several addresses has a code, and no message.
  const code = "code" in error && typeof error.code === "string" ? ` (${error.code})` : "";
  return `${error.name}${code} ${error.message}`.trim();
}
