/** `npm run backup`: writes all that the database holds to a file, while everything goes on. */
import { z } from "zod";
import { commandLineActor } from "@/access/actor";
import { backUp } from "@/access/backup/backup";
import { disconnect } from "@/access/database";
import { texts } from "@/text/texts";
import { writeBackup } from "./backup-file";
import { openExistingDatabase } from "./postgres/open-database";
import { causeOf, CommandError, commandSettings, readArguments, readForm, runCommand } from "./terminal/command";
import { watched } from "./terminal/progress";

const COMMAND = "backup";

const help = `Writes all that the database holds to a file, as it is at this moment. Everything goes on meanwhile.

  npm run backup -- --file latchkey-2026-11-29.jsonl.gz

  --file <path>   required; a file that is there already is left alone
  --json          prints one JSON object: file, tables, rows

npm run restore reads it. Keep NEXTAUTH_SECRET and the files of the audit's archive beside it.`;

const options = {
  file: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const formSchema = z.object({
  file: z.string("Say where the backup goes, by --file.").min(1, "Say where the backup goes, by --file."),
  json: z.boolean().default(false),
});

await runCommand(async () => {
  const given = readArguments(COMMAND, options);
  if (given.help) {
    console.log(help);
    return;
  }
  const { file, json } = readForm(COMMAND, formSchema, given);
  const database = await openExistingDatabase(commandSettings());
  process.env["DATABASE_URL"] = database.url;
  try {
    const { tables, rows } = await write(file);
    if (json) console.log(JSON.stringify({ file, tables, rows }));
    else console.log(`✓ ${rows.toLocaleString("en")} rows of ${tables} tables are in ${file}.`);
  } finally {
    await disconnect();
    await database.close();
  }
});

async function write(file: string): Promise<{ tables: number; rows: number }> {
  try {
    return await watched("Backing up", (tell) =>
      writeBackup(file, async (lines) => {
        const backedUp = await backUp(commandLineActor(), lines, tell);
        if (!backedUp) throw new CommandError(texts().words.refusals.not_permitted);
        return backedUp;
      }),
    );
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`The backup was not made: ${causeOf(error)}.`, { cause: error });
  }
}
