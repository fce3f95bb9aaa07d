/** `npm run users -- show`: one user, as the pages show them. */
import { commandLineActor } from "@/access/actor";
import { findAccountLock } from "@/access/sign-in/account-lock";
import { type Consequences, findConsequences } from "@/access/status/consequences";
import { PROFILE_FIELDS } from "@/access/users/profile";
import { type User, findUser } from "@/access/users/users";
import { CommandError, commandSettings, seeHelp, UsageError } from "@/scripts/terminal/command";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";
import { allowOnly, EXIT, type Given, printObject, USERS } from "./arguments";

export async function showUser(given: Given, words: readonly string[]): Promise<() => Promise<number>> {
  const [username] = words;
  if (username === undefined || words.length > 1) {
    throw new UsageError(`Name one user: users show linus. ${seeHelp(USERS)}`);
  }
  allowOnly("show", given, ["json"]);
  return async () => {
    const actor = commandLineActor();
    const user = await findUser(actor, username);
    if (!user) throw new CommandError(`There is no user ${username}.`);
    const { openSessions, workingKeys, callsLastDay, lastUsedAt } = await findConsequences(actor, user.id);
    const lockedUntil = (await findAccountLock(actor, user.id))?.until ?? null;
    const numbers = { openSessions, workingKeys, callsLastDay, lastUsedAt, lockedUntil };
    if (given.json) printObject({ ...user, ...numbers });
    else printUser(user, numbers);
    return EXIT.done;
  };
}

type Numbers = Pick<Consequences, "openSessions" | "workingKeys" | "callsLastDay" | "lastUsedAt"> & {
  readonly lockedUntil: Date | null;
};

function printUser(user: User, { openSessions, workingKeys, callsLastDay, lastUsedAt, lockedUntil }: Numbers): void {
  const facts: [string, string][] = [
    ["Username", user.username],
    ["Account status", browserTexts().statuses[user.status]],
    ["Sign-in", lockedUntil === null ? "" : `locked until ${lockedUntil.toISOString()}`],
    ["Managed by", texts().words.origins(commandSettings().platform.name)[user.origin]],
    ["Roles", user.roles.map((role) => texts().words.roles[role]).join(", ")],
    ...PROFILE_FIELDS.map((field): [string, string] => [texts().words.profileLabels[field], user[field]]),
    ["External id", user.externalId ?? ""],
    ["Open sessions", openSessions.toLocaleString("en")],
    ["Working keys", workingKeys.toLocaleString("en")],
    ["Calls", `${callsLastDay.toLocaleString("en")} within a day`],
    ["Last key use", lastUsedAt?.toISOString() ?? "never"],
    ["Last sign-in", user.lastSignInAt?.toISOString() ?? "never"],
    ["Created", user.createdAt.toISOString()],
    ["Updated", user.updatedAt.toISOString()],
  ];
  for (const [label, value] of facts) if (value !== "") console.log(`${label.padEnd(16)}${value}`);
}
