/** Many package keys for a measurement. Some are real, so that they can be asked for; the others only fill the table. */
import pg from "pg";
import { hashPackageKey, makePackageKey, shownParts } from "@/access/package-key-format";

const CHUNK = 20_000;

/**
 * Gives the users of a bench database applications and keys, each of them working.
 * @returns the real keys, the owners of which are as many different ones as there are
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
  WITH package AS (INSERT INTO packages (name) SELECT 'Package ' || n FROM generate_series(1, 10) AS n RETURNING id)
  INSERT INTO plans (package_id, name) SELECT id, 'Plan ' || n FROM package, generate_series(1, 3) AS n`;

const INSERT_APPLICATIONS = `
  INSERT INTO applications (owner_id, name) SELECT id, 'Application of ' || username FROM users
  WHERE status = 'ENABLED' AND origin = 'LOCAL' AND roles = '{}'`;

/** The application and the plan in the turn of the key's number. */
const PLACED = `
  (SELECT id, row_number() OVER (ORDER BY id) - 1 AS turn FROM applications) AS a
  JOIN numbered ON a.turn = numbered.number % (SELECT count(*) FROM applications)
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS turn FROM plans) AS p ON p.turn = numbered.number % 30`;

const INSERT_KEYS = `
  WITH numbered AS (
    SELECT hash, prefix, last_four, ordinality - 1 + $4::int AS number
    FROM unnest($1::bytea[], $2::text[], $3::text[]) WITH ORDINALITY AS given (hash, prefix, last_four, ordinality))
  INSERT INTO package_keys (application_id, plan_id, status, hash, prefix, last_four)
  SELECT a.id, p.id, 'ENABLED', hash, prefix, last_four FROM ${PLACED}`;

const INSERT_FILLING = `
  WITH numbered AS (SELECT n AS number FROM generate_series(1, $1::int) AS n)
  INSERT INTO package_keys (application_id, plan_id, status, hash, prefix, last_four)
  SELECT a.id, p.id, 'ENABLED', sha256(number::text::bytea), 'lk_bench_' || lpad(number::text, 7, '0'), 'fill' FROM ${PLACED}`;
