/** The outbox of security events on a real database: what is written with a change, and that it holds up none. */
import pg from "pg";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Actor, commandLineActor } from "@/access/actor";
import { createPlatformToken } from "@/access/platform/platform-tokens";
import {
  changePlatformUser,
  createPlatformUser,
  deletePlatformUser,
  findPlatformUser,
  type PlatformUser,
} from "@/access/platform/platform-users";
import { makePassword } from "@/access/sign-in/passwords";
import { createSignalReceiver, deleteSignalReceiver } from "@/access/signals/signal-receivers";
import { changeAccessSettings, changeAccountStatus } from "@/access/status/access-settings";
import { createAdministrator } from "@/access/status/administrators";
import { deleteUser } from "@/access/users/users";
import type { User } from "@/generated/prisma/client";
import { entriesAbout, expectRefused, rowOf, signedIn } from "@/tests/actors";
import { asOwner, emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { changeStatus, outbox } from "@/tests/signals/scene";

const SSO = { OIDC_ISSUER: "https://login.example.com", OIDC_CLIENT_ID: "latchkey", OIDC_CLIENT_SECRET: "s" };

let databaseUrl: string;

beforeAll(async () => {
  databaseUrl = await freshDatabase();
});
beforeEach(emptyDatabase);
afterEach(() => vi.unstubAllEnvs());

async function given(actor: Actor, ...labels: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const label of labels) {
    const receiver = { label, endpoint: "https://receiver.example.com/events", audience: label, authorization: "" };
    const made = await createSignalReceiver(actor, receiver);
    if (!made.ok) throw new Error(made.refusal);
    ids.push(made.id);
  }
  return ids;
}

async function thePlatform(administrator: Actor): Promise<Actor> {
  const made = await createPlatformToken(administrator, "Okta");
  if (!made.ok) throw new Error(made.refusal);
  const actor = await Actor.ofPlatformToken(made.token, "192.0.2.9");
  if (!actor) throw new Error("The token is not live.");
  return actor;
}

/** The platform sets `active` of a user and nothing else. */
function activate(active: boolean): (present: PlatformUser) => PlatformUser & { active: boolean } {
  return (present) => ({ ...present, active });
}

function userOf(found: PlatformUser | null): PlatformUser {
  if (!found) throw new Error("The platform does not find its user.");
  return found;
}

function about(user: User, more: object = {}): object {
  return { username: user.username, issuer: null, id: user.id, initiatedBy: "admin", ...more };
}

describe("what a change writes", () => {
  test("nothing while there is nobody to tell", async () => {
    const { ada } = await givenPeople("ada", "linus");
    await changeStatus(await signedIn(ada), "linus", "DISABLED");
    expect(await outbox()).toEqual([]);
  });

  test("ada disables linus: each receiver is told, first of the account, then of the sessions", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const receivers = await given(actor, "Portal", "Billing");
    await changeStatus(actor, "linus", "DISABLED");
    const rows = await outbox();
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map(({ jti }) => jti)).size).toBe(4);
    expect(new Set(rows.map(({ payload }) => (payload as { txn: string }).txn)).size).toBe(1);
    for (const receiverId of receivers) {
      const common = { receiverId, subjectId: linus.id, status: "PENDING", attempts: 0, settledAt: null };
      const payload = { txn: expect.any(String), about: about(linus, { reason: "The user was disabled." }) };
      expect(rows.filter((row) => row.receiverId === receiverId)).toMatchObject([
        { ...common, kind: "ACCOUNT_DISABLED", payload },
        { ...common, kind: "SESSION_REVOKED", payload },
      ]);
    }
  });

  test("ada enables dora: one event; wei, who was waiting, as well", async () => {
    const { ada, dora, wei } = await givenPeople("ada", "dora", "wei");
    const actor = await signedIn(ada);
    await given(actor, "Portal");
    await changeStatus(actor, "dora", "ENABLED");
    await changeAccountStatus(actor, { username: "wei", seen: { status: "WAITING" }, status: "ENABLED" });
    const rows = await outbox();
    expect(rows).toMatchObject([
      { kind: "ACCOUNT_ENABLED", subjectId: dora.id, payload: { about: about(dora) } },
      { kind: "ACCOUNT_ENABLED", subjectId: wei.id, payload: { about: about(wei) } },
    ]);
    const [first, second] = rows.map(({ payload }) => (payload as { txn: string }).txn);
    expect(first).not.toBe(second);
  });

  test("ada deletes linus: his sessions, then the account; the events outlive him", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    await given(actor, "Portal");
    expect((await deleteUser(actor, "linus")).ok).toBe(true);
    expect(await rowOf(linus)).toBeNull();
    const payload = { about: about(linus, { reason: "The user was deleted." }) };
    expect(await outbox()).toMatchObject([
      { kind: "SESSION_REVOKED", subjectId: linus.id, payload },
      { kind: "ACCOUNT_PURGED", subjectId: linus.id, payload },
    ]);
  });

  test("an administrator whom the command line enables is announced", async () => {
    const { ada, dora } = await givenPeople("ada", "dora");
    await given(await signedIn(ada), "Portal");
    const administrator = { username: "dora", email: dora.email, displayName: "Dora", password: makePassword() };
    await createAdministrator(commandLineActor(), administrator);
    expect(await outbox()).toMatchObject([{ kind: "ACCOUNT_ENABLED", payload: { about: about(dora) } }]);
  });

  test("roles alone, and a status that is so already, tell nobody", async () => {
    const { ada } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    await given(actor, "Portal");
    const seen = { status: "ENABLED", roles: [] } as const;
    await changeAccessSettings(actor, { username: "linus", seen, roles: ["SUPPORT_USER"] });
    await changeAccountStatus(actor, { username: "linus", seen: { status: "DISABLED" }, status: "ENABLED" });
    expect(await outbox()).toEqual([]);
  });
});

describe("a change by the platform", () => {
  test("is the platform's doing, and names pat by our id while there is no single sign-on", async () => {
    const { ada, pat } = await givenPeople("ada", "pat");
    const actor = await signedIn(ada);
    await given(actor, "Portal");
    const platform = await thePlatform(actor);
    await changePlatformUser(platform, pat.id, null, activate(false));
    await changePlatformUser(platform, pat.id, null, activate(true));
    const payload = { about: about(pat, { initiatedBy: "system" }) };
    expect(await outbox()).toMatchObject([
      { kind: "ACCOUNT_DISABLED", subjectId: pat.id, payload },
      { kind: "SESSION_REVOKED", subjectId: pat.id, payload },
      { kind: "ACCOUNT_ENABLED", subjectId: pat.id, payload },
    ]);
  });

  test("names pat by her id at the OpenID Connect provider, once there is one", async () => {
    const { ada, pat } = await givenPeople("ada", "pat", "linus");
    const actor = await signedIn(ada);
    await given(actor, "Portal");
    for (const [name, value] of Object.entries(SSO)) vi.stubEnv(name, value);
    await deletePlatformUser(await thePlatform(actor), pat.id, null);
    await changeStatus(actor, "linus", "DISABLED");
    const [disabled, revoked, ofLinus] = await outbox();
    const payload = { about: { username: "pat", issuer: SSO.OIDC_ISSUER, id: "idp|pat", initiatedBy: "system" } };
    expect([disabled, revoked]).toMatchObject([{ payload }, { payload }]);
    expect(disabled?.subjectId).toBe(revoked?.subjectId);
    // He is no user of the platform.
    expect(ofLinus).toMatchObject({ payload: { about: { issuer: null } } });
  });

  test("names pat by our id where her external id is not what the provider says in sub", async () => {
    const { ada, pat } = await givenPeople("ada", "pat");
    const actor = await signedIn(ada);
    await given(actor, "Portal");
    for (const [name, value] of Object.entries({ ...SSO, OIDC_CLAIM: "oid" })) vi.stubEnv(name, value);
    await changePlatformUser(await thePlatform(actor), pat.id, null, activate(false));
    const expected = { subjectId: pat.id, payload: { about: about(pat, { initiatedBy: "system" }) } };
    expect(await outbox()).toMatchObject([expected, expected]);
  });

  test("brings pat again under her external id: whoever knew her as disabled learns that she is enabled", async () => {
    const { ada, pat } = await givenPeople("ada", "pat", "petra");
    const actor = await signedIn(ada);
    await given(actor, "Portal");
    for (const [name, value] of Object.entries(SSO)) vi.stubEnv(name, value);
    const platform = await thePlatform(actor);
    const profile = { ...userOf(await findPlatformUser(platform, pat.id)), active: true };
    await deletePlatformUser(platform, pat.id, null);
    await createPlatformUser(platform, profile);
    const rows = await outbox();
    expect(rows.map(({ kind }) => kind)).toEqual(["ACCOUNT_DISABLED", "SESSION_REVOKED", "ACCOUNT_ENABLED"]);
    // To receivers it is one person, so the events follow each other.
    expect(new Set(rows.map(({ subjectId }) => subjectId)).size).toBe(1);
    expect(rows.map(({ payload }) => (payload as { about: { id: string } }).about.id)).toEqual(
      Array(3).fill("idp|pat"),
    );
    await createPlatformUser(platform, { ...profile, username: "noor", externalId: "idp|noor" });
    expect(await outbox()).toHaveLength(3);
  });

  test("a user of the platform without an external id is named by our id", async () => {
    const { ada, pat } = await givenPeople("ada", "pat");
    const actor = await signedIn(ada);
    await given(actor, "Portal");
    for (const [name, value] of Object.entries(SSO)) vi.stubEnv(name, value);
    const without = (present: PlatformUser) => ({ ...present, externalId: null, active: false });
    await changePlatformUser(await thePlatform(actor), pat.id, null, without);
    expect(await outbox()).toMatchObject([{ payload: { about: about(pat, { initiatedBy: "system" }) } }, {}]);
  });
});

describe("nobody is told of what did not happen", () => {
  test("a change that fails at its last step leaves no event", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    await given(actor, "Portal");
    await asOwner("ALTER TABLE audit_entries ADD CONSTRAINT broken CHECK (event NOT LIKE 'user.%')");
    await expect(changeStatus(actor, "linus", "DISABLED")).rejects.toThrow("broken");
    await expect(deleteUser(actor, "linus")).rejects.toThrow("broken");
    await asOwner("ALTER TABLE audit_entries DROP CONSTRAINT broken");
    expect(await rowOf(linus)).toEqual(linus);
    expect(await outbox()).toEqual([]);
  });

  test("a change that a rule refuses leaves no event", async () => {
    const { ada, sam, linus } = await givenPeople("ada", "sam", "linus");
    await given(await signedIn(ada), "Portal");
    const refused = await changeAccountStatus(await signedIn(sam), {
      username: "linus",
      seen: { status: "ENABLED" },
      status: "DISABLED",
    });
    await expectRefused(refused, "not_permitted", linus, "user.disabled");
    expect(await deleteUser(await signedIn(sam), "linus")).toMatchObject({ ok: false });
    expect(await rowOf(linus)).toEqual(linus);
    expect(await outbox()).toEqual([]);
  });
});

test("a receiver that is being removed at that moment neither holds up nor undoes the disabling of linus", async () => {
  const { ada, linus } = await givenPeople("ada", "linus");
  const actor = await signedIn(ada);
  const [portal, billing] = await given(actor, "Portal", "Billing");
  const psql = new pg.Client({ connectionString: databaseUrl });
  await psql.connect();
  try {
    await psql.query("BEGIN");
    await psql.query("DELETE FROM signal_receivers WHERE id = $1", [portal]);
    // It waits five seconds for a lock and fails then.
    const begin = performance.now();
    await changeStatus(actor, "linus", "DISABLED");
    expect(performance.now() - begin).toBeLessThan(4_000);
    await psql.query("COMMIT");
  } finally {
    await psql.end();
  }
  expect(await rowOf(linus)).toMatchObject({ status: "DISABLED" });
  expect((await outbox()).map(({ receiverId }) => receiverId)).toEqual([billing, billing]);
});

test("five changes of linus while a receiver is removed: every change is made", async () => {
  const { ada, linus } = await givenPeople("ada", "linus");
  const actor = await signedIn(ada);
  const [portal = ""] = await given(actor, "Portal");
  const toggles = (async () => {
    for (const status of ["DISABLED", "ENABLED", "DISABLED", "ENABLED", "DISABLED"] as const) {
      await changeStatus(actor, "linus", status);
    }
  })();
  const removal = deleteSignalReceiver(actor, portal);
  await toggles;
  expect((await removal).ok).toBe(true);
  expect(await rowOf(linus)).toMatchObject({ status: "DISABLED" });
  expect(await entriesAbout(linus)).toHaveLength(5);
  expect(await outbox()).toEqual([]);
});
