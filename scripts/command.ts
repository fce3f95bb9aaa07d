/** How a command of this folder ends: a problem of the operator is one sentence and exit code 1, a bug shows its stack. */
import { SettingError } from "@/access/environment";
import { readSettings, type Settings } from "@/access/settings";

/** The message is a whole sentence, fit for printing as it is. */
export class CommandError extends Error {}

/** Ends the process: the schema engine's timers would keep it for seconds after everything is done. */
export async function runCommand(command: () => Promise<void>): Promise<never> {
  try {
    await command();
    process.exit();
  } catch (error) {
    reportFailure(error);
    process.exit(1);
  }
}

/** The settings of a command: the secret is one of the console, which a command need not know. */
export function commandSettings(): Settings {
  return readSettings({ NEXTAUTH_SECRET: "-".repeat(32), ...process.env });
}

export function reportFailure(error: unknown): void {
  const known = error instanceof CommandError || error instanceof SettingError;
  console.error(known ? `✗ ${error.message}` : error);
}

/** What went wrong, in the words of whoever noticed: a system call, a database, a library. */
export function causeOf(error: unknown): string {
  const first = firstOf(error);
  return first instanceof Error ? first.message : String(first);
}

/** The code of a failed system call, such as EACCES. */
export function errorCode(error: unknown): string | undefined {
  const first = firstOf(error);
  if (typeof first !== "object" || first === null || !("code" in first)) return undefined;
  return typeof first.code === "string" ? first.code : undefined;
}

/** An attempt on several addresses of one host fails with all of their errors. */
function firstOf(error: unknown): unknown {
  if (!(error instanceof AggregateError)) return error;
  const errors: unknown[] = error.errors;
  return errors[0] ?? error;
}
