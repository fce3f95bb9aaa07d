/** `npm run audit:archive`: moves entries older than AUDIT_RETENTION_DAYS to files, as the console does once a day. */
import { z } from "zod";
import { commandLineActor } from "@/access/actor";
import { type ArchivedFile, archiveAudit, AuditNotIntact } from "@/access/audit/audit-archive";
import { readAuditSettings } from "@/access/audit/audit-settings";
import { texts } from "@/text/texts";
import { withMigratedDatabase } from "./postgres/migrated-database";
import { CommandError, commandSettings, readArguments, readForm, runCommand } from "./terminal/command";

const COMMAND = "audit:archive";

const help = `Moves the entries of the audit that are older than AUDIT_RETENTION_DAYS to compressed files in
AUDIT_ARCHIVE_FOLDER, which is audit-archive in LATCHKEY_HOME unless it is set. The console does the same once a day.

  npm run -s audit:archive -- --json

  --json   prints one JSON object: folder, files, entries`;

const options = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;

const formSchema = z.object({ json: z.boolean().default(false) });

await runCommand(async () => {
  const given = readArguments(COMMAND, options);
  if (given.help) {
    console.log(help);
    return;
  }
  const { json } = readForm(COMMAND, formSchema, given);
  const settings = readAuditSettings();
  if (settings.retentionDays === null && !json) {
    console.log("AUDIT_RETENTION_DAYS is not set: every entry stays in the database.");
    return;
  }
  await withMigratedDatabase(commandSettings(), async () => {
    const onFile = json ? {} : { onFile: print };
    const archived = await archiveAudit(commandLineActor(), settings, onFile).catch(inOneSentence);
    if (!archived.ok) throw new CommandError(texts().words.refusals[archived.refusal]);
    const entries = archived.files.reduce((sum, file) => sum + file.entries, 0);
    if (json) console.log(JSON.stringify({ folder: settings.archiveFolder, files: archived.files, entries }));
    else console.log(`${entries.toLocaleString("en")} entries have left for ${settings.archiveFolder}.`);
  });
});

function print({ file, entries }: ArchivedFile): void {
  console.log(`✓ ${file}: ${entries.toLocaleString("en")} entries`);
}

function inOneSentence(error: unknown): never {
  if (error instanceof AuditNotIntact) throw new CommandError(error.message, { cause: error });
  throw error;
}
