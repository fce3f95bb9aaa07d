/** `npm run audit:verify`: computes the chain of the audit again and tells what was tampered with. Changes nothing. */
import { z } from "zod";
import { commandLineActor } from "@/access/actor";
import type { ShownLink } from "@/access/audit/audit-chain";
import { readAuditSettings } from "@/access/audit/audit-settings";
import { type Verification, verifyAudit } from "@/access/audit/audit-verification";
import { disconnect } from "@/access/database";
import { readAuditEnds } from "./audit-ends";
import { openDatabase } from "./postgres/open-database";
import { causeOf, CommandError, commandSettings, readArguments, readForm, runCommand } from "./terminal/command";
import { progressBar } from "./terminal/progress-bar";

const COMMAND = "audit:verify";
const NOT_INTACT = 3;

const help = `Computes the chain of the audit again, in the files on record and in the database, and tells what was tampered with.

  npm run -s audit:verify -- --seen 4711:9f86d081884c7d65…

  --seen <position:hash>   what was noted of the chain before, as /manage/audit shows it; may be given several times.
                           It finds as well that everything behind a place was computed anew or cut off
  --log <path>             a log of the console, which has such a place each hour; - is the standard input; may be given
                           several times. What the console of the embedded database noted in LATCHKEY_HOME is taken, too
  --json                   prints one JSON object: intact, entries, archived, newest, found, findings, seconds

Exit code 0: intact. 1: it could not be verified. 3: it is not intact.`;

const options = {
  seen: { type: "string", multiple: true },
  log: { type: "string", multiple: true },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const SEEN = /^(\d{1,18}):([0-9a-f]{64})$/i;

const formSchema = z.object({
  seen: z
    .array(z.string().regex(SEEN, "What was seen is a position and a hash, such as 4711:9f86… with its 64 characters."))
    .default([])
    .transform((all) => all.map(linkOf)),
  log: z.array(z.string()).default([]),
  json: z.boolean().default(false),
});

type Form = z.infer<typeof formSchema>;

function linkOf(text: string): ShownLink {
  const [, position = "", hash = ""] = SEEN.exec(text) ?? [];
  return { position: BigInt(position), hash: hash.toLowerCase() };
}

await runCommand(async () => {
  const given = readArguments(COMMAND, options);
  if (given.help) {
    console.log(help);
    return;
  }
  const form = readForm(COMMAND, formSchema, given);
  const began = performance.now();
  const verification = await verify(form);
  (form.json ? printJson : print)(verification, (performance.now() - began) / 1000);
  if (!verification.intact) process.exitCode = NOT_INTACT;
});

async function verify({ seen: given, log, json }: Form): Promise<Verification> {
  const { archiveFolder } = readAuditSettings();
  const settings = commandSettings();
  const seen = [...given, ...(await readAuditEnds(settings, log))];
  const database = await openDatabase(settings);
  process.env["DATABASE_URL"] = database.url;
  const progress = progressBar(json ? null : "Verifying the audit");
  try {
    const verification = await verifyAudit(commandLineActor(), { archiveFolder, seen, onProgress: progress.show });
    if (!verification) throw new CommandError("The audit may not be read by this command.");
    return verification;
  } catch (error) {
    throw new CommandError(`The audit could not be verified: ${causeOf(error)}.`, { cause: error });
  } finally {
    progress.clear();
    await disconnect();
    await database.close();
  }
}

function print({ intact, entries, archived, newest, findings, found }: Verification, seconds: number): void {
  const all = entries + archived;
  const files = archived > 0 ? `, ${archived.toLocaleString("en")} of them in files` : "";
  const speed = `${seconds.toFixed(1)} s, ${Math.round(all / seconds).toLocaleString("en")} a second`;
  for (const { sentence } of findings) console.error(`✗ ${sentence}`);
  if (found > findings.length) console.error(`✗ And ${(found - findings.length).toLocaleString("en")} more.`);
  const verdict = intact ? "✓ The audit is intact" : "✗ The audit is not what was written";
  console.log(`${verdict}: ${all.toLocaleString("en")} entries${files} (${speed}).`);
  if (newest) console.log(`  Its end: ${newest.position}:${newest.hash}`);
}

function printJson({ newest, ...verification }: Verification, seconds: number): void {
  const end = newest && { position: Number(newest.position), hash: newest.hash };
  console.log(JSON.stringify({ ...verification, newest: end, seconds: Number(seconds.toFixed(3)) }));
}
