/**
 * `npm run users -- disable` and `enable`: many in parts, each of which is done whole or not at all. Guarantees that
 * nobody is changed by a file before somebody has seen, or said by --yes that they need not see, what it would do.
 */
import { readFileSync, statSync } from "node:fs";
import { commandLineActor } from "@/access/actor";
import type { SettableStatus } from "@/access/rules";
import { USERS_AT_ONCE, changeAccountStatuses } from "@/access/status/status-change";
import { type Trial, tryAccountStatuses } from "@/access/status/status-trial";
import { reasonField } from "@/access/users/profile";
import { usernameKey } from "@/access/users/username";
import { LARGEST_LIST, type UsernameList, readUsernameFile } from "@/access/users/username-list";
import { causeOf, CommandError, readForm, seeHelp, UsageError } from "@/scripts/terminal/command";
import { askYes, canAsk } from "@/scripts/terminal/confirm";
import { type Tell, watched } from "@/scripts/terminal/progress";
import { texts } from "@/text/texts";
import { allowOnly, EXIT, type Given, USERS } from "./arguments";
import { type Reviewed, countRefused, printReview, printRows, question } from "./status-review";
import { Tally } from "./status-tally";

type Order = {
  readonly target: SettableStatus;
  readonly usernames: readonly string[];
  readonly refusedRows: UsernameList["refusedRows"];
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
  allowOnly(verb, given, ["file", "reason", "dry-run", "yes", "json"]);
  const list = given.file === undefined ? null : await readFile(given.file);
  const usernames = eachOnce([...words, ...(list?.usernames ?? [])]);
  if (usernames.length === 0 && list === null) {
    throw new UsageError(`Name somebody to ${verb}, or a file of usernames by --file. ${seeHelp(USERS)}`);
  }
  const reason = readForm(USERS, reasonField.optional(), given.reason);
  const trial = given["dry-run"] ?? false;
  const order = { target, usernames, refusedRows: list?.refusedRows ?? [], reason, trial, json: given.json ?? false };
  if (list === null) return () => changeNamed(order);
  const yes = given.yes ?? false;
  if (!trial && !yes && (order.json || !canAsk())) {
    throw new UsageError(
      `Nothing was changed. --dry-run shows what the file would do, and --yes does it without asking. ${seeHelp(USERS)}`,
    );
  }
  return () => changeByFile(order, yes);
}

async function readFile(path: string): Promise<UsernameList> {
  const read = await readUsernameFile(readAll(path));
  if (!read.ok) throw new CommandError(`${path}: ${read.problem}`);
  return read;
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

/** Those whose names were typed are changed at once. */
async function changeNamed(order: Order): Promise<number> {
  const tally = new Tally(order);
  if (order.trial) tally.add((await tryOut(order)).users);
  else await changeAll(order, tally);
  tally.conclude();
  return tally.refused === 0 ? EXIT.done : EXIT.refused;
}

async function changeByFile(order: Order, yes: boolean): Promise<number> {
  const review: Reviewed = { ...order, ...(await tryOut(order)) };
  const { trial, json } = order;
  const usernames = review.users.filter(({ refusal }) => refusal === null).map(({ username }) => username);
  if (json) printRows(review, trial);
  else printReview(review);
  const tally = new Tally(order);
  const exit = (): number => (countRefused(review) + tally.refused === 0 ? EXIT.done : EXIT.refused);
  if (json) tally.add(trial ? review.users : review.users.filter(({ refusal }) => refusal !== null));
  if (trial || usernames.length === 0 || (!yes && !(await askYes(question(review))))) {
    if (!json) console.log("Nothing was changed.");
    return exit();
  }
  await changeAll({ ...order, usernames }, tally);
  tally.conclude();
  return exit();
}

async function tryOut({ usernames, target }: Order): Promise<Trial> {
  const tried = await tryAccountStatuses(commandLineActor(), { usernames, target });
  if (!tried.ok) throw new CommandError(texts().words.refusals[tried.refusal]);
  return tried;
}

async function changeAll(order: Order, tally: Tally): Promise<void> {
  const verb = order.target === "DISABLED" ? "Disabling" : "Enabling";
  await watched(`${verb} users`, (tell) => changeInParts(order, tally, tell));
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
