/**
 * A real database for a test file of Vitest, and the named people in it. A file that imports this ends its connections
 * by itself.
 */
import pg from "pg";
import { afterAll, expect, vi } from "vitest";
import { database, disconnect } from "@/access/database";
import { usernameKey } from "@/access/users/username";
import type { User } from "@/generated/prisma/client";
import { people, type Person, type PersonName } from "./people";
import { cloneDatabase, dropDatabase, EMPTY_TEMPLATE, ownerUrl, testPasswordHash } from "./server";

export { testPassword } from "./server";

let current: string | undefined;

/** For beforeAll or beforeEach: from here on access/ works on an empty database that nobody else knows. */
export async function freshDatabase(): Promise<string> {
  await leaveDatabase();
  current = await cloneDatabase(EMPTY_TEMPLATE);
  process.env["DATABASE_URL"] = current;
  // As every console has one: device cookies are signed with it.
  process.env["NEXTAUTH_SECRET"] ??= "a secret of the tests, long enough for anybody";
  return current;
}

/** Statements as the owner of the tables, one after the other: what the product itself may not do. The rows of the last. */
export async function asOwner(...statements: readonly string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: ownerUrl(current ?? "") });
  await client.connect();
  try {
    let found: Record<string, unknown>[] = [];
    for (const statement of statements) found = (await client.query<Record<string, unknown>>(statement)).rows;
    return found;
  } finally {
    await client.end();
  }
}

const TABLES = [
  "graphile_worker._private_jobs",
  "job_items",
  "jobs",
  "scheduled_changes",
  "saved_views",
  "key_calls",
  "call_counters",
  "second_factor_set_ups",
  "enrolment_codes",
  "sessions",
  "unfinished_sign_ins",
  "unknown_proxies",
  "recovery_codes",
  "second_factors",
  "package_keys",
  "applications",
  "plans",
  "packages",
  "users",
  "platform_tokens",
  "platform_calls",
  "signal_events",
  "signal_receivers",
  "signing_keys",
  "sign_in_attempts",
  "audit_links",
  "audit_archives",
  "audit_entries",
  "gate_acknowledgements",
  "access_changes",
  "gates",
];

/**
 * For beforeEach, where a new database for each test would take longer than the test: everybody is gone, and the audit
 * with them, which only a superuser who sets its triggers aside can do.
 */
export async function emptyDatabase(): Promise<void> {
  const deletions = TABLES.map((table) => `DELETE FROM ${table};`).join("");
  await asOwner(`SET session_replication_role = replica; ${deletions}`);
}

/** As if all that the audit tells had happened so many days earlier: the chain is computed for that time. */
export async function ageAudit(days: number): Promise<void> {
  await asOwner(`
    SET session_replication_role = replica;
    UPDATE audit_entries SET at = at - interval '${days} days';
    DELETE FROM audit_links;
    WITH RECURSIVE chain AS (
      SELECT 1::bigint AS position, e.id, sha256(decode(repeat('00', 32), 'hex') || convert_to(audit_entry_text(e), 'UTF8')) AS hash
      FROM audit_entries e WHERE e.id = (SELECT min(id) FROM audit_entries)
      UNION ALL
      SELECT c.position + 1, e.id, sha256(c.hash || convert_to(audit_entry_text(e), 'UTF8'))
      FROM chain c JOIN audit_entries e ON e.id = (SELECT min(id) FROM audit_entries WHERE id > c.id))
    INSERT INTO audit_links (position, entry_id, hash) SELECT position, id, hash FROM chain`);
}

/**
 * Until so many statements wait for a lock. Asked on a connection of its own: within a transaction PostgreSQL answers
 * what it answered first.
 */
export async function untilWaiting(count = 1): Promise<void> {
  await vi.waitFor(
    async () => {
      const found = await database().$queryRaw<object[]>`
        SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      expect(found).toHaveLength(count);
    },
    { timeout: 4_000, interval: 10 },
  );
}

async function leaveDatabase(): Promise<void> {
  await disconnect();
  if (current !== undefined) await dropDatabase(current);
  current = undefined;
}

afterAll(leaveDatabase);

/** Puts people of the story into the database, as tests/people.ts tells of them, and hands them over by name. */
export async function givenPeople<Name extends PersonName>(...names: Name[]): Promise<Record<Name, User>> {
  const rows = await database().user.createManyAndReturn({ data: names.map((name) => userRow(people[name])) });
  return Object.fromEntries(names.map((name, index) => [name, rows[index]])) as Record<Name, User>;
}

/** Somebody made up for one test; without further word a local, enabled portal user. */
export function givenPerson(person: Partial<Person> & { username: string }): Promise<User> {
  const { username } = person;
  const platform = person.origin === "PLATFORM" ? { externalId: `idp|${username}` } : {};
  const somebody = { ...people.linus, displayName: username, email: `${username}@example.com`, ...platform, ...person };
  return database().user.create({ data: userRow(somebody) });
}

function userRow(person: Readonly<Person>) {
  const local = person.origin === "LOCAL";
  const { username, roles } = person;
  return {
    ...person,
    roles: [...roles],
    usernameKey: usernameKey(username),
    passwordHash: local ? testPasswordHash() : null,
  };
}
