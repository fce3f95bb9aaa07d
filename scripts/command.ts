/** How a command of this folder ends: a problem of the operator is one sentence and exit code 1, a bug shows its stack. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import type { z } from "zod";
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

type Options = NonNullable<ParseArgsConfig["options"]>;
type Arguments<Known extends Options> = ReturnType<typeof parseArgs<{ options: Known }>>["values"];

/** What was typed behind the command, such as "admin:create". */
export function readArguments<const Known extends Options>(command: string, options: Known): Arguments<Known> {
  try {
    // The first argument is the name of the script (run.mjs).
    return parseArgs({ options, args: process.argv.slice(3) }).values;
  } catch (error) {
    throw new CommandError(`${causeOf(error)}. ${seeHelp(command)}`);
  }
}

/** The arguments of a command as it needs them, or the first sentence that says what is wrong with them. */
export function readForm<Schema extends z.ZodType>(command: string, schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new CommandError(`${parsed.error.issues[0]?.message ?? ""} ${seeHelp(command)}`);
}

function seeHelp(command: string): string {
  return `Try npm run ${command} -- --help.`;
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
