/** `npm run doctor`: examines a live database and says what is wrong with it. Changes nothing. */
import { z } from "zod";
import { commandLineActor } from "@/access/actor";
import { readAuditSettings } from "@/access/audit/audit-settings";
import { disconnect } from "@/access/database";
import { type Examination, examine, listChecks } from "@/access/doctor/doctor";
import { readAuditEnds } from "./audit-ends";
import { migrationNames } from "./postgres/migrations";
import { openExistingDatabase } from "./postgres/open-database";
import { causeOf, CommandError, commandSettings, readArguments, readForm, runCommand } from "./terminal/command";
import { watched } from "./terminal/progress";

const COMMAND = "doctor";
const FOUND = 3;

const help = `Examines the database of a running or stopped console: whether everything holds that has to. Changes nothing.

  npm run -s doctor -- --audit

  --audit        verifies the whole audit, too, as audit:verify does; otherwise its end
  --log <path>   a log of the console, which notes the end of the audit each hour: finds that the chain was computed anew or
                 cut off since; - is the standard input; may be given several times. What the console of the embedded
                 database noted in LATCHKEY_HOME is compared in any case
  --list         says what is checked, and checks nothing
  --json         prints one JSON object: healthy, checks, found, findings, advice, seconds

Exit code 0: all is well. 1: it could not be examined. 3: something is wrong.`;

const options = {
  audit: { type: "boolean" },
  log: { type: "string", multiple: true },
  list: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const flag = z.boolean().default(false);

const formSchema = z.object({ audit: flag, log: z.array(z.string()).default([]), list: flag, json: flag });

type Form = z.infer<typeof formSchema>;

await runCommand(async () => {
  const given = readArguments(COMMAND, options);
  if (given.help) {
    console.log(help);
    return;
  }
  const form = readForm(COMMAND, formSchema, given);
  if (form.list) {
    printList(form.json);
    return;
  }
  const began = performance.now();
  const examination = await examineDatabase(form);
  (form.json ? printJson : print)(examination, (performance.now() - began) / 1000);
  if (!examination.healthy) process.exitCode = FOUND;
});

async function examineDatabase({ audit, log }: Form): Promise<Examination> {
  const archiveFolder = audit ? readAuditSettings().archiveFolder : null;
  const migrations = migrationNames();
  const settings = commandSettings();
  const seen = await readAuditEnds(settings, log);
  const database = await openExistingDatabase(settings);
  process.env["DATABASE_URL"] = database.url;
  try {
    const examination = await watched("Examining", (onProgress) =>
      examine(commandLineActor(), { archiveFolder, migrations, seen, onProgress }),
    );
    if (!examination) throw new CommandError("The database may not be examined by this command.");
    return examination;
  } catch (error) {
    throw new CommandError(`The database could not be examined: ${causeOf(error)}.`, { cause: error });
  } finally {
    await disconnect();
    await database.close();
  }
}

function print({ healthy, checks, found, findings, advice }: Examination, seconds: number): void {
  for (const { check, count, sentences } of findings) {
    for (const sentence of sentences) console.error(`✗ ${check}: ${sentence}`);
    const rest = count - sentences.length;
    if (rest > 0) console.error(`✗ ${check}: And ${rest.toLocaleString("en")} more.`);
  }
  for (const { check, sentences } of advice) for (const sentence of sentences) console.error(`! ${check}: ${sentence}`);
  const verdict = healthy ? "✓ Nothing is wrong" : `✗ ${found.toLocaleString("en")} findings`;
  console.log(`${verdict}: ${checks.length} checks in ${seconds.toFixed(1)} s.`);
}

function printJson(examination: Examination, seconds: number): void {
  console.log(JSON.stringify({ ...examination, seconds: Number(seconds.toFixed(3)) }));
}

function printList(asJson: boolean): void {
  const checks = listChecks();
  if (asJson) console.log(JSON.stringify({ checks }));
  else for (const { name, holds } of checks) console.log(`${name.padEnd(20)} ${holds}`);
}
