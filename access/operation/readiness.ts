/** Whether the database is one that this version can work with, asked each time anew. */
import { rows } from "@/access/database";

export type DatabaseState = "ok" | "unavailable" | "behind";

const PATIENCE_MS = 2_000;

/**
 * "behind" where a migration that this version brings along is missing. One that is newer than this version is no
 * trouble: migrations can be lived with by the version before.
 */
export async function databaseState(migrations: readonly string[]): Promise<DatabaseState> {
  const late = new Promise<"unavailable">((resolve) => setTimeout(resolve, PATIENCE_MS, "unavailable").unref());
  return Promise.race([applied(migrations), late]);
}

async function applied(migrations: readonly string[]): Promise<DatabaseState> {
  try {
    const missing = await rows`
      SELECT name FROM unnest(${migrations}::text[]) AS name WHERE NOT EXISTS (
        SELECT FROM _prisma_migrations WHERE migration_name = name AND finished_at IS NOT NULL AND rolled_back_at IS NULL)`;
    return missing.length === 0 ? "ok" : "behind";
  } catch {
    return "unavailable";
  }
}
