/**
 * Drafts of jobs: who was selected, and what would become of each of them. Guarantees that a draft changes no user, that
 * each user is in it once, and that whom a rule keeps from being changed is skipped with the reason. The rules are asked
 * once for all users of the same standing, so that the database alone looks through a million of them.
 */
import type { Actor } from "@/access/actor";
import { type Refused, guardChange, lockAsker, typedName } from "@/access/change";
import type { Tx } from "@/access/database";
import { isId } from "@/access/ids";
import { firstOfEach } from "@/access/lists/lists";
import {
  type Asker,
  type SettableStatus,
  type Subject,
  mayChangeAccountStatus,
  mayRunJobs,
  oppositeStatus,
} from "@/access/rules";
import { runChange } from "@/access/run-change";
import { parseUserListQuery, userConditions } from "@/access/users/user-list";
import { resolveNames } from "@/access/users/guarded-names";
import { usernameKey } from "@/access/users/username";
import { Prisma } from "@/generated/prisma/client";
import { foreseeJob, skipLastAdministrator } from "./job-outlook";
import type { JobOrigin, JobRefusal, JobSelection } from "./jobs";

export type DraftJob = {
  /** What the users are to become; what takes a job back does the opposite of it, whatever stands here. */
  readonly target: SettableStatus;
  readonly selection: JobSelection;
};

type Drafted = { readonly ok: true; readonly id: string };

/** Many users take their time to look through; what is locked meanwhile is the actor alone. */
const LOOKING_THROUGH_MS = 300_000;

/** Writes a draft for the review page, which whoever made it alone can start. */
export async function draftJob(actor: Actor, { target, selection }: DraftJob): Promise<Drafted | Refused> {
  return runChange(
    actor,
    async (tx) => {
      const refused = await guardChange(tx, actor, "job.started", mayRunJobs, () => ({ target }));
      const asker = refused ? null : await lockAsker(tx, actor);
      if (!asker) return refused ?? { ok: false, refusal: "signed_out" };
      const chosen = await choose(tx, selection, target);
      if (!chosen) return { ok: false, refusal: "unknown_job" };
      const id = await insertDraft(tx, actor, chosen);
      await insertUsers(tx, id, asker, chosen);
      await insertUnknown(tx, id, chosen.names);
      await insertRefused(tx, id, chosen.refused);
      if (chosen.target === "DISABLED") await skipLastAdministrator(tx, id);
      await foreseeJob(tx, id, chosen.target);
      return { ok: true, id };
    },
    LOOKING_THROUGH_MS,
  );
}

type Chosen = {
  readonly target: SettableStatus;
  readonly origin: JobOrigin;
  /** The users `u`, and the names among whom some may be nobody's, by the spelling that is compared. */
  readonly users: Prisma.Sql;
  readonly names: ReadonlyMap<string, string>;
  /** Rows of a file that name nobody who could be changed. */
  readonly refused: readonly RefusedName[];
  /** The entry that is to be taken back, of a job that does that. */
  readonly entry: Prisma.Sql;
};

type RefusedName = { readonly line: number | null; readonly text: string; readonly refusal: JobRefusal };

const NO_NAMES = { names: new Map<string, string>(), refused: [] };
const NO_ENTRY = Prisma.sql`NULL::bigint`;

async function choose(tx: Tx, selection: JobSelection, target: SettableStatus): Promise<Chosen | null> {
  if (selection.kind === "undo") return chooseChanged(tx, selection.jobId);
  if (selection.kind === "filter") {
    const { address } = selection;
    const conditions = userConditions(parseUserListQuery(parametersOf(address)));
    const which = conditions.length === 0 ? Prisma.sql`true` : Prisma.join([...conditions], " AND ");
    return { target, origin: { kind: "filter", address }, users: usersWhere(which), ...NO_NAMES, entry: NO_ENTRY };
  }
  if (selection.kind === "file") return chooseNamed(tx, selection, target);
  const names = new Map(selection.usernames.map((username) => [usernameKey(username), username]));
  return { target, origin: { kind: "rows" }, users: usersNamed(names), names, refused: [], entry: NO_ENTRY };
}

async function chooseNamed(tx: Tx, file: JobSelection & { kind: "file" }, target: SettableStatus): Promise<Chosen> {
  const { names, unclear } = await resolveNames(tx, file.usernames);
  const refused = [
    ...unclear.map(({ username, refusal }) => ({ line: null, text: username, refusal })),
    ...file.refusedRows,
  ];
  const origin: JobOrigin = { kind: "file", name: typedName(file.name) };
  return { target, origin, users: usersNamed(names), names, refused, entry: NO_ENTRY };
}

function usersNamed(names: ReadonlyMap<string, string>): Prisma.Sql {
  return usersWhere(Prisma.sql`u.username_key = ANY (${[...names.keys()]}::text[])`);
}

function usersWhere(which: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`users u WHERE ${which}`;
}

function parametersOf(address: string): Record<string, string | undefined> {
  return firstOfEach(Object.fromEntries(new URLSearchParams(address.replace(/^.*\?/, ""))));
}

/** Exactly those whom the other job changed. */
async function chooseChanged(tx: Tx, jobId: string): Promise<Chosen | null> {
  const [job] = isId(jobId)
    ? await tx.rows<{ number: number; target: SettableStatus }>`
        SELECT number::int AS number, target::text AS target FROM jobs WHERE id = ${jobId}::uuid AND status <> 'DRAFT'`
    : [];
  if (!job) return null;
  return {
    target: oppositeStatus(job.target),
    origin: { kind: "undo", jobId, number: job.number },
    users: Prisma.sql`users u JOIN job_items done ON done.user_id = u.id AND done.job_id = ${jobId}::uuid
                      AND done.outcome = 'CHANGED' WHERE true`,
    ...NO_NAMES,
    entry: Prisma.sql`done.entry_id`,
  };
}

async function insertDraft(tx: Tx, actor: Actor, { target, origin }: Chosen): Promise<string> {
  const [job] = await tx.rows<{ id: string }>`
    INSERT INTO jobs (target, source, created_by_id, created_by_username, address, selection, undo_of)
    VALUES (${target}::account_status, ${actor.source}::audit_source, ${actor.id}::uuid, ${actor.username}, ${actor.address},
            ${JSON.stringify(origin)}::jsonb, ${origin.kind === "undo" ? origin.jobId : null}::uuid)
    RETURNING id`;
  if (!job) throw new Error("The draft was not written.");
  return job.id;
}

/** What the rules and the status tell users apart by. */
function standing(self: string | null): Prisma.Sql {
  return Prisma.sql`concat_ws(' ', u.origin, u.status, u.roles, u.id IS NOT DISTINCT FROM ${self}::uuid)`;
}

/**
 * In the order of their ids, in which they are locked when their turn comes. Whose status was changed since is left as they
 * are by a job that takes another one back.
 */
async function insertUsers(tx: Tx, jobId: string, asker: Asker, { target, users, entry }: Chosen): Promise<void> {
  const key = standing(asker.id);
  const groups = await tx.rows<Subject & { readonly key: string }>`
    SELECT DISTINCT ON (key) ${key} AS key, u.id, u.origin::text AS origin, u.status::text AS status,
           u.roles::text[] AS roles FROM ${users}`;
  const skipped = groups.map((group) => [group.key, whySkipped(asker, group, target)] as const);
  await tx.rows`
    INSERT INTO job_items (job_id, number, user_id, username, outcome, refusal, entry_id)
    SELECT ${jobId}::uuid, row_number() OVER (ORDER BY id), id, username,
           CASE WHEN why IS NULL THEN 'PENDING' ELSE 'SKIPPED' END::job_item_outcome, why, entry
    FROM (SELECT u.id, u.username, ${entry} AS entry,
                 coalesce((${skippedByStanding(skipped)}::jsonb) ->> (${key}), CASE WHEN ${changedSince(Prisma.sql`u.id`, entry)} THEN 'changed_meanwhile' END) AS why
          FROM ${users}) AS chosen`;
}

function skippedByStanding(skipped: readonly (readonly [string, JobRefusal | null])[]): string {
  return JSON.stringify(Object.fromEntries(skipped));
}

/** Whether the status of a user was changed after an entry; never without one. */
export function changedSince(userId: Prisma.Sql, entry: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${entry} IS NOT NULL AND EXISTS (
    SELECT FROM audit_entries later WHERE later.subject_id = ${userId} AND later.id > ${entry}
    AND later.event IN ('user.enabled', 'user.disabled') AND later.outcome = 'DONE'))`;
}

function whySkipped(asker: Asker, user: Subject, target: SettableStatus): JobRefusal | null {
  const verdict = mayChangeAccountStatus(asker, user);
  if (!verdict.allowed) return verdict.refusal;
  return user.status === target ? "already_so" : null;
}

/** Names that nobody has come last, in the order in which they were given. */
async function insertUnknown(tx: Tx, jobId: string, names: ReadonlyMap<string, string>): Promise<void> {
  if (names.size === 0) return;
  const typed = [...names.values()].map(typedName);
  await tx.rows`
    INSERT INTO job_items (job_id, number, username, outcome, refusal)
    SELECT ${jobId}::uuid, (SELECT count(*) FROM job_items WHERE job_id = ${jobId}::uuid) + row_number() OVER (ORDER BY place),
           username, 'SKIPPED', 'unknown_user'
    FROM unnest(${[...names.keys()]}::text[], ${typed}::text[]) WITH ORDINALITY AS given (key, username, place)
    WHERE NOT EXISTS (SELECT FROM users WHERE username_key = given.key)`;
}

/** Rows of a file that were not taken come after all others. */
async function insertRefused(tx: Tx, jobId: string, refused: readonly RefusedName[]): Promise<void> {
  if (refused.length === 0) return;
  const all = <Value>(read: (row: RefusedName) => Value): Value[] => refused.map(read);
  await tx.rows`
    INSERT INTO job_items (job_id, number, username, line, outcome, refusal)
    SELECT ${jobId}::uuid, (SELECT count(*) FROM job_items WHERE job_id = ${jobId}::uuid) + row_number() OVER (ORDER BY place),
           username, line, 'SKIPPED', refusal
    FROM unnest(${all(({ text }) => typedName(text))}::text[], ${all(({ line }) => line)}::int[],
                ${all(({ refusal }) => refusal)}::text[]) WITH ORDINALITY AS given (username, line, refusal, place)`;
}
