/**
 * How a command of this folder ends: a problem of the operator is one sentence and exit code 1, or the one that the command
 * says; a bug shows its stack.
 */
import { parseArgs, type ParseArgsConfig } from "node:util";
import type { z } from "zod";
import { SettingError } from "@/access/operation/environment";
import { readSettings, type Settings } from "@/access/operation/settings";

/** The message is a whole sentence, fit for printing as it is. */
export class CommandError extends Error {}

/** What was typed is no way to use the command. */
export class UsageError extends CommandError {}

/**
 * Ends the process: the schema engine's timers would keep it for seconds after everything is done. A command may answer
 * with an exit code of its own, and tell wrong usage apart by another one than 1.
 */
export async function runCommand(command: () => Promise<unknown>, wrongUsage = 1): Promise<never> {
  try {
    const code = await command();
    if (typeof code === "number") process.exitCode = code;
    // A program that started this one takes what was printed part by part.
    await new Promise<void>((resolve) => void process.stdout.write("", () => resolve()));
    // Without an argument, which would replace the exit code that a command has set.
    process.exit();
  } catch (error) {
    reportFailure(error);
    process.exit(error instanceof UsageError ? wrongUsage : 1);
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
  return parsed(command, () => parseArgs({ options, args: typed() })).values;
}

/** The same where words may stand among the options, such as names. */
export function readWords<const Known extends Options>(
  command: string,
  options: Known,
): { readonly values: Arguments<Known>; readonly words: readonly string[] } {
  const { values, positionals } = parsed(command, () => parseArgs({ options, args: typed(), allowPositionals: true }));
  // Behind a second -- an option is a word, and would be passed over. Office programs make one dash of two.
  const option = positionals.find((word) => /^[-\u2012-\u2015\u2212]/u.test(word));
  if (option === undefined) return { values, words: positionals };
  throw new UsageError(
    `${JSON.stringify(option)} is taken for a word here, and looks like an option. Options begin with two hyphens, before any second --. ${seeHelp(command)}`,
  );
}

/** The first argument is the name of the script (run.mjs). */
function typed(): string[] {
  return process.argv.slice(3);
}

function parsed<Read>(command: string, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    const why = causeOf(error).replaceAll("\n", " ").replace(/\.$/, "");
    throw new UsageError(`${why}. ${seeHelp(command)}`);
  }
}

/** The arguments of a command as it needs them, or the first sentence that says what is wrong with them. */
export function readForm<Schema extends z.ZodType>(command: string, schema: Schema, given: unknown): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new UsageError(`${result.error.issues[0]?.message ?? ""} ${seeHelp(command)}`);
}

export function seeHelp(command: string): string {
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
