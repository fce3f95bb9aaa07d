/** Jobs as tests order and follow them. */
import { expect } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { runJobPart } from "@/access/jobs/job-batches";
import { draftJob } from "@/access/jobs/job-drafts";
import { type JobDetails, type JobSelection, findJob, startJob } from "@/access/jobs/jobs";
import type { SettableStatus } from "@/access/rules";

/** Makes that many local, enabled users, each with an open session: user-1, user-2 … */
export async function givenMany(count: number): Promise<void> {
  await database().$executeRaw`
    WITH made AS (
      INSERT INTO users (id, username, username_key, email, display_name, origin, status)
      SELECT gen_random_uuid(), 'user-' || n, 'user-' || n, 'user-' || n || '@example.com', 'User ' || n, 'LOCAL', 'ENABLED'
      FROM generate_series(1, ${count}::int) AS n RETURNING id)
    INSERT INTO sessions (token_hash, user_id) SELECT sha256(id::text::bytea), id FROM made`;
}

export function rows(...usernames: string[]): JobSelection {
  return { kind: "rows", usernames };
}

export function matching(address: string): JobSelection {
  return { kind: "filter", address };
}

export async function drafted(actor: Actor, target: SettableStatus, selection: JobSelection): Promise<string> {
  const draft = await draftJob(actor, { target, selection });
  if (!draft.ok) throw new Error(draft.refusal);
  return draft.id;
}

/** A job that waits for its turn. */
export async function ordered(actor: Actor, target: SettableStatus, selection: JobSelection): Promise<string> {
  const id = await drafted(actor, target, selection);
  expect(await startJob(actor, id, "Because.")).toMatchObject({ ok: true });
  return id;
}

/** Carries a job out, as far as it goes. */
export async function carriedOut(actor: Actor, id: string): Promise<JobDetails> {
  while ((await runJobPart(id)) === "more");
  return details(actor, id);
}

export async function details(actor: Actor, id: string): Promise<JobDetails> {
  const job = await findJob(actor, id);
  if (!job) throw new Error("There is no such job.");
  return job;
}

/** What became of each user of a job, by name. */
export async function outcomes(id: string): Promise<Record<string, string>> {
  const items = await database().jobItem.findMany({ where: { jobId: id }, orderBy: { username: "asc" } });
  return Object.fromEntries(items.map(({ username, outcome, refusal }) => [username, refusal ?? outcome]));
}

/** Row, history, sessions and gates agree on what became of every user, and each change is told once. */
export async function expectAgreement(): Promise<void> {
  const disagreeing = await database().$queryRaw`
    WITH told AS (
      SELECT subject_id, array_agg(after->>'status' ORDER BY id) AS statuses, array_agg(before->>'status' ORDER BY id) AS befores
      FROM audit_entries WHERE event IN ('user.enabled', 'user.disabled') AND outcome = 'DONE' GROUP BY subject_id),
    seen AS (SELECT subject_id, count(*) AS changes FROM access_changes GROUP BY subject_id),
    open AS (SELECT DISTINCT user_id FROM sessions WHERE ended_at IS NULL)
    SELECT u.username, u.status::text, statuses, changes::int FROM users u
    LEFT JOIN told ON told.subject_id = u.id LEFT JOIN seen ON seen.subject_id = u.id LEFT JOIN open ON open.user_id = u.id
    WHERE coalesce(statuses[cardinality(statuses)], u.status::text) <> u.status::text
       OR coalesce(changes, 0) <> coalesce(cardinality(statuses), 0)
       OR (u.status = 'DISABLED' AND statuses IS NOT NULL AND open.user_id IS NOT NULL)
       OR befores[2:] <> statuses[:cardinality(statuses) - 1]`;
  expect(disagreeing).toEqual([]);
}
