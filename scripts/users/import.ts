/** `npm run users -- import`: local users from a CSV file, in parts, with a report of those who were refused. */
import { hash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, realpathSync } from "node:fs";
import { finished } from "node:stream/promises";
import { z } from "zod";
import { commandLineActor } from "@/access/actor";
import { csvLines } from "@/access/csv/write-csv";
import { newPasswordField, notEasyToGuess, profileFields, usernameField } from "@/access/users/profile";
import { type ImportedUser, importUsers } from "@/access/users/user-import";
import { usernameKey } from "@/access/users/username";
import { causeOf, CommandError, seeHelp, UsageError } from "@/scripts/terminal/command";
import { type Tell, watched } from "@/scripts/terminal/progress";
import { texts } from "@/text/texts";
import { allowOnly, EXIT, type Given, printObject, USERS } from "./arguments";
import { type Row, checkFile, rowsOf } from "./import-file";

const AT_ONCE = 500;
const TOLD = 20;

type Order = { readonly path: string; readonly total: number; readonly trial: boolean; readonly json: boolean };

export async function importFile(given: Given, words: readonly string[]): Promise<() => Promise<number>> {
  const [path] = words;
  if (path === undefined || words.length > 1) throw new UsageError(`Name one CSV file to import. ${seeHelp(USERS)}`);
  allowOnly("import", given, ["report", "dry-run", "json"]);
  const { rows: total, leftOut } = await watched(`Checking ${path}`, () => checkFile(path));
  if (leftOut.length > 0) console.error(`Columns that are not imported: ${leftOut.join(", ")}.`);
  const report = given.report === undefined ? null : await openReport(given.report, path);
  const order = { path, total, trial: given["dry-run"] ?? false, json: given.json ?? false };
  return async () => {
    const refusals = new Refusals(order, report);
    const created = await watched("Importing users", (tell) => importRows(order, refusals, tell));
    await refusals.end();
    if (!order.json) conclude(order, created, refusals.count);
    return refusals.count === 0 ? EXIT.done : EXIT.refused;
  };
}

type Read = { readonly line: number; readonly user: ImportedUser };

async function importRows(order: Order, refusals: Refusals, tell: Tell): Promise<number> {
  const names = new Set<number>();
  let part: Read[] = [];
  let created = 0;
  let read = 0;
  for await (const row of rowsOf(order.path)) {
    const user = await readUser(row, names);
    if (typeof user === "string") await refusals.add(row.line, row.username, user);
    else part.push({ line: row.line, user });
    read += 1;
    if (part.length === AT_ONCE) {
      created += await importPart(order, part, refusals);
      part = [];
    }
    tell(read - part.length, order.total);
  }
  return created + (await importPart(order, part, refusals));
}

const userFields = z
  .object({
    username: usernameField,
    ...profileFields.shape,
    status: z
      .string()
      .trim()
      .transform((word) => word.toUpperCase() || "ENABLED")
      .pipe(z.enum(["ENABLED", "WAITING"], "Status must be Enabled or Waiting.")),
    password: z
      .string()
      .transform((text) => text || null)
      .pipe(newPasswordField.nullable()),
  })
  .superRefine(notEasyToGuess);

const EMPTY = {
  ...{ email: "", displayName: "", firstName: "", lastName: "", company: "", phone: "", website: "", locality: "" },
  ...{ region: "", postalCode: "", country: "", status: "", password: "" },
};

/** The user of a row, or why there is none. */
async function readUser({ values }: Row, names: Set<number>): Promise<ImportedUser | string> {
  if (typeof values === "string") return values;
  if (isOfPlatform(values.managedBy)) return "The platform brings its users itself.";
  const displayName = values.displayName?.trim() || values.username;
  const form = await userFields.safeParseAsync({ ...EMPTY, ...values, displayName });
  if (!form.success) return form.error.issues[0]?.message ?? "";
  // Of each name six bytes of a hash are kept: of a million names no two are likely to share them.
  const name = hash("sha256", usernameKey(form.data.username), "buffer").readUIntBE(0, 6);
  if (names.has(name)) return "This username stands in the file before.";
  names.add(name);
  return form.data;
}

/** In a table that left here. */
function isOfPlatform(managedBy = ""): boolean {
  return managedBy !== "" && managedBy !== texts().words.origins("").LOCAL;
}

async function importPart({ trial, json }: Order, part: readonly Read[], refusals: Refusals): Promise<number> {
  if (part.length === 0) return 0;
  const imported = await importUsers(commandLineActor(), { users: part.map(({ user }) => user), trial });
  if (!imported.ok) throw new CommandError(texts().words.refusals[imported.refusal]);
  let created = 0;
  for (const [index, { line, user }] of part.entries()) {
    if (imported.users[index] === "taken") {
      await refusals.add(line, user.username, "This username is in use already.");
      continue;
    }
    created += 1;
    if (json) printObject({ line, username: user.username, outcome: "created", status: user.status, dryRun: trial });
  }
  return created;
}

type Report = ReturnType<typeof createWriteStream>;

async function openReport(path: string, imported: string): Promise<Report> {
  const report = createWriteStream(path, { flags: isSame(path, imported) ? "wx" : "w" });
  try {
    await once(report, "open");
  } catch (error) {
    throw new CommandError(`The report ${path} can't be written: ${causeOf(error)}.`);
  }
  report.write(reportLine("line", "username", "why"));
  return report;
}

/** The file that is imported is no place for its report. */
function isSame(path: string, other: string): boolean {
  try {
    return realpathSync(path) === realpathSync(other);
  } catch {
    return false;
  }
}

function reportLine(...cells: readonly string[]): string {
  return csvLines([cells]);
}

/** Whoever was refused: in the report, and the first ones on the terminal. */
class Refusals {
  count = 0;
  readonly #order: Order;
  readonly #report: Report | null;

  constructor(order: Order, report: Report | null) {
    this.#order = order;
    this.#report = report;
  }

  async add(line: number, username: string, why: string): Promise<void> {
    this.count += 1;
    const shown = username.slice(0, 128);
    if (this.#order.json) {
      printObject({ line, username: shown, outcome: "refused", why, dryRun: this.#order.trial });
    } else if (this.count <= TOLD) {
      console.error(`✗ Line ${line}, ${JSON.stringify(shown)}: ${why}`);
    }
    const hasRoom = this.#report?.write(reportLine(String(line), shown, why)) ?? true;
    if (!hasRoom && this.#report) await once(this.#report, "drain");
  }

  async end(): Promise<void> {
    if (!this.#order.json && this.count > TOLD) {
      console.error(`  … and ${(this.count - TOLD).toLocaleString("en")} more: --report writes all of them to a file.`);
    }
    if (!this.#report) return;
    this.#report.end();
    await finished(this.#report);
  }
}

function conclude({ trial }: Order, created: number, refused: number): void {
  const count = `${created.toLocaleString("en")} ${created === 1 ? "user" : "users"}`;
  if (trial) console.log(`Nothing was changed. ${count} would be created.`);
  else console.log(`${created > 0 ? "✓ " : ""}${count} created.`);
  if (refused > 0) console.log(`Refused: ${refused.toLocaleString("en")}.`);
}
