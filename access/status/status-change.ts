/**
 * Changing the status of many: each user is asked about by the rules as one alone would be. Guarantees that all of them are
 * locked in one order with whoever asks, and that an enabled administrator remains whoever is among them.
 */
import type { Actor } from "@/access/actor";
import { type EntryToWrite, recordAll } from "@/access/audit/audit";
import { type Locked, type LockedUsers, type Refused, type Which, lockUsers, typedName } from "@/access/change";
import type { Tx } from "@/access/database";
import type { ChangeRefusal } from "@/access/jobs/jobs";
import { type SettableStatus, mayChangeAccountStatus, mayReachConsole } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { usernameKey } from "@/access/users/username";
import { administratorsToKeep } from "./last-administrator";
import { type Applied, applyStatus, statusEvent } from "./status-write";

/** At most so many users are changed in one transaction, so that nobody waits long for it. */
export const USERS_AT_ONCE = 500;

export type StatusesChange = {
  readonly target: SettableStatus;
  readonly reason?: string | null;
  readonly jobId?: string | undefined;
  readonly bySchedule?: true;
};

/** What became of one of them; a user who was given twice is told of once. */
export type UserOutcome = {
  /** As it was given where nobody has this name or id. */
  readonly username: string;
  readonly id: string | null;
} & (({ readonly ok: true } & Applied) | { readonly ok: false; readonly refusal: ChangeRefusal });

/** Changes the status of many in one transaction. Refused as a whole only where the actor is signed out by now. */
export async function changeAccountStatuses(
  actor: Actor,
  { users, ...change }: StatusesChange & { readonly users: Which },
): Promise<{ readonly ok: true; readonly users: UserOutcome[] } | Refused> {
  return runChange(actor, async (tx) => {
    const locked = await lockUsers(tx, actor, users);
    if (!locked.asker) return { ok: false, refusal: "signed_out" };
    const changed = await changeLocked(tx, actor, locked.users, locked.asker, change);
    return { ok: true, users: [...changed, ...(await refuseMissing(tx, actor, users, locked, change.target))] };
  });
}

/** Changes those of the users, who are locked, whom the rules allow to change; each refusal leaves its entry. */
export async function changeLocked(
  tx: Tx,
  actor: Actor,
  users: readonly Locked["user"][],
  asker: Locked["asker"],
  change: StatusesChange,
): Promise<UserOutcome[]> {
  const { target } = change;
  const verdicts = users.map((user) => mayChangeAccountStatus(asker, user));
  const open = users.filter((user, index) => verdicts[index]?.allowed && user.status !== target);
  const kept = target === "DISABLED" ? await administratorsToKeep(tx, open) : new Set<string>();
  const changing = open.filter(({ id }) => !kept.has(id));
  const applied = await applyStatus(tx, actor, changing, target, change);
  const outcomes = users.map(({ id, username }, index): UserOutcome => {
    const done = applied.get(id);
    if (done) return { id, username, ok: true, ...done };
    const verdict = verdicts[index];
    if (verdict?.allowed === false) return { id, username, ok: false, refusal: verdict.refusal };
    return { id, username, ok: false, refusal: kept.has(id) ? "last_administrator" : "already_so" };
  });
  await recordRefusals(tx, actor, outcomes, change);
  return outcomes;
}

/** Whoever may not see the users learns nothing about which of them exist. */
async function refuseMissing(
  tx: Tx,
  actor: Actor,
  which: Which,
  { asker, users }: LockedUsers,
  target: SettableStatus,
): Promise<UserOutcome[]> {
  const found = new Set(users.flatMap(({ id, key }) => [id, key]));
  const given =
    "ids" in which ? which.ids.map((id) => [id, id]) : which.usernames.map((name) => [usernameKey(name), name]);
  const missing = [...new Map(given.map(([key = "", name = ""]) => [key, name]))].filter(([key]) => !found.has(key));
  const refusal = asker && mayReachConsole(asker).allowed ? "unknown_user" : "not_permitted";
  const outcomes = missing.map(([, username]): UserOutcome => ({ username, id: null, ok: false, refusal }));
  await recordRefusals(tx, actor, outcomes, { target });
  return outcomes;
}

/** An entry for each attempt that a rule refused: there was none where there was nothing to do, or nobody. */
async function recordRefusals(
  tx: Tx,
  actor: Actor,
  outcomes: readonly UserOutcome[],
  { target, jobId }: StatusesChange,
): Promise<void> {
  const entries = outcomes.flatMap((outcome): EntryToWrite[] => {
    if (outcome.ok || !isRule(outcome.refusal)) return [];
    const { id, username, refusal } = outcome;
    const subject = { id, username: id === null ? typedName(username) : username };
    return [{ event: statusEvent(target), refusal, subject, jobId: jobId ?? null }];
  });
  await recordAll(tx, actor, entries);
}

function isRule(
  refusal: ChangeRefusal,
): refusal is Exclude<ChangeRefusal, "already_so" | "unknown_user" | "order_void"> {
  return refusal !== "already_so" && refusal !== "unknown_user" && refusal !== "order_void";
}
