/** `npm run users`: what administrators do with users on the pages, done on the server itself; with --json for scripts. */
import { withMigratedDatabase } from "./postgres/migrated-database";
import { seeHelp, UsageError, commandSettings, readWords, runCommand } from "./terminal/command";
import { EXIT, type Given, options, USERS } from "./users/arguments";
import { createCode } from "./users/enrolment-code";
import { importFile } from "./users/import";
import { listEverybody } from "./users/list";
import { showUser } from "./users/show";
import { changeStatuses } from "./users/status";
import { unlockUsers } from "./users/unlock";

const help = `Finds, enables, disables, unlocks and imports users. By the rules of the pages, and recorded in the audit under your name.

  npm run -s users -- list --status enabled --signin=-90d
  npm run -s users -- show linus
  npm run -s users -- disable linus dora --reason "Contract ended."
  npm run -s users -- disable --file leavers.csv --dry-run
  npm run -s users -- disable --file leavers.csv --yes --json
  npm run -s users -- import people.csv --report refused.csv

  list              every user whom the filters let through:
    --q <text>        has the text in any field, or in the one of --field: username, email, name, company
    --status <word>   enabled, disabled or waiting
    --origin <word>   local or platform
    --access <word>   control-center, portal-only or no-access
    --role <word>     administrator, community-manager, program-manager, support-user or service-user
    --keys <word>     yes or no: has package keys
    --created <days>  7d: in the last 7 days; --created=-7d: not in the last 7 days. The same for --updated and for
                      --signin, which knows never, too
    --stale <days>    Enabled, and neither signed in nor used a key for so many days
    --sort <column>   username, email, name, created, updated or signin; from its other end: --sort=-created
    --limit <number>  no more than so many
  show <name>       one user, with everything that the profile says
  disable <name> …  ends their sessions and stops their package keys
  enable <name> …   brings back what was stopped; nobody is signed in by it
    --file <path>     takes usernames from a file, too: one a line, or a table with a column "username". Says what would
                      become of each row, and then asks; where nobody can be asked, it takes --yes
    --yes             changes whom the file names without asking
    --reason <text>   is kept in the history
  unlock <name> …   forgets their wrong passwords and codes, and lets them in for an hour even where too many wrong
                    passwords have slowed down the whole network that they sign in from
  enrolment-code <name>  lets somebody set up a first second factor, where a role requires one: prints a code, once, which
                    works for a day
  import <path>     creates local users from a CSV file. Its heading names the columns: username, email, and any
                    of displayName, firstName, lastName, company, phone, website, locality, region, postalCode, country,
                    status (Enabled or Waiting) and password
    --report <path>   writes whoever was refused to a CSV file: line, username, why

  --dry-run         changes nothing, and says what would be done
  --json            prints one JSON object a line: one for each user

Exit codes: 0 all done, 1 failed, 2 wrong usage, 3 some refused.`;

const VERBS: Readonly<Record<string, (given: Given, words: readonly string[]) => Promise<() => Promise<number>>>> = {
  list: listEverybody,
  show: showUser,
  disable: (given, words) => changeStatuses("DISABLED", given, words),
  enable: (given, words) => changeStatuses("ENABLED", given, words),
  unlock: unlockUsers,
  import: importFile,
  "enrolment-code": createCode,
};

// Whoever reads the output may have read enough, as `head` does.
process.stdout.on("error", () => process.exit(EXIT.done));

await runCommand(async () => {
  const { values: given, words } = readWords(USERS, options);
  if (given.help) {
    console.log(help);
    return EXIT.done;
  }
  const [name = "", ...behind] = words;
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb) {
    const problem = name === "" ? "Say what to do" : `There is no ${name}`;
    throw new UsageError(
      `${problem}: list, show, disable, enable, unlock, import or enrolment-code. ${seeHelp(USERS)}`,
    );
  }
  // What is wrong with the arguments and with a file is told before a database is started.
  const work = await verb(given, behind);
  let code: number = EXIT.done;
  await withMigratedDatabase(commandSettings(), async () => {
    code = await work();
  });
  return code;
}, EXIT.wrongUsage);
