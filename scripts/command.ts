/** How a command of this folder ends: a problem of the operator is one sentence and exit code 1, a bug shows its stack. */
import { SettingError } from "@/access/settings";

/** The message is a whole sentence, fit for printing as it is. */
export class CommandError extends Error {}

export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    reportFailure(error);
    process.exitCode = 1;
  }
}

export function reportFailure(error: unknown): void {
  const known = error instanceof CommandError || error instanceof SettingError;
  console.error(known ? `✗ ${error.message}` : error);
}

/** What went wrong, in the words of whoever noticed: a system call, a database, a library. */
export function causeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** The code of a failed system call, such as EACCES. */
export function errorCode(error: unknown): string | undefined {
  const coded = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
  if (typeof coded !== "object" || coded === null || !("code" in coded)) return undefined;
  return typeof coded.code === "string" ? coded.code : undefined;
}
