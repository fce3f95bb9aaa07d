/**
 * Removes what nobody asks for any more: calls after two days; changes, with their acknowledgements, and gates that are
 * gone, after 90.
 */
import { type Pool } from "pg";

const HOUR_MS = 3_600_000;
const BATCH = 1_000;

// Gates that come to the same rows at the same moment leave them to each other.
const REMOVE_CHANGES = `
  DELETE FROM access_changes WHERE id IN (
    SELECT id FROM access_changes WHERE at < now() - interval '90 days' ORDER BY at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;

const REMOVE_CALLS = `
  DELETE FROM key_calls WHERE (key_id, hour) IN (
    SELECT key_id, hour FROM key_calls WHERE hour < now() - interval '2 days' ORDER BY hour LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;

const REMOVE_COUNTERS = "DELETE FROM call_counters WHERE written_at < now() - interval '90 days'";

const REMOVE_GATES = "DELETE FROM gates WHERE coalesce(stopped_at, heard_at) < now() - interval '90 days'";

/** Every hour, from a moment on that differs from gate to gate. Returns the function that ends it. */
export function startPruning(pool: Pool): () => void {
  let timer = setTimeout(pruneAndWait, Math.random() * HOUR_MS).unref();
  function pruneAndWait(): void {
    timer = setTimeout(pruneAndWait, HOUR_MS).unref();
    // Whatever fails is tried again in an hour.
    prune(pool).catch(() => undefined);
  }
  return () => clearTimeout(timer);
}

export async function prune(pool: Pool): Promise<void> {
  while ((await pool.query(REMOVE_CHANGES)).rowCount === BATCH);
  while ((await pool.query(REMOVE_CALLS)).rowCount === BATCH);
  await pool.query(REMOVE_GATES);
  await pool.query(REMOVE_COUNTERS);
}
