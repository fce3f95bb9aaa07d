/** Tells a database to try things in from one that people work with. */
import pg from "pg";

/** Whether anybody is there whose address is none of the domains that are set aside for examples (RFC 2606). */
export async function hasRealUsers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query(
      `SELECT FROM users WHERE email !~* '@([a-z0-9-]+\\.)*example(\\.(com|org|net))?$' LIMIT 1`,
    );
    return found.rowCount !== 0;
  } finally {
    await client.end();
  }
}
