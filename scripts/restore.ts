/** `npm run restore`: puts a backup in the place of all that the database holds, and examines what is there then. */
import { z } from "zod";
import { commandLineActor } from "@/access/actor";
import { readAuditSettings } from "@/access/audit/audit-settings";
import { NotRestored } from "@/access/backup/backup-reader";
import { type Restored, restore } from "@/access/backup/restoration";
import { type Examination, examine } from "@/access/doctor/doctor";
import { texts } from "@/text/texts";
import { forgetAuditEnds } from "./audit-ends";
import { linesOf } from "./backup-file";
import { withOwnDatabase } from "./postgres/migrated-database";
import { migrationNames } from "./postgres/migrations";
import { causeOf, CommandError, commandSettings, readArguments, readForm, runCommand } from "./terminal/command";
import { watched } from "./terminal/progress";
import { decideOn } from "./restore-decision";

const COMMAND = "restore";
const FOUND = 3;

const help = `Puts a backup in the place of all that the database holds: all of it, or nothing. Stop the consoles before. Sessions
end, and gates forget what they remember. What was done after the backup is not there any more.

  npm run restore -- --file latchkey-2026-11-29.jsonl.gz

  --file <path>   required; what npm run backup has written
  --replace       also where the database is not empty
  --keep-disabled users who are disabled now or were deleted, and are enabled in the file, come back disabled; so do keys, and
                  roles that were taken, plans and tokens stay as they are now
  --revive        all of them come back as they are in the file
  --json          prints one JSON object: rows, madeAt, sessionsEnded, revived, decision, healthy, findings

Where the file would bring such access back, it says whose. Without one of the two it asks on a terminal, and elsewhere
restores nothing.

Exit code 0: restored. 1: nothing was restored. 3: restored, and the doctor finds something wrong with it.`;

const options = {
  file: { type: "string" },
  replace: { type: "boolean" },
  "keep-disabled": { type: "boolean" },
  revive: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const formSchema = z
  .object({
    file: z.string("Say which backup, by --file.").min(1, "Say which backup, by --file."),
    replace: z.boolean().default(false),
    "keep-disabled": z.boolean().default(false),
    revive: z.boolean().default(false),
    json: z.boolean().default(false),
  })
  .refine((form) => !(form["keep-disabled"] && form.revive), "Say --keep-disabled or --revive, not both.");

type Form = z.infer<typeof formSchema>;

await runCommand(async () => {
  const given = readArguments(COMMAND, options);
  if (given.help) {
    console.log(help);
    return;
  }
  const form = readForm(COMMAND, formSchema, given);
  const { archiveFolder } = readAuditSettings();
  const settings = commandSettings();
  await withOwnDatabase(settings, async () => {
    const restored = await restoreFrom(form);
    if (settings.databaseUrl === undefined) forgetAuditEnds(settings.home);
    const examination = await watched("Examining", (onProgress) =>
      examine(commandLineActor(), { migrations: migrationNames(), seen: [], archiveFolder, onProgress }),
    );
    if (!examination) throw new CommandError(texts().words.refusals.not_permitted);
    (form.json ? printJson : print)(restored, examination);
    if (!examination.healthy) process.exitCode = FOUND;
  });
});

async function restoreFrom(form: Form): Promise<Restored> {
  try {
    const restored = await watched("Restoring", (onProgress, clear) =>
      restore(commandLineActor(), {
        ...{ lines: linesOf(form.file), replace: form.replace, onProgress },
        decide: (revived) => {
          clear();
          return decideOn(revived, { keep: form["keep-disabled"], revive: form.revive, asks: !form.json });
        },
      }),
    );
    if (!restored) throw new CommandError(texts().words.refusals.not_permitted);
    return restored;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (error instanceof NotRestored) throw new CommandError(error.message, { cause: error });
    throw new CommandError(`Nothing was restored: ${causeOf(error)}.`, { cause: error });
  }
}

function print(
  { rows, madeAt, sessionsEnded, revived, decision }: Restored,
  { findings, healthy, checks }: Examination,
): void {
  const ended =
    sessionsEnded === 0 ? "no session was open" : `${sessionsEnded.toLocaleString("en")} open sessions ended`;
  console.log(`✓ ${rows.toLocaleString("en")} rows of ${madeAt} are restored; ${ended}.`);
  if (revived.length > 0) {
    console.log(decision === "keep" ? "✓ What is listed above stays as it was." : "✓ What is listed above is back.");
  }
  for (const { check, sentences } of findings) {
    for (const sentence of sentences) console.error(`✗ ${check}: ${sentence}`);
  }
  console.log(
    healthy ? `✓ Nothing is wrong: ${checks.length} checks, the whole audit among them.` : "✗ See npm run doctor.",
  );
}

function printJson(restored: Restored, { healthy, findings }: Examination): void {
  console.log(JSON.stringify({ ...restored, healthy, findings }));
}
