/** At least one enabled administrator remains, whoever is changed at the same moment, by one change or by several. */
import type { Tx } from "@/access/database";
import { type Subject, type Verdict, isEnabledAdministrator, keepsAnAdministrator } from "@/access/rules";
import { Prisma } from "@/generated/prisma/client";

/** Whether an enabled administrator remains. Such changes wait for each other, so that two can't rely on one another. */
export async function guardAdministrators(tx: Tx, before: Subject, after: Subject | null): Promise<Verdict> {
  if (keepsAnAdministrator(before, after, 0).allowed) return { allowed: true };
  await lockAdministrators(tx);
  return keepsAnAdministrator(before, after, await countAdministrators(tx, [before.id]));
}

async function lockAdministrators(tx: Tx): Promise<void> {
  await tx.rows`SELECT pg_advisory_xact_lock(hashtextextended('latchkey: administrators', 0))`;
}

/** Of users who are to be disabled together, those who must stay so that an enabled administrator remains. */
export async function administratorsToKeep(tx: Tx, leaving: readonly Subject[]): Promise<ReadonlySet<string>> {
  const administrators = leaving.filter(isEnabledAdministrator);
  if (administrators.length === 0) return new Set();
  await lockAdministrators(tx);
  const others = await countAdministrators(
    tx,
    administrators.map(({ id }) => id),
  );
  // Whoever goes relies on those who are not asked about, and on those who are asked about later.
  const kept = administrators.filter((user, index) => {
    const behind = administrators.length - 1 - index;
    return !keepsAnAdministrator(user, null, others + behind).allowed;
  });
  return new Set(kept.map(({ id }) => id));
}

/** rules.isEnabledAdministrator in SQL. */
export const IS_ENABLED_ADMINISTRATOR = Prisma.sql`
  roles @> ARRAY['ADMINISTRATOR']::role[] AND NOT roles @> ARRAY['SERVICE_USER']::role[] AND status = 'ENABLED'`;

/** How many local administrators, but those given, could sign in. */
export async function countAdministrators(tx: Tx, except: readonly string[] = []): Promise<number> {
  const [row] = await tx.rows<{ count: number }>`
    SELECT count(*)::int AS count FROM users
    WHERE ${IS_ENABLED_ADMINISTRATOR} AND origin = 'LOCAL' AND id <> ALL (${except}::uuid[])`;
  return row?.count ?? 0;
}
