/**
 * What a change of many statuses would do, asked beforehand: the same rules as the change itself asks (status-change.ts),
 * about everybody at once. Changes and records nothing.
 */
import type { Actor } from "@/access/actor";
import { type Refused, lockAskerFor } from "@/access/change";
import { foreseeChange } from "@/access/jobs/job-outlook";
import type { JobRefusal } from "@/access/jobs/jobs";
import { type SettableStatus, type Subject, mayChangeAccountStatus, mayReachConsole } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { resolveNames } from "@/access/users/guarded-names";
import { administratorsToKeep } from "./last-administrator";

/** The name as it is written, or as it was given where nobody has it; null is for what would be changed. */
type TrialOutcome = { readonly username: string; readonly refusal: JobRefusal | null };

type Found = Subject & { readonly username: string; readonly key: string };

export type Trial = {
  readonly users: readonly TrialOutcome[];
  /** Of those who would be changed: open sessions that would end, package keys that would stop or work again. */
  readonly sessionsEnded: number;
  readonly keysConcerned: number;
};

/** Who would be changed, and who would not and why, in the order of the names given; every name is in the answer. */
export async function tryAccountStatuses(
  actor: Actor,
  { usernames, target }: { readonly usernames: readonly string[]; readonly target: SettableStatus },
): Promise<({ readonly ok: true } & Trial) | Refused> {
  return runChange(actor, async (tx) => {
    const asker = await lockAskerFor(tx, actor, mayReachConsole);
    if (!asker) return { ok: false, refusal: "signed_out" };
    const reaches = mayReachConsole(asker);
    if (!reaches.allowed) return { ok: false, refusal: reaches.refusal };
    const { names: given, unclear } = await resolveNames(tx, usernames);
    const found = await tx.rows<Found>`
      SELECT id, username, username_key AS key, origin::text AS origin, status::text AS status, roles::text[] AS roles
      FROM users WHERE username_key = ANY (${[...given.keys()]}) ORDER BY id`;
    const changing = found.filter((user) => mayChangeAccountStatus(asker, user).allowed && user.status !== target);
    const kept = target === "DISABLED" ? await administratorsToKeep(tx, changing) : new Set<string>();
    const byKey = new Map(found.map((user) => [user.key, user]));
    const users = [...given].map(([key, typed]): TrialOutcome => {
      const user = byKey.get(key);
      if (!user) return { username: typed, refusal: "unknown_user" };
      const verdict = mayChangeAccountStatus(asker, user);
      if (!verdict.allowed) return { username: user.username, refusal: verdict.refusal };
      if (user.status === target) return { username: user.username, refusal: "already_so" };
      return { username: user.username, refusal: kept.has(user.id) ? "last_administrator" : null };
    });
    const ids = changing.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
    return { ok: true, users: [...users, ...unclear], ...(await foreseeChange(tx, ids, target)) };
  });
}
