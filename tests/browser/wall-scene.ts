/** The two sides of the wall at a running console: who asks, about whom, and how it is seen that nothing was changed. */
import { createHash, randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { hashPackageKey, makePackageKey } from "@/access/keys/package-key-format";
import { usernameKey } from "@/access/users/username";
import type { Person } from "@/tests/people";
import type { ConsoleServer } from "./console-server";
import { expect } from "./fixtures";
import type { NewKey, Records, Row } from "./records";

/** Enabled, disabled, and an administrator. */
export const PLATFORM_USERS = {
  pat: { username: "pat", origin: "PLATFORM" },
  petra: { username: "petra", origin: "PLATFORM", status: "DISABLED" },
  pablo: { username: "pablo", origin: "PLATFORM", roles: ["ADMINISTRATOR"] },
} satisfies Record<string, Partial<Person>>;

/** Whom everything is about, with what of theirs there is, and what of the platform's settings. */
export type Whom = {
  readonly person: Person;
  readonly id: string;
  readonly key: NewKey;
  readonly sessionId: string;
  readonly packageId: string;
  readonly tokenId: string;
  readonly receiverId: string;
  /** A job that skipped them. */
  readonly jobId: string;
};

export async function givenWhom(records: Records, wanted: Partial<Person>): Promise<Whom> {
  const person = await records.newPerson(wanted);
  const row = await records.user(person.username);
  const key = await records.newKey(person);
  const [plan] = await records.query("SELECT package_id FROM plans WHERE id = $1", [key.planId]);
  await openSession(records, person);
  const [session] = await records.query("SELECT id FROM sessions WHERE user_id = $1", [row?.["id"]]);
  const [receiver] = await records.query(
    `INSERT INTO signal_receivers (label, endpoint, audience, created_by)
     VALUES ($1, 'https://siem.example.com', 'siem', 'ada') RETURNING id`,
    [`SIEM of ${person.username}`],
  );
  const [job] = await records.query(
    `WITH job AS (INSERT INTO jobs (status, target, source, created_by_username, selection, total, finished_at)
                  VALUES ('FINISHED', 'DISABLED', 'PAGE', 'ada', '{"kind":"rows"}', 1, now()) RETURNING id)
     INSERT INTO job_items (job_id, number, user_id, username, outcome, refusal)
     SELECT id, 1, $1, $2, 'SKIPPED', 'platform_user' FROM job RETURNING job_id`,
    [row?.["id"], person.username],
  );
  return {
    jobId: String(job?.["job_id"]),
    ...{ person, key, id: String(row?.["id"]), sessionId: String(session?.["id"]) },
    ...{ packageId: String(plan?.["package_id"]), receiverId: String(receiver?.["id"]) },
    tokenId: (await givenToken(records)).id,
  };
}

/** A token of the platform that is in use. */
export async function givenToken(records: Records): Promise<{ id: string; token: string }> {
  const token = makePackageKey("scim");
  const [row] = await records.query(
    "INSERT INTO platform_tokens (label, hash, last_four, created_by) VALUES ('Okta', $1, $2, 'ada') RETURNING id",
    [hashPackageKey(token), token.slice(-4)],
  );
  return { id: String(row?.["id"]), token };
}

/** A session as every sign-in opens one; the value of its cookie. */
export async function openSession(records: Records, { username }: Person): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await records.query(
    `INSERT INTO sessions (token_hash, user_id, address, user_agent)
     SELECT $2, id, '192.0.2.7', 'Firefox' FROM users WHERE username_key = $1`,
    [usernameKey(username), createHash("sha256").update(token).digest()],
  );
  return token;
}

/** Signs this browser in without a page: platform users have no password. */
export async function signInByRow(page: Page, server: ConsoleServer, records: Records, person: Person): Promise<void> {
  const value = await openSession(records, person);
  await page.context().addCookies([{ name: "latchkey-session", value, url: server.url }]);
}

/** Every column of the users' rows, but for what counts their keys, and of their sessions. */
export function stateOf(records: Records, ...people: Person[]): Promise<Row[]> {
  return records.query(
    `SELECT u.username, to_jsonb(u) - 'key_count' - 'facets' AS row FROM users u WHERE u.username = ANY ($1)
     UNION ALL SELECT u.username, to_jsonb(s) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.username = ANY ($1)
     ORDER BY 1, 2`,
    [people.map(({ username }) => username)],
  );
}

/**
 * Does something that must change nothing of somebody, or nothing but that their session ends. Answers what the audit tells
 * of them since.
 */
export async function whileUnchanged(
  records: Records,
  { username, ...person }: Person,
  what: string,
  work: () => Promise<void>,
  endsSessions = false,
): Promise<string[][]> {
  const [before, told] = [await stateOf(records, { ...person, username }), await records.history(username)];
  expect(before.length, `${username} is there`).toBeGreaterThan(0);
  await work();
  const expected = endsSessions ? before.map(ended) : before;
  expect(await stateOf(records, { ...person, username }), what).toEqual(expected);
  const entries = (await records.history(username)).slice(told.length);
  return entries.map(({ event, outcome, refusal }) => [String(event), String(outcome), String(refusal)]);
}

/** A session as it is once an administrator has ended it; a user as they are. */
function ended({ row, ...of }: Row): Row {
  if (typeof row !== "object" || row === null || !("token_hash" in row)) return { row, ...of };
  return { ...of, row: { ...row, end: "ENDED_BY_ADMINISTRATOR", ended_at: expect.any(String) } };
}
