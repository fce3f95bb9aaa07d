/** Failures as one line each, however many lines their text has and whoever had a say in it. */

const LONGEST = 1_000;

/** What failed, and why, with everything escaped that could pass for another line. */
export function logLine(what: string, error: unknown): string {
  return JSON.stringify(`${what}: ${textOf(error)}`)
    .slice(1, -1)
    .slice(0, LONGEST);
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A refused connection to a name with several addresses has a code, and no message.
  const code = "code" in error && typeof error.code === "string" ? ` (${error.code})` : "";
  return `${error.name}${code} ${error.message}`.trim();
}
