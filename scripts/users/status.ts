/** `npm run users -- disable` and `enable`: many in parts, each of which is done whole or not at all. */
import { readFileSync, statSync } from "node:fs";
import { commandLineActor } from "@/access/actor";
import type { JobRefusal } from "@/access/jobs/jobs";
import type { SettableStatus } from "@/access/rules";
import { USERS_AT_ONCE, changeAccountStatuses } from "@/access/status/status-change";
import { tryAccountStatuses } from "@/access/status/status-trial";
import { reasonField } from "@/access/users/profile";
import { usernameKey } from "@/access/users/username";
import { LARGEST_LIST, readUsernameFile } from "@/access/users/username-list";
import { causeOf, CommandError, readForm, seeHelp, UsageError } from "@/scripts/terminal/command";
import { type Tell, watched } from "@/scripts/terminal/progress";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";
import { allowOnly, EXIT, type Given, printObject, USERS } from "./arguments";

/** What became of a user, or would; the numbers are those of a change that was made. */
type Became = {
  readonly username: string;
  readonly refusal: JobRefusal | null;
  readonly sessionsEnded?: number;
  readonly keysConcerned?: number;
};

type Order = {
  readonly target: SettableStatus;
  readonly usernames: readonly string[];
  readonly reason: string | undefined;
  readonly trial: boolean;
  readonly json: boolean;
};

export async function changeStatuses(
  target: SettableStatus,
  given: Given,
  words: readonly string[],
): Promise<() => Promise<number>> {
  const verb = target === "DISABLED" ? "disable" : "enable";
  allowOnly(verb, given, ["file", "reason", "dry-run", "json"]);
  const usernames = eachOnce([...words, ...(given.file === undefined ? [] : readFile(given.file))]);
  if (usernames.length === 0) {
    throw new UsageError(`Name somebody to ${verb}, or a file of usernames by --file. ${seeHelp(USERS)}`);
  }
  const reason = readForm(USERS, reasonField.optional(), given.reason);
  return () => carryOut({ target, usernames, reason, trial: given["dry-run"] ?? false, json: given.json ?? false });
}

function readFile(path: string): readonly string[] {
  const read = readUsernameFile(readAll(path));
  if (!read.ok) throw new CommandError(`${path}: ${read.problem}`);
  return read.usernames;
}

function readAll(path: string): Buffer {
  try {
    // What is far too large is not read first: one byte more than is taken has the same answer.
    if (statSync(path).size > LARGEST_LIST) return Buffer.alloc(LARGEST_LIST + 1);
    return readFileSync(path);
  } catch (error) {
    throw new CommandError(`${path} can't be read: ${causeOf(error)}.`);
  }
}

function eachOnce(usernames: readonly string[]): string[] {
  return [...new Map(usernames.map((username) => [usernameKey(username), username])).values()];
}

async function carryOut(order: Order): Promise<number> {
  const verb = order.target === "DISABLED" ? "Disabling" : "Enabling";
  const tally = new Tally(order);
  if (order.trial) tally.add(await trial(order));
  else await watched(`${verb} users`, (tell) => changeInParts(order, tally, tell));
  tally.conclude();
  return tally.refused === 0 ? EXIT.done : EXIT.refused;
}

async function trial({ usernames, target }: Order): Promise<readonly Became[]> {
  const tried = await tryAccountStatuses(commandLineActor(), { usernames, target });
  if (!tried.ok) throw new CommandError(texts().words.refusals[tried.refusal]);
  return tried.users;
}

async function changeInParts({ usernames, target, reason }: Order, tally: Tally, tell: Tell): Promise<void> {
  const actor = commandLineActor();
  for (let from = 0; from < usernames.length; from += USERS_AT_ONCE) {
    tell(from, usernames.length);
    const part = { usernames: usernames.slice(from, from + USERS_AT_ONCE) };
    const changed = await changeAccountStatuses(actor, { users: part, target, reason: reason ?? null });
    if (!changed.ok) throw new CommandError(texts().words.refusals[changed.refusal]);
    tally.add(changed.users.map((user) => (user.ok ? { ...user, refusal: null } : user)));
  }
}

/** Tells of each user where that is wanted or something is wrong, and in the end of all of them. */
class Tally {
  readonly #order: Order;
  #changed = 0;
  #already = 0;
  #sessions = 0;
  #keys = 0;
  refused = 0;

  constructor(order: Order) {
    this.#order = order;
  }

  add(users: readonly Became[]): void {
    for (const user of users) {
      this.#count(user);
      if (this.#order.json) this.#printObject(user);
      else if (user.refusal !== null && user.refusal !== "already_so") {
        console.error(`✗ ${user.username}: ${whyNot(user.refusal)}`);
      }
    }
  }

  #count({ refusal, sessionsEnded = 0, keysConcerned = 0 }: Became): void {
    if (refusal === null) this.#changed += 1;
    else if (refusal === "already_so") this.#already += 1;
    else this.refused += 1;
    this.#sessions += sessionsEnded;
    this.#keys += keysConcerned;
  }

  #printObject({ username, refusal, sessionsEnded, keysConcerned }: Became): void {
    const { target, trial: dryRun } = this.#order;
    if (refusal === null)
      printObject({ username, outcome: "changed", status: target, sessionsEnded, keysConcerned, dryRun });
    else if (refusal === "already_so") printObject({ username, outcome: "already", status: target, dryRun });
    else printObject({ username, outcome: "refused", refusal, why: whyNot(refusal), dryRun });
  }

  conclude(): void {
    if (this.#order.json) return;
    const { target, trial: isTrial } = this.#order;
    const word = browserTexts().statuses[target];
    if (isTrial) {
      console.log(`Nothing was changed. ${people(this.#changed)} would become ${word}.`);
    } else {
      const keys = target === "DISABLED" ? "stopped" : "working again";
      const effects = `sessions ended: ${number(this.#sessions)}, package keys ${keys}: ${number(this.#keys)}`;
      console.log(`${this.#changed > 0 ? "✓ " : ""}${people(this.#changed)} became ${word}; ${effects}.`);
    }
    if (this.#already > 0) console.log(`${word} already: ${number(this.#already)}.`);
    if (this.refused > 0) console.log(`Refused: ${number(this.refused)}.`);
  }
}

function whyNot(refusal: Exclude<JobRefusal, "already_so">): string {
  if (refusal === "unknown_user") return "There is no user of this name.";
  return refusal === "order_void" ? "" : texts().words.refusals[refusal];
}

function people(count: number): string {
  return `${number(count)} ${count === 1 ? "user" : "users"}`;
}

function number(count: number): string {
  return count.toLocaleString("en");
}
