/**
 * What the role may by which consoles and gates connect, where another one owns the tables: read and write rows, only add to
 * the audit, and change nothing about the database itself. Grants whatever of that is missing, and takes back what is more.
 */
import pg from "pg";
import { presentDatabaseUrl } from "@/access/database-hosts";

export type DatabaseRole = {
  readonly name: string;
  /** Whether it owns the tables or, where there are none yet, could make them. */
  readonly isOwner: boolean;
};

const SCHEMAS = ["public", "graphile_worker"];
const ROWS = ["SELECT", "INSERT", "UPDATE", "DELETE"];
/** Tables of which a console may do less. Links and archives are written by functions of the owner. */
const LESS: Readonly<Record<string, readonly string[]>> = {
  "public.audit_entries": ["SELECT", "INSERT"],
  "public.audit_links": ["SELECT"],
  "public.audit_archives": ["SELECT"],
  "public._prisma_migrations": ["SELECT"],
  "graphile_worker.migrations": ["SELECT"],
};
const ALL = [...ROWS, "TRUNCATE", "REFERENCES", "TRIGGER"];
const FUNCTIONS = ["public.archive_audit_entries(bigint, bigint, bytea, text, bytea)"];

export async function findDatabaseRole(url: string): Promise<DatabaseRole> {
  return withClient(url, async (client) => {
    const found = await client.query<DatabaseRole>(`
      SELECT current_user::text AS name, coalesce((SELECT pg_has_role(relowner, 'USAGE') FROM pg_class
        WHERE oid = to_regclass('public._prisma_migrations')), has_schema_privilege('public', 'CREATE')) AS "isOwner"`);
    return found.rows[0] ?? { name: "", isOwner: true };
  });
}

/** The names of the migrations that are applied, as a role that owns nothing may read them. */
export async function listAppliedMigrations(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const [table] = await list(client, "SELECT to_regclass('public._prisma_migrations')", []);
    if (table === undefined) return [];
    const found = await client.query<{ name: string }>(`
      SELECT migration_name AS name FROM public._prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`);
    return found.rows.map(({ name }) => name);
  });
}

/** Whole or not at all. As the owner of the tables, after they were migrated. */
export async function grantConsoleRole(ownerUrl: string, role: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query("BEGIN");
    for (const statement of await missingGrants(client, role)) await client.query(statement);
    await client.query("COMMIT");
  });
}

/** Asked first, so that a start which finds everything as it should be changes no catalogue. */
async function missingGrants(client: pg.Client, role: string): Promise<string[]> {
  const name = client.escapeIdentifier(role);
  const schemas = await list(
    client,
    "SELECT format('GRANT USAGE ON SCHEMA %I TO ', s) FROM unnest($1::text[]) s WHERE NOT has_schema_privilege($2, s, 'USAGE')",
    [SCHEMAS, role],
  );
  const sequences = await list(
    client,
    `SELECT format('GRANT USAGE, SELECT ON SEQUENCE %s TO ', oid::regclass) FROM pg_class
     WHERE relkind = 'S' AND relnamespace = ANY ($1::text[]::regnamespace[])
       AND NOT (has_sequence_privilege($2, oid, 'USAGE') AND has_sequence_privilege($2, oid, 'SELECT'))`,
    [SCHEMAS, role],
  );
  const functions = await list(
    client,
    "SELECT format('GRANT EXECUTE ON FUNCTION %s TO ', f) FROM unnest($1::text[]) f WHERE NOT has_function_privilege($2, f, 'EXECUTE')",
    [FUNCTIONS, role],
  );
  const defaults = await list(
    client,
    `SELECT format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT %s TO ', s, p.grants)
     FROM unnest($1::text[]) s, (VALUES ('r', $3), ('S', 'USAGE, SELECT ON SEQUENCES')) AS p (kind, grants)
     WHERE NOT EXISTS (SELECT FROM pg_default_acl d, aclexplode(d.defaclacl) a WHERE d.defaclobjtype = p.kind::"char"
       AND d.defaclnamespace = s::regnamespace AND d.defaclrole = current_user::regrole AND a.grantee = $2::regrole)`,
    [SCHEMAS, name, `${ROWS.join(", ")} ON TABLES`],
  );
  return [
    ...[...schemas, ...sequences, ...functions, ...defaults].map((grant) => grant + name),
    ...(await tableGrants(client, role, name)),
    // The queue keeps its rows from everybody but its owner; who may use its tables is said by these grants already.
    ...(await list(
      client,
      `SELECT format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', oid::regclass) FROM pg_class
       WHERE relnamespace = 'graphile_worker'::regnamespace AND relrowsecurity`,
      [],
    )),
  ];
}

async function tableGrants(client: pg.Client, role: string, name: string): Promise<string[]> {
  const found = await client.query<{ table: string; held: string[] }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS "table",
            array(SELECT p FROM unnest($2::text[]) p WHERE has_table_privilege($3, c.oid, p)) AS held
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v') AND n.nspname = ANY ($1::text[])`,
    [SCHEMAS, ALL, role],
  );
  return found.rows.flatMap(({ table, held }) => {
    const wanted = LESS[table] ?? ROWS;
    if (held.length === wanted.length && wanted.every((privilege) => held.includes(privilege))) return [];
    return [`REVOKE ALL ON ${table} FROM ${name}`, `GRANT ${wanted.join(", ")} ON ${table} TO ${name}`];
  });
}

async function list(client: pg.Client, statement: string, values: unknown[]): Promise<string[]> {
  const found = await client.query<string[]>({ text: statement, values, rowMode: "array" });
  return found.rows.flatMap(([first]) => first ?? []);
}

async function withClient<Answer>(url: string, work: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
  const client = new pg.Client({
    connectionString: await presentDatabaseUrl(url),
    application_name: "latchkey migrations",
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
