/** `npm run sample`: fills the database with a program of any size, to try and to measure. */
import { z } from "zod";
import { presentDatabaseUrl } from "@/access/database-hosts";
import { hasRealUsers } from "@/prisma/sample-guard";
import { addProgram } from "@/prisma/sample-program";
import { fillWithSamples, signInHint } from "./first-people";
import { withOwnDatabase } from "./postgres/migrated-database";
import { CommandError, commandSettings, readArguments, readForm, runCommand } from "./terminal/command";
import { step } from "./terminal/progress";

const COMMAND = "sample";

const help = `Adds very many sample users, with applications, package keys, sessions and a history, to try Latchkey at that size.

  npm run sample -- --users 1000000 --keys 2000000 --audit 5000000

  --users <number>   10,000 if not given; 5,000,000 at most
  --keys <number>    package keys; twice as many as users, if not given
  --audit <number>   audit entries; five times as many as users, if not given
  --add              also beside users who are no sample people. They stay as they are, and so does the history: what
                     is added to it can't be removed again

All of it is added, or nothing where the command is stopped. Nobody else can use the database meanwhile. Nobody can sign
in as one of these people, but as those of a first start, who are made as well where there is nobody yet.`;

const options = {
  users: { type: "string" },
  keys: { type: "string" },
  audit: { type: "string" },
  add: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

function count(option: string, least: number, most: number): z.ZodType<number, string> {
  const rule = `--${option} must be a whole number from ${least} to ${most.toLocaleString("en")}.`;
  return z
    .string()
    .regex(/^\d{1,9}$/, rule)
    .transform(Number)
    .refine((number) => number >= least && number <= most, rule);
}

const formSchema = z
  .object({
    users: count("users", 1, 5_000_000).default(10_000),
    keys: count("keys", 0, 10_000_000).optional(),
    audit: count("audit", 0, 25_000_000).optional(),
    add: z.boolean().default(false),
  })
  .transform(({ users, keys = users * 2, audit = users * 5, add }) => ({ users, keys, audit, add }));

await runCommand(async () => {
  const given = readArguments(COMMAND, options);
  if (given.help) {
    console.log(help);
    return;
  }
  const { add, ...size } = readForm(COMMAND, formSchema, given);
  const settings = commandSettings();
  await withOwnDatabase(settings, async (url) => {
    if (!add && (await hasRealUsers(await presentDatabaseUrl(url)))) {
      throw new CommandError(
        "There are users who are no sample people. Nothing was added: --add does so all the same.",
      );
    }
    // In a new database nobody could sign in otherwise: a later start finds users and adds none.
    const password = await fillWithSamples(settings);
    const began = performance.now();
    await addProgram(await presentDatabaseUrl(url), size, showStage);
    const { users, keys, audit } = size;
    const made = [`${shown(users)} users`, `${shown(keys)} package keys`, `${shown(audit)} audit entries`];
    console.log(`✓ ${made.join(", ")} in ${Math.ceil((performance.now() - began) / 1000)} s.`);
    if (password !== undefined) console.log(await signInHint(settings, password));
  });
});

function showStage<Outcome>(
  name: string,
  total: number,
  work: (tell: (done: number) => void) => Promise<Outcome>,
): Promise<Outcome> {
  return step(
    name,
    (tell) => work((done) => tell(done, total)),
    () => `${name}: ${shown(total)}`,
  );
}

function shown(number: number): string {
  return number.toLocaleString("en");
}
