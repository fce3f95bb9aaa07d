/**
 * Users who are brought along from elsewhere: many local ones in one transaction, Enabled or Waiting, each with an audit
 * entry like anybody who is created. Guarantees that nobody who is there is changed: whose name is in use stays as they are.
 */
import type { Actor } from "@/access/actor";
import { recordAll } from "@/access/audit/audit";
import { type Refused, lockAsker, refusalBeforeLocks } from "@/access/change";
import type { Tx } from "@/access/database";
import { type AccountStatus, type Asker, type Refusal, type Verdict, mayCreateUser } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { hashPassword } from "@/access/sign-in/passwords";
import type { Profile } from "./profile";
import { usernameKey } from "./username";

export type ImportedUser = Profile & {
  readonly username: string;
  readonly status: Exclude<AccountStatus, "DISABLED">;
  /** Null for somebody who can't sign in until they are given one. */
  readonly password: string | null;
};

/** What became of each, in the order in which they were given; taken is also who has the name of one before. */
export type Imported = { readonly ok: true; readonly users: readonly ("created" | "taken")[] } | Refused;

/** Creates those whose names are free. A trial changes and records nothing, and says what would become of each. */
export async function importUsers(
  actor: Actor,
  { users, trial }: { readonly users: readonly ImportedUser[]; readonly trial: boolean },
): Promise<Imported> {
  const rule = (asker: Asker): Verdict => mayCreateUser(asker, []);
  const attempted = trial ? [] : users;
  const refusal = refusalBeforeLocks(actor, rule);
  if (refusal) return runChange<Refused>(actor, (tx) => refuseAll(tx, actor, attempted, refusal));
  const hashes = trial ? [] : await Promise.all(users.map(hashOf));
  return runChange(actor, async (tx) => {
    const asker = await lockAsker(tx, actor);
    if (!asker) return { ok: false, refusal: "signed_out" };
    const verdict = rule(asker);
    if (!verdict.allowed) return refuseAll(tx, actor, attempted, verdict.refusal);
    const free = trial ? await findFree(tx, users) : await insertFree(tx, actor, users, hashes);
    return { ok: true, users: users.map(({ username }) => (free.delete(usernameKey(username)) ? "created" : "taken")) };
  });
}

/** Each leaves an entry, as if somebody had tried to create one after the other. */
async function refuseAll(tx: Tx, actor: Actor, users: readonly ImportedUser[], refusal: Refusal): Promise<Refused> {
  await recordAll(
    tx,
    actor,
    users.map(({ username }) => ({ event: "user.created", refusal, subject: { id: null, username } })),
  );
  return { ok: false, refusal };
}

/** null for whoever brings no password. */
async function hashOf({ password }: ImportedUser): Promise<string | null> {
  return password === null ? null : hashPassword(password);
}

async function findFree(tx: Tx, users: readonly ImportedUser[]): Promise<Set<string>> {
  const keys = users.map(({ username }) => usernameKey(username));
  const found = await tx.rows<{ key: string }>`
    SELECT username_key AS key FROM users WHERE username_key = ANY (${keys})`;
  const used = new Set(found.map(({ key }) => key));
  return new Set(keys.filter((key) => !used.has(key)));
}

type Written = { readonly id: string; readonly username: string; readonly key: string; readonly status: AccountStatus };

/** In the order of the names, so that two imports at the same moment wait for each other and never both. */
async function insertFree(
  tx: Tx,
  actor: Actor,
  users: readonly ImportedUser[],
  hashes: readonly (string | null)[],
): Promise<Set<string>> {
  const given = users.map(({ password: _, ...user }, index) => ({
    ...user,
    key: usernameKey(user.username),
    hash: hashes[index] ?? null,
  }));
  const written = await tx.rows<Written>`
    INSERT INTO users (username, username_key, email, display_name, first_name, last_name, company, phone, website,
                       locality, region, postal_code, country, origin, status, roles, password_hash)
    SELECT username, key, email, "displayName", "firstName", "lastName", company, phone, website, locality, region,
           "postalCode", country, 'LOCAL', status::account_status, '{}', hash
    FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS given (
      username text, key text, email text, "displayName" text, "firstName" text, "lastName" text, company text, phone text,
      website text, locality text, region text, "postalCode" text, country text, status text, hash text)
    ORDER BY key
    ON CONFLICT (username_key) DO NOTHING
    RETURNING id, username, username_key AS key, status::text AS status`;
  await recordAll(
    tx,
    actor,
    written.map(({ id, username, status }) => ({
      event: "user.created",
      subject: { id, username },
      after: { status, roles: [] },
    })),
  );
  return new Set(written.map(({ key }) => key));
}
