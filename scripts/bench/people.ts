/** Many users for a measurement, made by the database itself, and an administrator who is signed in. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { hashToken } from "@/access/sign-in/sessions";
import type { Stage } from "@/prisma/sample-load";
import { addProgram, type ProgramSize } from "@/prisma/sample-program";
import { migrate } from "@/scripts/postgres/migrations";

export type Program = { url: string; token: string };

/** Whose the users are: every third the platform's, or all. */
type Owner = "mixed" | "platform";

/** Makes a migrated database with that many users. Returns its address and a session's token. */
export async function makeProgram(server: string, users: number, owner: Owner = "mixed"): Promise<Program> {
  const url = await makeDatabase(server, `bench_${owner}_${users}`);
  await query(url, INSERT_USERS, [users - 1, owner === "mixed" ? 3 : 1]);
  return signedInProgram(url);
}

/** The same with everything that `npm run sample` makes: people of all kinds, what they own, and what happened to them. */
export async function makeSampleProgram(server: string, size: ProgramSize, stage: Stage): Promise<Program> {
  const url = await makeDatabase(server, `bench_sample_${size.users}`);
  await addProgram(url, size, stage);
  return signedInProgram(url);
}

async function makeDatabase(server: string, name: string): Promise<string> {
  await query(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrate(url.href);
  return url.href;
}

async function signedInProgram(url: string): Promise<Program> {
  const token = randomBytes(32).toString("base64url");
  await query(url, INSERT_ADMINISTRATOR, [hashToken(token)]);
  await query(url, "VACUUM ANALYZE");
  return { url, token };
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
