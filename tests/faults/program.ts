/** The program whose users are switched while things break, and what its database says afterwards. */
import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { hashPackageKey, makePackageKey, shownParts } from "@/access/keys/package-key-format";

/** Whose status is changed: local users by pages and jobs, those of the platform by its calls. */
export type Subject = {
  readonly id: string;
  readonly username: string;
  readonly isLocal: boolean;
  readonly key: string;
};
export type Program = {
  readonly subjects: readonly Subject[];
  /** What ada's browser holds. */
  readonly token: string;
  /** What the platform calls with. */
  readonly platformToken: string;
};
export type Status = "ENABLED" | "DISABLED";

/** Users with a key and an open session each, every second one the platform's, and ada, who is signed in. */
export async function makeProgram(url: string, users: number): Promise<Program> {
  const [token, platformToken] = [randomBytes(32).toString("base64url"), makePackageKey("scim")];
  const keys = Array.from({ length: users }, () => makePackageKey("fault"));
  const parts = keys.map(shownParts);
  return withClient(url, async (client) => {
    await client.query(INSERT_ADA, [createHash("sha256").update(token).digest()]);
    await client.query(
      "INSERT INTO platform_tokens (label, hash, last_four, created_by) VALUES ('Platform of the test', $1, $2, 'ada')",
      [hashPackageKey(platformToken), platformToken.slice(-4)],
    );
    const { rows } = await client.query<{ id: string; username: string; origin: string }>(INSERT_USERS, [users]);
    const ordered = rows.toSorted((one, other) => Number(one.username.slice(6)) - Number(other.username.slice(6)));
    await client.query(INSERT_KEYS, [
      ordered.map(({ id }) => id),
      keys.map(hashPackageKey),
      parts.map(({ prefix }) => prefix),
      parts.map(({ lastFour }) => lastFour),
    ]);
    const subjects = ordered.map(({ id, username, origin }, index) => ({
      ...{ id, username, isLocal: origin === "LOCAL", key: keys[index] ?? "" },
    }));
    return { subjects, token, platformToken };
  });
}

/** The status of each user at this moment. */
export async function statuses(url: string): Promise<Map<string, string>> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ username: string; status: string }>(
      "SELECT username, status::text FROM users",
    );
    return new Map(rows.map(({ username, status }) => [username, status]));
  });
}

/** What the audit tells of each user's status, in its order. */
export async function toldStatuses(url: string): Promise<Map<string, string[]>> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ username: string; statuses: string[] }>(
      `SELECT subject_username AS username, array_agg(after ->> 'status' ORDER BY id) AS statuses FROM audit_entries
       WHERE event IN ('user.enabled', 'user.disabled') AND outcome = 'DONE' GROUP BY subject_username`,
    );
    return new Map(rows.map(({ username, statuses: told }) => [username, told]));
  });
}

/** As it says itself, without what a distribution adds. */
export async function serverVersion(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    return rows[0]?.server_version.split(" ")[0] ?? "";
  });
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, application_name: "fault test" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const INSERT_ADA = `
  WITH ada AS (
    INSERT INTO users (id, username, username_key, email, display_name, origin, status, roles, updated_at)
    VALUES (gen_random_uuid(), 'fault-ada', 'fault-ada', 'ada@example.com', 'Ada', 'LOCAL', 'ENABLED', '{ADMINISTRATOR}', now())
    RETURNING id)
  INSERT INTO sessions (token_hash, user_id) SELECT $1, id FROM ada`;

const INSERT_USERS = `
  WITH made AS (
    INSERT INTO users (id, username, username_key, email, display_name, origin, external_id, status)
    SELECT gen_random_uuid(), 'fault-' || n, 'fault-' || n, 'fault-' || n || '@example.com', 'Fault ' || n,
           (CASE WHEN n % 2 = 0 THEN 'PLATFORM' ELSE 'LOCAL' END)::origin, CASE WHEN n % 2 = 0 THEN 'idp|fault-' || n END,
           'ENABLED'
    FROM generate_series(1, $1::int) AS n RETURNING id, username, origin),
  opened AS (INSERT INTO sessions (token_hash, user_id) SELECT sha256(id::text::bytea), id FROM made)
  SELECT id, username, origin::text FROM made`;

const INSERT_KEYS = `
  WITH package AS (INSERT INTO packages (name) VALUES ('Fault tests') RETURNING id),
  plan AS (INSERT INTO plans (package_id, name, active) SELECT id, 'Gold', true FROM package RETURNING id),
  given AS (SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[]) AS given (owner_id, hash, prefix, last_four)),
  application AS (INSERT INTO applications (owner_id, name) SELECT owner_id, 'Harbour Map' FROM given RETURNING id, owner_id)
  INSERT INTO package_keys (application_id, plan_id, status, hash, prefix, last_four)
  SELECT application.id, plan.id, 'ENABLED', hash, prefix, last_four
  FROM given JOIN application USING (owner_id) CROSS JOIN plan`;
