/**
 * Many package keys for a measurement. Some are real and work, so that gates can be asked for them; the others fill the
 * table, a few per cent of them disabled, waiting, of disabled users or on an inactive plan.
 */
import pg from "pg";
import { hashPackageKey, makePackageKey, shownParts } from "@/access/keys/package-key-format";

const CHUNK = 20_000;

/**
 * Gives the users of a bench database applications and keys.
 * @returns the real keys, which work, and the owners of which are as many different ones as there are
 */
export async function makeKeys(url: string, { total, real }: { total: number; real: number }): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Nothing refers to anything missing here, so the checks of references may rest.
    await client.query("SET session_replication_role = replica");
    await client.query(INSERT_PLANS);
    await client.query(INSERT_APPLICATIONS);
    const keys = Array.from({ length: real }, () => makePackageKey("bench"));
    for (let from = 0; from < real; from += CHUNK) await insertKeys(client, keys.slice(from, from + CHUNK), from);
    await client.query(INSERT_FILLING, [total - real]);
    await client.query("VACUUM ANALYZE");
    return keys;
  } finally {
    await client.end();
  }
}

async function insertKeys(client: pg.Client, keys: readonly string[], offset: number): Promise<void> {
  const parts = keys.map(shownParts);
  await client.query(INSERT_KEYS, [
    keys.map(hashPackageKey),
    parts.map(({ prefix }) => prefix),
    parts.map(({ lastFour }) => lastFour),
    offset,
  ]);
}

const INSERT_PLANS = `
  WITH package AS (INSERT INTO packages (name) SELECT 'Package ' || n FROM generate_series(1, 10) AS n RETURNING id, name),
       plan (name, active) AS (VALUES ('Plan 1', true), ('Plan 2', true), ('Plan 3', true), ('Closed', false))
  INSERT INTO plans (package_id, name, active) SELECT package.id, plan.name, active FROM package, plan
  WHERE active OR package.name = 'Package 1'`;

const INSERT_APPLICATIONS = `
  INSERT INTO applications (owner_id, name) SELECT id, 'Application of ' || username FROM users
  WHERE (status = 'ENABLED' OR username LIKE '%50') AND origin = 'LOCAL' AND roles = '{}'`;

/** The application and the plan in the turn of the key's number, those that let a key work first. */
const PLACED = `
  (SELECT a.id, row_number() OVER (ORDER BY u.status <> 'ENABLED', a.id) - 1 AS turn
   FROM applications a JOIN users u ON u.id = a.owner_id) AS a
  JOIN numbered ON a.turn = numbered.number % numbered.applications
  JOIN (SELECT id, row_number() OVER (ORDER BY NOT active, id) - 1 AS turn FROM plans) AS p
    ON p.turn = numbered.number % numbered.plans`;

const INSERT_KEYS = `
  WITH numbered AS (
    SELECT hash, prefix, last_four, ordinality - 1 + $4::int AS number,
           (SELECT count(*) FROM plans WHERE active) AS plans,
           (SELECT count(*) FROM applications a JOIN users u ON u.id = a.owner_id WHERE u.status = 'ENABLED') AS applications
    FROM unnest($1::bytea[], $2::text[], $3::text[]) WITH ORDINALITY AS given (hash, prefix, last_four, ordinality))
  INSERT INTO package_keys (application_id, plan_id, status, hash, prefix, last_four)
  SELECT a.id, p.id, 'ENABLED', hash, prefix, last_four FROM ${PLACED}`;

const INSERT_FILLING = `
  WITH numbered AS (
    SELECT n AS number, (SELECT count(*) FROM plans) AS plans, (SELECT count(*) FROM applications) AS applications
    FROM generate_series(1, $1::int) AS n)
  INSERT INTO package_keys (application_id, plan_id, status, hash, prefix, last_four, created_at, updated_at)
  SELECT a.id, p.id, (CASE number % 40 WHEN 0 THEN 'DISABLED' WHEN 1 THEN 'WAITING' ELSE 'ENABLED' END)::package_key_status,
         sha256(number::text::bytea), 'lk_bench_' || lpad(number::text, 7, '0'), 'fill',
         now() - number * interval '7 seconds', now() - number * interval '3 seconds'
  FROM ${PLACED}`;
