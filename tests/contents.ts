/** All that a database holds, so that two moments or two databases can be compared. */
import pg from "pg";

/** How many rows each table has, and a hash of all of them, by its name. */
export async function contentsOf(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SET timezone = 'UTC'; SET bytea_output = 'hex'; SET extra_float_digits = 1");
    const tables = await client.query<{ name: string }>(`
      SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`);
    const contents: Record<string, string> = {};
    for (const { name } of tables.rows) {
      const found = await client.query<{ content: string }>(`
        SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C")), '') AS content FROM ${name} t`);
      contents[name] = found.rows[0]?.content ?? "";
    }
    return contents;
  } finally {
    await client.end();
  }
}
