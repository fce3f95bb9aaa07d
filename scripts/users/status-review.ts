/**
 * What a change of status would do, told before anything is done: the same that the review page of a job says. Every
 * row of a file is in it: whoever would change, whoever would not and why, and rows that were not taken.
 */
import type { JobRefusal } from "@/access/jobs/jobs";
import type { SettableStatus } from "@/access/rules";
import type { Trial } from "@/access/status/status-trial";
import type { RefusedRow } from "@/access/users/username-list";
import { browserTexts } from "@/text/browser-texts";
import { printObject } from "./arguments";
import { number, people, whyNot } from "./status-words";

/** So many of a kind are named; all of them by --json. */
const NAMED = 100;

export type Reviewed = Trial & { readonly target: SettableStatus; readonly refusedRows: readonly RefusedRow[] };

/** How many were refused: not those who are so already, nor names that the list repeats. */
export function countRefused({ users, refusedRows }: Reviewed): number {
  const refusals = [...users, ...refusedRows].map(({ refusal }) => refusal);
  return refusals.filter((refusal) => refusal !== null && !isNoFault(refusal)).length;
}

function isNoFault(refusal: JobRefusal): refusal is "already_so" | "repeated_name" {
  return refusal === "already_so" || refusal === "repeated_name";
}

export function printReview(review: Reviewed): void {
  const { users, refusedRows, target, sessionsEnded, keysConcerned } = review;
  const word = browserTexts().statuses[target];
  const changing = users.filter(({ refusal }) => refusal === null).map(({ username }) => username);
  const keys = target === "DISABLED" ? "that stop" : "that work again";
  console.log(`Rows with somebody in them: ${number(users.length + refusedRows.length)}.`);
  printGroup(`Would become ${word}`, changing);
  if (changing.length > 0) {
    console.log(`Open sessions that end: ${number(sessionsEnded)}. Package keys ${keys}: ${number(keysConcerned)}.`);
  }
  printGroup(
    `${word} already`,
    users.filter(({ refusal }) => refusal === "already_so").map(({ username }) => username),
  );
  printGroup("Refused", refusalsIn(review));
  printGroup(
    "Repeated",
    refusedRows.filter(({ refusal }) => refusal === "repeated_name").map(({ line, text }) => `line ${line}, ${text}`),
  );
}

function refusalsIn({ users, refusedRows }: Reviewed): string[] {
  const named = users.flatMap(({ username, refusal }) =>
    refusal === null || isNoFault(refusal) ? [] : [`${username}: ${whyNot(refusal)}`],
  );
  const rows = refusedRows.flatMap(({ line, text, refusal }) =>
    isNoFault(refusal) ? [] : [`line ${line}, ${text}: ${whyNot(refusal)}`],
  );
  return [...named, ...rows];
}

function printGroup(title: string, members: readonly string[]): void {
  if (members.length === 0) return;
  console.log(`${title}: ${number(members.length)}.`);
  for (const member of members.slice(0, NAMED)) console.log(`  ${member}`);
  if (members.length > NAMED)
    console.log(`  … and ${number(members.length - NAMED)} more: --dry-run --json names all.`);
}

/** The rows that were not taken, for programs. */
export function printRows({ target, refusedRows }: Reviewed, dryRun: boolean): void {
  for (const { line, text, refusal } of refusedRows) {
    const outcome = refusal === "repeated_name" ? "repeated" : "refused";
    printObject({ line, text, outcome, status: target, refusal, why: whyNot(refusal), dryRun });
  }
}

export function question({ users, target }: Reviewed): string {
  const count = users.filter(({ refusal }) => refusal === null).length;
  return `${target === "DISABLED" ? "Disable" : "Enable"} ${people(count)}?`;
}
