/**
 * Loads very many rows at once. Guarantees that it is done whole or not at all: indexes, references and the triggers that
 * answer single rows step aside within one transaction, so that a load that is killed leaves everything as it was.
 */
import type pg from "pg";

/** How a load tells what it is doing and how much of that is done. */
export type Stage = <Outcome>(
  name: string,
  total: number,
  work: (tell: (done: number) => void) => Promise<Outcome>,
) => Promise<Outcome>;

const TABLES = ["users", "applications", "package_keys", "sessions", "key_calls", "audit_entries", "audit_links"];

/** What they do for each row is done for all of them here: keys are counted beforehand, the chain is written in one go. */
const TRIGGERS: readonly [table: string, trigger: string][] = [
  ["package_keys", "package_keys_count_insert"],
  ["audit_entries", "audit_entries_link"],
];

type Aside = { readonly drop: string; readonly restore: string };

/** Does the work without indexes, and makes them anew from what was loaded, which takes a fraction of the time. */
export async function loadAtOnce(client: pg.Client, stage: Stage, work: () => Promise<void>): Promise<void> {
  await client.query("BEGIN");
  try {
    for (const statement of PATIENCE) await client.query(statement);
    await client.query(`LOCK TABLE ${TABLES.join(", ")} IN ACCESS EXCLUSIVE MODE`);
    const aside = await standAside(client);
    await work();
    await stage("Making indexes", aside.length, (tell) => restore(client, aside, tell));
    await client.query("COMMIT");
  } catch (error) {
    // Where the connection is gone, the server has undone everything by itself.
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
  await stage("Cleaning up", TABLES.length, (tell) => tidy(client, tell));
}

const PATIENCE = [
  "SET LOCAL lock_timeout = '60s'",
  "SET LOCAL statement_timeout = 0",
  "SET LOCAL idle_in_transaction_session_timeout = 0",
  "SET LOCAL maintenance_work_mem = '768MB'",
  "SET LOCAL work_mem = '128MB'",
  "SET LOCAL jit = off",
];

async function standAside(client: pg.Client): Promise<Aside[]> {
  const { rows } = await client.query<Aside>(ASIDE, [TABLES]);
  for (const [table, trigger] of TRIGGERS) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${trigger}`);
  for (const { drop } of rows) await client.query(drop);
  return rows;
}

async function restore(client: pg.Client, aside: readonly Aside[], tell: (done: number) => void): Promise<void> {
  for (const [index, { restore: statement }] of aside.entries()) {
    tell(index);
    await client.query(statement);
  }
  for (const [table, trigger] of TRIGGERS) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER ${trigger}`);
}

async function tidy(client: pg.Client, tell: (done: number) => void): Promise<void> {
  for (const [index, table] of TABLES.entries()) {
    tell(index);
    await client.query(`VACUUM ANALYZE ${table}`);
  }
}

/** References first: they rest on the keys of other tables, which stay. An index that a constraint is made of stays, too. */
const ASIDE = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
         format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS restore
  FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY ($1::text[]::regclass[])
  UNION ALL
  SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
  FROM pg_index i WHERE indrelid = ANY ($1::text[]::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))`;
