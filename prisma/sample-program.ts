/**
 * A program of any size to try and to measure: users with names of many scripts, their applications, keys and sessions,
 * and an audit whose chain holds. Nobody can sign in as one of them. Whatever is there already stays as it is.
 */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { CREATE_CROWD, DRAW, GIVE_WAY, INSERT_SESSIONS, INSERT_USERS, LOTS, SHARE_KEYS } from "./sample-crowd";
import { CHAIN, CREATE_DOERS, INSERT_ENTRIES, INSERT_LINKS } from "./sample-crowd-audit";
import { INSERT_APPLICATIONS, INSERT_CALLS, INSERT_KEYS } from "./sample-crowd-keys";
import { sampleCatalog } from "./sample-keys";
import { type Stage, loadAtOnce } from "./sample-load";
import { loadNames } from "./sample-names";

export type ProgramSize = { readonly users: number; readonly keys: number; readonly audit: number };

const CHUNK = 20_000;

/** Makes that many more of each, all of them or, whatever happens meanwhile, none. */
export async function addProgram(url: string, size: ProgramSize, stage: Stage): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "latchkey sample" });
  // A connection that breaks fails the statement under way; unheard, its event would end the process as well.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("SET temp_buffers = '128MB'");
    await loadAtOnce(client, stage, () => load(client, size, stage));
  } finally {
    await client.end();
  }
}

async function load(client: pg.Client, { users, keys, audit }: ProgramSize, stage: Stage): Promise<void> {
  for (const statement of [...LOTS, CREATE_CROWD, CHAIN]) await client.query(statement);
  await loadNames(client);
  await stage("Drawing people", users, (tell) => drawPeople(client, users, keys, tell));
  await stage("Adding users", users, (tell) => inChunks(client, users, tell, INSERT_USERS));
  await client.query(INSERT_SESSIONS);
  if (keys > 0) await addKeys(client, users, keys, stage);
  await stage("Adding audit entries", audit, (tell) => addEntries(client, users, audit, tell));
  // The session may outlive the transaction, and its functions would with it.
  await client.query(`DROP FUNCTION pg_temp.chain, pg_temp.lot, pg_temp.late, pg_temp.one_of, pg_temp.id_of`);
}

async function drawPeople(client: pg.Client, users: number, keys: number, tell: (done: number) => void): Promise<void> {
  const used = await client.query<{ used: string }>(
    "SELECT nextval(pg_get_serial_sequence('users', 'number')) AS used",
  );
  await inChunks(client, users, tell, DRAW, [users, used.rows[0]?.used, randomUUID()]);
  await client.query("ANALYZE sample_crowd");
  await client.query(GIVE_WAY);
  if (users > 0) await client.query(SHARE_KEYS, [keys]);
  await client.query("ANALYZE sample_crowd");
}

async function addKeys(client: pg.Client, users: number, keys: number, stage: Stage): Promise<void> {
  await stage("Adding applications", users, (tell) => inChunks(client, users, tell, INSERT_APPLICATIONS));
  const plans = await findPlans(client);
  const scaled = (tell: (done: number) => void) => (done: number) => tell(Math.round((done / users) * keys));
  await stage("Adding package keys", keys, (tell) => inChunks(client, users, scaled(tell), INSERT_KEYS, plans));
  await client.query(INSERT_CALLS);
}

/** The plans that are open and those that are not; those of the sample data where there is none. */
async function findPlans(client: pg.Client): Promise<[string[], string[]]> {
  const { rows } = await client.query<{ id: string; active: boolean }>("SELECT id, active FROM plans ORDER BY id");
  if (!rows.some(({ active }) => active)) {
    await addCatalog(client);
    return findPlans(client);
  }
  const ids = (wanted: boolean): string[] => rows.filter(({ active }) => active === wanted).map(({ id }) => id);
  return [ids(true), ids(false)];
}

async function addCatalog(client: pg.Client): Promise<void> {
  const { packages, plans } = sampleCatalog();
  for (const { id, name } of packages) {
    // A package of that name may be there, without any plan that is open.
    await client.query(
      `INSERT INTO packages (id, name)
       SELECT $1::uuid, CASE WHEN EXISTS (SELECT FROM packages WHERE name = $2) THEN $2 || ' ' || $1 ELSE $2 END`,
      [id, name],
    );
  }
  for (const { id, packageId, name, active } of plans) {
    await client.query("INSERT INTO plans (id, package_id, name, active) VALUES ($1, $2, $3, $4)", [
      id,
      packageId,
      name,
      active,
    ]);
  }
}

async function addEntries(
  client: pg.Client,
  users: number,
  audit: number,
  tell: (done: number) => void,
): Promise<void> {
  await client.query(CREATE_DOERS);
  const last = await client.query<{ id: string }>("SELECT coalesce(max(id), 0) AS id FROM audit_entries");
  await inChunks(client, audit, tell, INSERT_ENTRIES, [audit, users]);
  await client.query(INSERT_LINKS, [last.rows[0]?.id]);
}

async function inChunks(
  client: pg.Client,
  total: number,
  tell: (done: number) => void,
  statement: string,
  values: readonly unknown[] = [],
): Promise<void> {
  for (let from = 1; from <= total; from += CHUNK) {
    tell(from - 1);
    await client.query(statement, [from, Math.min(total, from + CHUNK - 1), ...values]);
  }
  tell(total);
}
