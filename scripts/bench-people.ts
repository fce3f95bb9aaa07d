/** Many users for a measurement, made by the database itself, and an administrator who is signed in. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { hashToken } from "@/access/sessions";
import { migrate } from "./migrations";

export type Program = { url: string; token: string };

/** Whose the users are: every third the platform's, or all. */
type Owner = "mixed" | "platform";

/** Makes a migrated database with that many users. Returns its address and a session's token. */
export async function makeProgram(server: string, users: number, owner: Owner = "mixed"): Promise<Program> {
  const name = `bench_${owner}_${users}`;
  await query(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrate(url.href);
  await query(url.href, INSERT_USERS, [users - 1, owner === "mixed" ? 3 : 1]);
  const token = randomBytes(32).toString("base64url");
  await query(url.href, INSERT_ADMINISTRATOR, [hashToken(token)]);
  await query(url.href, "VACUUM ANALYZE");
  return { url: url.href, token };
}

async function query(url: string, text: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text, values);
  await client.end();
}

const INSERT_USERS = `
  INSERT INTO users (id, username, username_key, email, display_name, first_name, last_name, company, locality, country,
                     origin, external_id, status, created_at, updated_at)
  SELECT gen_random_uuid(), 'user-' || n, 'user-' || n, 'user-' || n || '@example.com', 'User Number ' || n, 'User',
         'Number ' || n, 'Company ' || n % 100, 'Town ' || n % 500, 'Country ' || n % 50,
         (CASE WHEN n % $2::int = 0 THEN 'PLATFORM' ELSE 'LOCAL' END)::origin,
         CASE WHEN n % $2::int = 0 THEN 'idp|' || n END,
         (CASE WHEN n % 10 = 0 THEN 'DISABLED' ELSE 'ENABLED' END)::account_status,
         now() - n * interval '7 minutes', now() - n * interval '3 minutes'
  FROM generate_series(1, $1::int) AS n`;

const INSERT_ADMINISTRATOR = `
  WITH administrator AS (
    INSERT INTO users (id, username, username_key, email, display_name, origin, status, roles, updated_at)
    VALUES (gen_random_uuid(), 'ada', 'ada', 'ada@example.com', 'Ada', 'LOCAL', 'ENABLED', '{ADMINISTRATOR}', now() - interval '1 year')
    RETURNING id)
  INSERT INTO sessions (id, token_hash, user_id) SELECT gen_random_uuid(), $1, id FROM administrator`;
