/** The database behind the pages under test: what a story needs to be there, and what it left behind. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { hashPackageKey, keyName, makePackageKey, shownParts } from "@/access/keys/package-key-format";
import type { PackageKeyStatus } from "@/access/rules";
import { usernameKey } from "@/access/users/username";
import { people, type Person } from "@/tests/people";
import { testPasswordHash } from "@/tests/server";

export type Row = Record<string, unknown>;

export type NewKey = {
  id: string;
  /** The key itself, and what it is called where people see it. */
  key: string;
  name: string;
  applicationId: string;
  planId: string;
};

type WantedKey = {
  application?: string;
  package?: string;
  plan?: string;
  planActive?: boolean;
  status?: PackageKeyStatus;
};

export class Records {
  constructor(private readonly client: pg.Client) {}

  async query(statement: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.client.query<Row>(statement, values);
    return rows;
  }

  /** The row of a user; undefined when there is none. */
  async user(username: string): Promise<Row | undefined> {
    const [row] = await this.query("SELECT *, roles::text[] AS roles FROM users WHERE username_key = $1", [
      usernameKey(username),
    ]);
    return row;
  }

  /** What the audit tells about a user, oldest first. */
  history(username: string): Promise<Row[]> {
    return this.query("SELECT * FROM audit_entries WHERE subject_username = $1 ORDER BY id", [username]);
  }

  /** How many sessions of a user are open. */
  async openSessions(username: string): Promise<number> {
    const [row] = await this.query(
      `SELECT count(*)::int AS count FROM sessions JOIN users ON users.id = user_id
       WHERE username_key = $1 AND ended_at IS NULL`,
      [usernameKey(username)],
    );
    return Number(row?.["count"]);
  }

  /**
   * Somebody made for one test, so that tests which change people don't meet. The username begins with `like`, or with
   * "somebody"; without further word it is a local, enabled portal user with the password of everybody.
   */
  async newPerson({ username: like = "somebody", ...wanted }: Partial<Person> = {}): Promise<Person> {
    const username = `${like}-${randomUUID().slice(0, 8)}`;
    const platform = wanted.origin === "PLATFORM";
    const person: Person = {
      ...people.linus,
      roles: [],
      displayName: `${like} of one test`,
      email: `${randomUUID().slice(0, 8)}@example.com`,
      externalId: platform ? `idp|${username}` : null,
      ...wanted,
      username,
    };
    await this.insert(person, platform ? null : testPasswordHash());
    return person;
  }

  /** Somebody whose username is exactly this one, in place of whoever had it before. */
  async newPersonNamed(username: string, wanted: Partial<Person> = {}): Promise<Person> {
    await this.query("DELETE FROM users WHERE username_key = $1", [usernameKey(username)]);
    const person: Person = { ...people.linus, displayName: "Somebody with a name", ...wanted, username };
    await this.insert(person, testPasswordHash());
    return person;
  }

  /** Calls of the last hour, as gates write them. */
  async newCalls({ id }: Pick<NewKey, "id">, calls: number): Promise<void> {
    await this.query("INSERT INTO key_calls (key_id, hour, calls) VALUES ($1, date_trunc('hour', now()), $2)", [
      id,
      calls,
    ]);
  }

  /** A key of somebody, Enabled without further word, with the application, package and plan that it stands on. */
  async newKey({ username }: Pick<Person, "username">, wanted: WantedKey = {}): Promise<NewKey> {
    const key = makePackageKey("test");
    const { prefix, lastFour } = shownParts(key);
    const planId = await this.plan(wanted);
    const [application] = await this.query(
      `INSERT INTO applications (owner_id, name) SELECT id, $2 FROM users WHERE username_key = $1
       ON CONFLICT (owner_id, name) DO UPDATE SET name = excluded.name RETURNING id`,
      [usernameKey(username), wanted.application ?? "Harbour Map"],
    );
    const [row] = await this.query(
      `INSERT INTO package_keys (application_id, plan_id, status, hash, prefix, last_four)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
      [application?.["id"], planId, wanted.status ?? "ENABLED", hashPackageKey(key), prefix, lastFour],
    );
    const name = keyName({ prefix, lastFour });
    return { id: String(row?.["id"]), key, name, applicationId: String(application?.["id"]), planId };
  }

  private async plan({ package: packageName = "Maps", plan = "Gold", planActive = true }: WantedKey): Promise<string> {
    const [row] = await this.query(
      `WITH owner AS (INSERT INTO packages (name) VALUES ($1)
                      ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id)
       INSERT INTO plans (package_id, name, active) SELECT id, $2, $3 FROM owner
       ON CONFLICT (package_id, name) DO UPDATE SET active = excluded.active RETURNING id`,
      [packageName, plan, planActive],
    );
    return String(row?.["id"]);
  }

  /** The row of a key; undefined when there is none. */
  async key(id: string): Promise<Row | undefined> {
    const [row] = await this.query("SELECT * FROM package_keys WHERE id = $1", [id]);
    return row;
  }

  /** The keys of somebody, oldest first. */
  keysOf({ username }: Pick<Person, "username">): Promise<Row[]> {
    return this.query(
      `SELECT k.*, a.name AS application FROM package_keys k JOIN applications a ON a.id = k.application_id
       JOIN users u ON u.id = a.owner_id WHERE u.username_key = $1 ORDER BY k.created_at, k.id`,
      [usernameKey(username)],
    );
  }

  private async insert(person: Person, passwordHash: string | null): Promise<void> {
    const values = [usernameKey(person.username), passwordHash, JSON.stringify(person)];
    await this.query(
      `INSERT INTO users (id, username_key, password_hash, username, email, display_name, first_name, last_name,
         company, locality, country, origin, status, roles, external_id)
       SELECT gen_random_uuid(), $1, $2, p->>'username', p->>'email', p->>'displayName', p->>'firstName',
         p->>'lastName', p->>'company', p->>'locality', p->>'country', (p->>'origin')::origin,
         (p->>'status')::account_status, ARRAY(SELECT jsonb_array_elements_text(p->'roles'))::role[], p->>'externalId'
       FROM (SELECT $3::jsonb AS p) AS person`,
      values,
    );
  }
}

export async function withRecords(databaseUrl: string, use: (records: Records) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "latchkey tests" });
  await client.connect();
  try {
    await use(new Records(client));
  } finally {
    await client.end();
  }
}
