/**
 * A real database for a test file of Vitest, and the named people in it. A file that imports this ends its connections
 * by itself.
 */
import { afterAll, expect, vi } from "vitest";
import { database, disconnect } from "@/access/database";
import { usernameKey } from "@/access/users/username";
import type { User } from "@/generated/prisma/client";
import { people, type Person, type PersonName } from "./people";
import { cloneDatabase, dropDatabase, EMPTY_TEMPLATE, testPasswordHash } from "./server";

export { testPassword } from "./server";

let current: string | undefined;

/** For beforeAll or beforeEach: from here on access/ works on an empty database that nobody else knows. */
export async function freshDatabase(): Promise<string> {
  await leaveDatabase();
  current = await cloneDatabase(EMPTY_TEMPLATE);
  process.env["DATABASE_URL"] = current;
  return current;
}

/**
 * For beforeEach, where a new database for each test would take longer than the test: everybody is gone, and the audit
 * with them, which only a superuser who sets its triggers aside can do.
 */
export async function emptyDatabase(): Promise<void> {
  await database().$transaction([
    database().$executeRaw`SET LOCAL session_replication_role = replica`,
    database().$executeRaw`DELETE FROM graphile_worker._private_jobs`,
    database().$executeRaw`DELETE FROM job_items`,
    database().$executeRaw`DELETE FROM jobs`,
    database().$executeRaw`DELETE FROM scheduled_changes`,
    database().$executeRaw`DELETE FROM saved_views`,
    database().$executeRaw`DELETE FROM key_calls`,
    database().$executeRaw`DELETE FROM call_counters`,
    database().$executeRaw`DELETE FROM sessions`,
    database().$executeRaw`DELETE FROM unfinished_sign_ins`,
    database().$executeRaw`DELETE FROM recovery_codes`,
    database().$executeRaw`DELETE FROM second_factors`,
    database().$executeRaw`DELETE FROM package_keys`,
    database().$executeRaw`DELETE FROM applications`,
    database().$executeRaw`DELETE FROM plans`,
    database().$executeRaw`DELETE FROM packages`,
    database().$executeRaw`DELETE FROM users`,
    database().$executeRaw`DELETE FROM platform_tokens`,
    database().$executeRaw`DELETE FROM platform_calls`,
    database().$executeRaw`DELETE FROM signal_events`,
    database().$executeRaw`DELETE FROM signal_receivers`,
    database().$executeRaw`DELETE FROM signing_keys`,
    database().$executeRaw`DELETE FROM sign_in_attempts`,
    database().$executeRaw`DELETE FROM audit_links`,
    database().$executeRaw`DELETE FROM audit_archives`,
    database().$executeRaw`DELETE FROM audit_entries`,
    database().$executeRaw`DELETE FROM gate_acknowledgements`,
    database().$executeRaw`DELETE FROM access_changes`,
    database().$executeRaw`DELETE FROM gates`,
  ]);
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
