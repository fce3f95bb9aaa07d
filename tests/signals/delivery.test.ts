/** Security events on their whole way: a change on a real database, the loop, and receivers who verify what comes. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { createPlatformToken } from "@/access/platform/platform-tokens";
import { changePlatformUser } from "@/access/platform/platform-users";
import { findSignalReceiver, sendVerificationEvent } from "@/access/signals/signal-receivers";
import { listPublicKeys } from "@/access/signals/signing-keys";
import { deleteUser } from "@/access/users/users";
import { signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import {
  changeStatus,
  givenDelivery,
  givenReceiver,
  outbox,
  storyOf,
  untilSettled,
  URL_OF_CONSOLE,
  WAITING,
} from "./scene";

const RISC = "https://schemas.openid.net/secevent/risc/event-type";
const CAEP = "https://schemas.openid.net/secevent/caep/event-type";
const SECRET = "h480djs93hd8-not-for-anybody";

beforeAll(freshDatabase);
beforeEach(async () => {
  vi.stubEnv("NEXTAUTH_SECRET", "the-secret-of-this-installation-1");
  await emptyDatabase();
});
afterEach(() => vi.unstubAllEnvs());

describe("what arrives", () => {
  test("ada disables and enables linus: her console says so, signed and in this order", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const portal = await givenReceiver(actor, "Portal", { authorization: `Bearer ${SECRET}` });
    givenDelivery();
    await changeStatus(actor, "linus", "DISABLED");
    await changeStatus(actor, "linus", "ENABLED");
    await untilSettled();
    const [disabled, revoked, enabled] = await outbox();
    const seconds = (row: typeof disabled) => Math.floor(Number(row?.occurredAt) / 1_000);
    const txn = (row: typeof disabled) => (row?.payload as { txn: string }).txn;
    const common = (row: typeof disabled) => ({
      ...{ iss: URL_OF_CONSOLE, aud: "urn:example:Portal", iat: seconds(row), jti: row?.jti, txn: txn(row) },
      sub_id: { format: "iss_sub", iss: URL_OF_CONSOLE, sub: linus.id },
    });
    const revocation = {
      event_timestamp: seconds(revoked),
      initiating_entity: "admin",
      reason_admin: { en: "The user was disabled." },
    };
    expect(portal.received.map(({ claims }) => claims)).toEqual([
      { ...common(disabled), events: { [`${RISC}/account-disabled`]: {} } },
      { ...common(revoked), events: { [`${CAEP}/session-revoked`]: revocation } },
      { ...common(enabled), events: { [`${RISC}/account-enabled`]: {} } },
    ]);
    expect(txn(disabled)).toBe(txn(revoked));
    const [{ kid } = {}] = await listPublicKeys();
    for (const { header, headers } of portal.received) {
      expect(header).toEqual({ alg: "RS256", typ: "secevent+jwt", kid });
      expect(headers.authorization).toBe(`Bearer ${SECRET}`);
    }
  });

  test("the platform disables pat: every receiver is told once, each with its own audience", async () => {
    const { ada, pat } = await givenPeople("ada", "pat");
    const actor = await signedIn(ada);
    const receivers = [await givenReceiver(actor, "Portal"), await givenReceiver(actor, "Billing")];
    const made = await createPlatformToken(actor, "Okta");
    const platform = made.ok && (await Actor.ofPlatformToken(made.token, "192.0.2.9"));
    if (!platform) throw new Error("The token is not live.");
    givenDelivery();
    await changePlatformUser(platform, pat.id, null, (present) => ({ ...present, active: false }));
    await untilSettled();
    for (const { label, received } of receivers) {
      expect(storyOf({ pat }, received)).toEqual(["pat account-disabled", "pat session-revoked"]);
      expect(received.map(({ claims }) => claims.aud)).toEqual(Array(2).fill(`urn:example:${label}`));
      expect(received[1]?.claims["events"]).toMatchObject({
        [`${CAEP}/session-revoked`]: { initiating_entity: "system" },
      });
    }
  });

  test("ada deletes linus: his sessions, then that he is gone", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const portal = await givenReceiver(actor);
    givenDelivery();
    await deleteUser(actor, "linus");
    await untilSettled();
    expect(storyOf({ linus }, portal.received)).toEqual(["linus session-revoked", "linus account-purged"]);
  });

  test("a verification event, and that it arrived", async () => {
    const { ada } = await givenPeople("ada");
    const actor = await signedIn(ada);
    const portal = await givenReceiver(actor);
    givenDelivery();
    await sendVerificationEvent(actor, portal.id);
    await untilSettled();
    expect(portal.received.map(({ claims }) => [claims["sub_id"], claims["events"]])).toEqual([
      [{ format: "opaque", id: portal.id }, { "https://schemas.openid.net/secevent/ssf/event-type/verification": {} }],
    ]);
    const shown = await findSignalReceiver(actor, portal.id);
    expect(shown).toMatchObject({ pending: 0, lastDeliveredAt: expect.any(Date), lastError: null });
  });
});

describe("secrets", () => {
  test("another NEXTAUTH_SECRET: events are signed by a new key, and verified by what is published", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const portal = await givenReceiver(actor);
    givenDelivery();
    await changeStatus(actor, "linus", "DISABLED");
    await untilSettled();
    vi.stubEnv("NEXTAUTH_SECRET", "the-secret-of-this-installation-2");
    await changeStatus(actor, "linus", "ENABLED");
    await untilSettled();
    expect(storyOf({ linus }, portal.received).at(-1)).toBe("linus account-enabled");
    const kids = portal.received.map(({ header }) => header.kid);
    expect(new Set(kids).size).toBe(2);
    expect((await listPublicKeys()).map(({ kid }) => kid)).toEqual([kids[2], kids[0]]);
  });

  test("another NEXTAUTH_SECRET: what a receiver wants to be told is lost, and both pages and log say what to do", async () => {
    const { ada } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const portal = await givenReceiver(actor, "Portal", { authorization: `Bearer ${SECRET}` });
    await changeStatus(actor, "linus", "DISABLED");
    vi.stubEnv("NEXTAUTH_SECRET", "the-secret-of-this-installation-2");
    const { reports } = givenDelivery();
    await vi.waitFor(async () => {
      const shown = await findSignalReceiver(actor, portal.id);
      expect(shown?.lastError).toMatch(/NEXTAUTH_SECRET was changed: remove the receiver and add it again\.$/);
    }, WAITING);
    await vi.waitFor(() => expect(reports).toHaveLength(1), WAITING);
    expect(portal.received).toEqual([]);
  });

  test("what a receiver wants to be told is nowhere in plain text, also when it repeats it", async () => {
    const { ada } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const portal = await givenReceiver(actor, "Portal", { authorization: `Bearer ${SECRET}` });
    const refusal = { err: "authentication_failed", description: `Bearer ${SECRET} and ${SECRET} are unknown.` };
    portal.answer = (response) => void response.writeHead(400).end(JSON.stringify(refusal));
    const { reports } = givenDelivery();
    await changeStatus(actor, "linus", "DISABLED");
    await vi.waitFor(async () => expect((await outbox())[0]?.lastError).toMatch(/authentication_failed/), WAITING);
    const tables = ["signal_receivers", "signal_events", "signing_keys", "audit_entries"].map((table) =>
      database().$queryRawUnsafe<object[]>(`SELECT to_jsonb(t) AS row FROM ${table} t`),
    );
    const everything = JSON.stringify([reports, await Promise.all(tables)]);
    expect(everything).toContain("authentication_failed");
    expect(everything).not.toContain("h480djs93hd8");
    const hex = Buffer.from("h480djs93hd8").toString("hex");
    expect(everything).not.toContain(hex);
  });
});
