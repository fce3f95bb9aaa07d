/**
 * What a backup would bring back although it was taken after the backup was made: disabled and deleted users, roles, disabled
 * and deleted keys, inactive plans and revoked tokens. Guarantees that what is listed is exactly what can be kept as it is.
 */
import type { Actor } from "@/access/actor";
import { recordAll } from "@/access/audit/audit";
import type { Tx } from "@/access/database";
import { Prisma } from "@/generated/prisma/client";

const REVIVED_KINDS = ["users", "roles", "keys", "plans", "tokens"] as const;

export type RevivedKind = (typeof REVIVED_KINDS)[number];

/** `names` has the first of them. */
export type Revived = { readonly kind: RevivedKind; readonly count: number; readonly names: readonly string[] };

const NAMES = 20;

/** Notes what is taken now, before the tables are emptied. */
export async function noteTakenAccess(tx: Tx): Promise<void> {
  await tx.rows`CREATE TEMP TABLE access_before (kind text, id uuid, roles role[]) ON COMMIT DROP`;
  await tx.rows`
    INSERT INTO access_before
    SELECT 'user', id, roles FROM users
    UNION ALL SELECT 'users', id, NULL FROM users WHERE status = 'DISABLED'
    UNION ALL SELECT 'users', e.subject_id, NULL FROM audit_entries e
      WHERE e.event = 'user.deleted' AND e.outcome = 'DONE' AND NOT EXISTS (SELECT FROM users u WHERE u.id = e.subject_id)
    UNION ALL SELECT 'key', id, NULL FROM package_keys
    UNION ALL SELECT 'keys', id, NULL FROM package_keys WHERE status = 'DISABLED'
    UNION ALL SELECT 'deleted keys of', e.subject_id, NULL FROM audit_entries e
      WHERE e.event IN ('package-key.deleted', 'application.deleted') AND e.outcome = 'DONE'
    UNION ALL SELECT 'plans', id, NULL FROM plans WHERE NOT active
    UNION ALL SELECT 'tokens', id, NULL FROM platform_tokens WHERE revoked_at IS NOT NULL`;
  await tx.rows`CREATE INDEX ON access_before (id, kind)`;
  await tx.rows`CREATE TEMP TABLE access_revived (kind text, id uuid, name text) ON COMMIT DROP`;
}

const was = (kind: string, id: string): Prisma.Sql =>
  Prisma.sql`EXISTS (SELECT FROM access_before b WHERE b.kind = ${kind} AND b.id = ${Prisma.raw(id)})`;

/** The roles of a user `u` without those that `b`, the user as it was, does not have. Service User takes pages away, and stays. */
const KEPT_ROLES = Prisma.sql`
  ARRAY(SELECT r FROM unnest(enum_range(NULL::role)) AS r
        WHERE (r = ANY (u.roles) AND (r = ANY (b.roles) OR r = 'SERVICE_USER'))
           OR (r = 'SERVICE_USER' AND r = ANY (b.roles)))`;

/** What of that the backup, which is in the tables by now, brings back. */
export async function findRevivedAccess(tx: Tx): Promise<Revived[]> {
  await tx.rows`
    INSERT INTO access_revived
    SELECT 'users', u.id, u.username FROM users u WHERE u.status = 'ENABLED' AND ${was("users", "u.id")}
    UNION ALL
    SELECT 'roles', u.id, u.username FROM users u JOIN access_before b ON b.kind = 'user' AND b.id = u.id
    WHERE NOT (u.roles <@ ${KEPT_ROLES} AND u.roles @> ${KEPT_ROLES})
    UNION ALL
    SELECT 'keys', k.id, concat(k.prefix, '…', k.last_four, ' of ', u.username)
    FROM package_keys k JOIN applications a ON a.id = k.application_id JOIN users u ON u.id = a.owner_id
    WHERE k.status = 'ENABLED'
      AND (${was("keys", "k.id")} OR (NOT ${was("key", "k.id")} AND ${was("user", "u.id")} AND ${was("deleted keys of", "u.id")}))
    UNION ALL
    SELECT 'plans', p.id, concat(p.name, ' of ', o.name) FROM plans p JOIN packages o ON o.id = p.package_id
    WHERE p.active AND ${was("plans", "p.id")}
    UNION ALL
    SELECT 'tokens', t.id, t.label FROM platform_tokens t WHERE t.revoked_at IS NULL AND ${was("tokens", "t.id")}`;
  const found = await tx.rows<Revived>`
    SELECT kind, count(*)::int AS count, (array_agg(name ORDER BY name))[1:${NAMES}::int] AS names
    FROM access_revived GROUP BY kind`;
  return REVIVED_KINDS.flatMap((kind) => found.filter((revived) => revived.kind === kind));
}

const REASON = "Kept disabled by a restore: disabled or deleted after the backup was made.";

/** Takes it away again. Each user who is kept disabled has an entry; the entry of the restoration tells of all else. */
export async function keepTakenAccess(tx: Tx, actor: Actor): Promise<void> {
  await tx.rows`
    UPDATE users u SET roles = ${KEPT_ROLES} FROM access_before b
    WHERE b.kind = 'user' AND b.id = u.id AND u.id IN (SELECT id FROM access_revived WHERE kind = 'roles')`;
  await tx.rows`UPDATE package_keys SET status = 'DISABLED' WHERE id IN (SELECT id FROM access_revived WHERE kind = 'keys')`;
  await tx.rows`UPDATE plans SET active = false WHERE id IN (SELECT id FROM access_revived WHERE kind = 'plans')`;
  await tx.rows`UPDATE platform_tokens SET revoked_at = now() WHERE id IN (SELECT id FROM access_revived WHERE kind = 'tokens')`;
  // Whoever is disabled has nothing scheduled that would enable them: it was meant for another status.
  await tx.rows`
    UPDATE scheduled_changes SET status = 'CANCELLED', settled_at = now()
    WHERE status = 'PENDING' AND target = 'ENABLED' AND user_id IN (SELECT id FROM access_revived WHERE kind = 'users')`;
  const users = await tx.rows<{ id: string; username: string }>`
    UPDATE users SET status = 'DISABLED' WHERE id IN (SELECT id FROM access_revived WHERE kind = 'users')
    RETURNING id, username`;
  for (let first = 0; first < users.length; first += PART) {
    const part = users.slice(first, first + PART);
    await recordAll(
      tx,
      actor,
      part.map((subject) => ({
        ...{ event: "user.disabled" as const, subject, reason: REASON },
        ...{ before: { status: "ENABLED" }, after: { status: "DISABLED" } },
      })),
    );
  }
}

/** So many entries are written by one statement. */
const PART = 2_000;
