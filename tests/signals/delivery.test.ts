/** Security events on their whole way: a change on a real database, the loop, and receivers who verify what comes. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Actor } from "@/access/actor";
import { database, disconnect } from "@/access/database";
import { createPlatformToken } from "@/access/platform-tokens";
import { changePlatformUser } from "@/access/platform-users";
import { claimSignals } from "@/access/signal-deliveries";
import { deleteSignalReceiver, findSignalReceiver, sendVerificationEvent } from "@/access/signal-receivers";
import { listPublicKeys } from "@/access/signing-keys";
import { deleteUser } from "@/access/users";
import { backOff } from "@/signals/delivery";
import { entriesAbout, rowOf, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import {
  accept,
  changeStatus,
  fail,
  givenDelivery,
  givenReceiver,
  givenServer,
  hang,
  kindOf,
  outbox,
  type Received,
  untilSettled,
  URL_OF_CONSOLE,
  WAITING,
} from "./scene";

const RISC = "https://schemas.openid.net/secevent/risc/event-type";
const CAEP = "https://schemas.openid.net/secevent/caep/event-type";
const SECRET = "h480djs93hd8-not-for-anybody";

let databaseUrl: string;

beforeAll(async () => {
  databaseUrl = await freshDatabase();
});
beforeEach(async () => {
  vi.stubEnv("NEXTAUTH_SECRET", "the-secret-of-this-installation-1");
  await emptyDatabase();
});
afterEach(() => vi.unstubAllEnvs());

/** "linus account-disabled": whom an event is about and what it says, for people given by name. */
function storyOf(people: Record<string, { id: string }>, received: readonly Received[]): string[] {
  return received.map((event) => {
    const { sub } = event.claims["sub_id"] as { sub?: string };
    const [name] = Object.entries(people).find(([, { id }]) => id === sub) ?? ["nobody"];
    return `${name} ${kindOf(event)}`;
  });
}

function of(name: string, story: readonly string[]): string[] {
  return story.filter((line) => line.startsWith(name)).map((line) => line.slice(name.length + 1));
}

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

describe("a receiver that is down", () => {
  test("is told later, with the same event, and the operator twice in all", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const portal = await givenReceiver(actor);
    portal.answer = fail;
    const { reports } = givenDelivery();
    await changeStatus(actor, "linus", "DISABLED");
    await vi.waitFor(() => expect(portal.received.length).toBeGreaterThan(4), WAITING);
    const error = "The receiver answered with status 503.";
    await vi.waitFor(async () => {
      const shown = await findSignalReceiver(actor, portal.id);
      expect(shown).toMatchObject({ pending: 2, lastDeliveredAt: null, lastError: error });
    }, WAITING);
    portal.answer = accept;
    await untilSettled();
    const story = storyOf({ linus }, portal.received);
    expect(new Set(story.slice(0, -1))).toEqual(new Set(["linus account-disabled"]));
    expect(story.at(-1)).toBe("linus session-revoked");
    expect(new Set(portal.received.slice(0, -1).map(({ claims }) => JSON.stringify(claims))).size).toBe(1);
    const [disabled] = await outbox();
    expect(disabled?.attempts).toBe(story.length - 1);
    await vi.waitFor(() => expect(reports).toHaveLength(2), WAITING);
    expect(reports).toEqual([
      `✗ Security events don't arrive at Portal and are sent again: ${error}`,
      "✓ Security events arrive at Portal again.",
    ]);
  });

  test("holds up no other receiver, no change, and no page of the console", async () => {
    const people = await givenPeople("ada", "linus", "cora", "sam");
    const actor = await signedIn(people.ada);
    const [portal, billing] = [await givenReceiver(actor), await givenReceiver(actor, "Billing")];
    portal.answer = hang;
    givenDelivery();
    for (const name of ["linus", "cora", "sam"]) {
      const begin = performance.now();
      await changeStatus(actor, name, "DISABLED");
      expect(performance.now() - begin).toBeLessThan(2_000);
      expect(await rowOf(people[name as "linus"])).toMatchObject({ status: "DISABLED" });
    }
    await vi.waitFor(() => expect(billing.received).toHaveLength(6), WAITING);
    expect((await entriesAbout()).filter(({ event }) => event === "user.disabled")).toHaveLength(3);
    expect(portal.received.length).toBeGreaterThan(0);
    const states = await database().signalEvent.groupBy({ by: ["receiverId", "status"], _count: true });
    expect(states).toContainEqual({ receiverId: portal.id, status: "PENDING", _count: 6 });
  });

  test("is asked with one event at a time, and after pauses with none, while others are told", async () => {
    const { ada } = await givenPeople("ada");
    const actor = await signedIn(ada);
    const [portal, billing] = [await givenReceiver(actor), await givenReceiver(actor, "Billing")];
    let open = 0;
    const atOnce: number[] = [];
    portal.answer = (response) => {
      atOnce.push((open += 1));
      setImmediate(() => {
        open -= 1;
        fail(response, {});
      });
    };
    for (let sent = 0; sent < 20; sent += 1) await sendVerificationEvent(actor, portal.id);
    let isPatient = false;
    givenDelivery({ backOff: () => (isPatient ? 3_600_000 : 0) });
    await vi.waitFor(() => expect(atOnce.length).toBeGreaterThan(20), WAITING);
    expect(new Set(atOnce.slice(8))).toEqual(new Set([1]));
    isPatient = true;
    // Each takes the loop another look at all receivers.
    for (let sent = 1; sent <= 5; sent += 1) {
      await sendVerificationEvent(actor, billing.id);
      await vi.waitFor(() => expect(billing.received).toHaveLength(sent), WAITING);
    }
    const asked = atOnce.length;
    await sendVerificationEvent(actor, billing.id);
    await vi.waitFor(() => expect(billing.received).toHaveLength(6), WAITING);
    expect(atOnce).toHaveLength(asked);
  });

  test("beside others that are down as well, with all that is on the way to them, warns of nothing", async () => {
    const { ada } = await givenPeople("ada");
    const actor = await signedIn(ada);
    const warnings: Error[] = [];
    const hear = (warning: Error): void => void warnings.push(warning);
    process.on("warning", hear);
    const receivers = [await givenReceiver(actor, "Portal"), await givenReceiver(actor, "Billing")];
    for (const receiver of receivers) {
      receiver.answer = hang;
      for (let sent = 0; sent < 10; sent += 1) await sendVerificationEvent(actor, receiver.id);
    }
    givenDelivery();
    await vi.waitFor(() => expect(receivers.map(({ received }) => received.length)).toEqual([8, 8]), WAITING);
    process.off("warning", hear);
    expect(warnings).toEqual([]);
  });

  test("for a day: its events are given up, and what comes later arrives", async () => {
    const { ada, linus } = await givenPeople("ada", "linus", "cora");
    const actor = await signedIn(ada);
    const portal = await givenReceiver(actor);
    portal.answer = fail;
    for (const name of ["linus", "cora"]) await changeStatus(actor, name, "DISABLED");
    await database().$executeRaw`UPDATE signal_events SET occurred_at = now() - interval '24 hours'`;
    const { reports } = givenDelivery();
    await untilSettled("EXPIRED");
    const shown = await findSignalReceiver(actor, portal.id);
    expect(shown).toMatchObject({ pending: 0, lastError: "The receiver answered with status 503." });
    portal.answer = accept;
    portal.received.length = 0;
    await changeStatus(actor, "linus", "ENABLED");
    await vi.waitFor(() => expect(storyOf({ linus }, portal.received)).toEqual(["linus account-enabled"]), WAITING);
    await vi.waitFor(() => expect(reports).toHaveLength(2), WAITING);
    expect(await findSignalReceiver(actor, portal.id)).toMatchObject({ pending: 0, lastError: null });
  });
});

test("what is a day old is given up with the first attempt that finds nobody there, without one for each", async () => {
  const { ada } = await givenPeople("ada", "linus", "cora");
  const actor = await signedIn(ada);
  const portal = await givenReceiver(actor);
  portal.answer = fail;
  for (const name of ["linus", "cora"]) await changeStatus(actor, name, "DISABLED");
  await database().$executeRaw`UPDATE signal_events SET occurred_at = now() - interval '24 hours'`;
  givenDelivery({ backOff: () => 3_600_000 });
  await untilSettled("EXPIRED");
  expect(portal.received.map(kindOf)).toEqual(["account-disabled", "account-disabled"]);
  expect((await outbox()).map(({ lastError }) => lastError)).toEqual(
    Array(4).fill("The receiver answered with status 503."),
  );
});

test("a receiver that refuses what is about linus gets the rest, in order for each user", async () => {
  const people = await givenPeople("ada", "linus", "cora", "sam");
  const actor = await signedIn(people.ada);
  const portal = await givenReceiver(actor);
  const body = JSON.stringify({ err: "access_denied", description: "Not him." });
  let refuses = true;
  portal.answer = (response, claims) => {
    const { sub } = claims["sub_id"] as { sub: string };
    if (refuses && sub === people.linus.id) response.writeHead(400, { "Content-Type": "application/json" }).end(body);
    else response.writeHead(202).end();
  };
  const { reports } = givenDelivery({ backOff: () => 3_600_000 });
  for (const name of ["linus", "cora", "sam"]) await changeStatus(actor, name, "DISABLED");
  for (const name of ["cora", "linus", "sam"]) await changeStatus(actor, name, "ENABLED");
  const inOrder = ["account-disabled", "session-revoked", "account-enabled"];
  await vi.waitFor(async () => {
    expect((await outbox()).filter(({ status }) => status === "DELIVERED")).toHaveLength(6);
  }, WAITING);
  const story = storyOf(people, portal.received);
  expect([of("cora", story), of("sam", story)]).toEqual([inOrder, inOrder]);
  expect(of("linus", story)).toEqual(["account-disabled"]);
  // Not well again as soon as something else arrives.
  expect(reports).toHaveLength(1);
  refuses = false;
  await database().$executeRaw`UPDATE signal_events SET next_attempt_at = now() WHERE status = 'PENDING'`;
  await untilSettled();
  expect(of("linus", storyOf(people, portal.received))).toEqual(["account-disabled", ...inOrder]);
  await vi.waitFor(() => expect(reports).toHaveLength(2), WAITING);
  expect(reports).toEqual([
    "✗ Security events don't arrive at Portal and are sent again: The receiver refused the event: access_denied (Not him.)",
    "✓ Security events arrive at Portal again.",
  ]);
});

describe("a receiver that takes nothing about linus", () => {
  test.each([404, 422])("and answers %i is told of everybody else at once", async (status) => {
    const people = await givenPeople("ada", "linus", "cora", "sam");
    const actor = await signedIn(people.ada);
    const portal = await givenReceiver(actor);
    portal.answer = (response, claims) => {
      const { sub } = claims["sub_id"] as { sub: string };
      response.writeHead(sub === people.linus.id ? status : 202).end();
    };
    givenDelivery({ backOff: () => 3_600_000 });
    await changeStatus(actor, "linus", "DISABLED");
    await vi.waitFor(async () => expect((await outbox())[0]?.lastError).toContain(String(status)), WAITING);
    for (const name of ["cora", "sam"]) await changeStatus(actor, name, "DISABLED");
    await vi.waitFor(() => expect(portal.received).toHaveLength(5), WAITING);
    expect(of("linus", storyOf(people, portal.received))).toEqual(["account-disabled"]);
  });

  test("and answers 500 is told of others in their turn, not after all that it does not take", async () => {
    const people = await givenPeople("ada", "linus", "cora");
    const actor = await signedIn(people.ada);
    const portal = await givenReceiver(actor);
    portal.answer = (response, claims) => {
      const { sub } = claims["sub_id"] as { sub: string };
      response.writeHead(sub === people.linus.id ? 500 : 202).end();
    };
    // The lane waits for nothing, and what failed is overdue for years: it would be the first again each time.
    givenDelivery({ backOff: () => -1e12 });
    await changeStatus(actor, "linus", "DISABLED");
    await vi.waitFor(() => expect(portal.received.length).toBeGreaterThan(5), WAITING);
    await changeStatus(actor, "cora", "DISABLED");
    await vi.waitFor(() => expect(of("cora", storyOf(people, portal.received))).toHaveLength(2), WAITING);
  });

  test("a verification that ada asks for is sent at once, and its arrival ends the pause", async () => {
    const { ada } = await givenPeople("ada", "linus", "cora");
    const actor = await signedIn(ada);
    const portal = await givenReceiver(actor);
    portal.answer = fail;
    givenDelivery({ backOff: () => 3_600_000 });
    await changeStatus(actor, "linus", "DISABLED");
    await vi.waitFor(async () => expect((await outbox())[0]?.lastError).toContain("503"), WAITING);
    await changeStatus(actor, "cora", "DISABLED");
    await sendVerificationEvent(actor, portal.id);
    await vi.waitFor(() => expect(portal.received.map(kindOf)).toEqual(["account-disabled", "verification"]), WAITING);
    await vi.waitFor(async () => expect((await outbox()).at(-1)?.lastError).toContain("503"), WAITING);
    portal.answer = accept;
    await sendVerificationEvent(actor, portal.id);
    await vi.waitFor(() => expect(portal.received).toHaveLength(5), WAITING);
    expect(portal.received.slice(2).map(kindOf)).toEqual(["verification", "account-disabled", "session-revoked"]);
  });
});

test("a console that comes too late to send what it claimed leaves it to others", async () => {
  const { ada, linus } = await givenPeople("ada", "linus");
  const actor = await signedIn(ada);
  const portal = await givenReceiver(actor);
  await changeStatus(actor, "linus", "DISABLED");
  const now = performance.now.bind(performance);
  let held = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + (held += 16_000));
  givenDelivery();
  await vi.waitFor(() => expect(held).toBeGreaterThan(1_000_000), WAITING);
  expect(portal.received).toEqual([]);
  expect((await outbox()).every(({ attempts, lastError }) => attempts <= 1 && lastError === null)).toBe(true);
  const last = held;
  clock.mockImplementation(() => now() + last);
  await untilSettled();
  clock.mockRestore();
  expect(storyOf({ linus }, portal.received)).toEqual(["linus account-disabled", "linus session-revoked"]);
});

test("two consoles on one database send each event once, in order for each user", async () => {
  const people = await givenPeople("ada", "linus", "cora", "sam", "percy", "dora");
  const actor = await signedIn(people.ada);
  const portal = await givenReceiver(actor);
  const names = ["linus", "cora", "sam", "percy"] as const;
  givenDelivery();
  givenDelivery();
  for (let round = 0; round < 4; round += 1) {
    await Promise.all(names.map((name) => changeStatus(actor, name, "DISABLED")));
    await Promise.all(names.map((name) => changeStatus(actor, name, "ENABLED")));
  }
  await untilSettled();
  expect(portal.received).toHaveLength(4 * 4 * 3);
  expect(new Set(portal.received.map(({ claims }) => claims.jti)).size).toBe(4 * 4 * 3);
  const round = ["account-disabled", "session-revoked", "account-enabled"];
  const story = storyOf(people, portal.received);
  for (const name of names) expect(of(name, story)).toEqual([...round, ...round, ...round, ...round]);
  expect((await outbox()).every(({ attempts }) => attempts === 1)).toBe(true);
});

test("what a killed console had claimed is sent by another, once its claim is over", async () => {
  const { ada, linus } = await givenPeople("ada", "linus");
  const actor = await signedIn(ada);
  const portal = await givenReceiver(actor);
  await changeStatus(actor, "linus", "DISABLED");
  expect(await claimSignals(portal.id, 8)).toHaveLength(1);
  givenDelivery();
  const cora = await givenPeople("cora");
  await changeStatus(actor, "cora", "DISABLED");
  await vi.waitFor(() => expect(portal.received).toHaveLength(2), WAITING);
  expect(storyOf(cora, portal.received)).toEqual(["cora account-disabled", "cora session-revoked"]);
  await database().$executeRaw`
    UPDATE signal_events SET next_attempt_at = next_attempt_at - interval '30 seconds' WHERE subject_id = ${linus.id}::uuid`;
  await untilSettled();
  expect(of("linus", storyOf({ linus }, portal.received))).toEqual(["account-disabled", "session-revoked"]);
});

describe("a console that stops", () => {
  test("does so within two seconds beside a receiver that hangs, and leaves its events to others at once", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const portal = await givenReceiver(actor);
    portal.answer = hang;
    const { stop, reports } = givenDelivery();
    await changeStatus(actor, "linus", "DISABLED");
    await vi.waitFor(() => expect(portal.received).toHaveLength(1), WAITING);
    const begin = performance.now();
    await stop();
    expect(performance.now() - begin).toBeLessThan(2_000);
    expect(await outbox()).toMatchObject([
      { status: "PENDING", attempts: 0, lastError: null },
      { status: "PENDING", attempts: 0 },
    ]);
    portal.answer = accept;
    givenDelivery();
    await untilSettled();
    expect(storyOf({ linus }, portal.received)).toEqual([
      "linus account-disabled",
      "linus account-disabled",
      "linus session-revoked",
    ]);
    expect(reports).toEqual([]);
  });

  test("lets what is on its way arrive, and begins nothing more", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const portal = await givenReceiver(actor);
    let arrived = (): void => undefined;
    portal.answer = (response) => {
      arrived = () => void response.writeHead(202).end();
    };
    const { stop } = givenDelivery();
    await changeStatus(actor, "linus", "DISABLED");
    await vi.waitFor(() => expect(portal.received).toHaveLength(1), WAITING);
    const stopped = stop();
    arrived();
    await stopped;
    expect(await outbox()).toMatchObject([{ status: "DELIVERED" }, { status: "PENDING", attempts: 0 }]);
    expect(storyOf({ linus }, portal.received)).toEqual(["linus account-disabled"]);
  });
});

describe("what the loop survives", () => {
  test("a receiver that is removed while its events are on their way", async () => {
    const { ada } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const [portal, billing] = [await givenReceiver(actor), await givenReceiver(actor, "Billing")];
    let arrived = (): void => undefined;
    portal.answer = (response) => {
      arrived = () => void response.writeHead(202).end();
    };
    const { reports } = givenDelivery();
    await changeStatus(actor, "linus", "DISABLED");
    await vi.waitFor(() => expect(portal.received).toHaveLength(1), WAITING);
    expect((await deleteSignalReceiver(actor, portal.id)).ok).toBe(true);
    arrived();
    await untilSettled();
    await changeStatus(actor, "linus", "ENABLED");
    await vi.waitFor(() => expect(billing.received).toHaveLength(3), WAITING);
    expect(portal.received).toHaveLength(1);
    expect(reports).toEqual([]);
  });

  test("a database that is away: the operator is told once, and the events arrive when it is back", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const portal = await givenReceiver(actor);
    await changeStatus(actor, "linus", "DISABLED");
    let attempts = 0;
    const nobody = await givenServer(
      () => undefined,
      (socket) => {
        attempts += 1;
        socket.destroy();
      },
    );
    await disconnect();
    process.env["DATABASE_URL"] = nobody.replace("http:", "postgresql:");
    const { reports } = givenDelivery();
    await vi.waitFor(() => expect(attempts).toBeGreaterThan(5), WAITING);
    await disconnect();
    process.env["DATABASE_URL"] = databaseUrl;
    await untilSettled();
    expect(storyOf({ linus }, portal.received)).toEqual(["linus account-disabled", "linus session-revoked"]);
    expect(reports).toEqual([expect.stringMatching(/^✗ Security events can't be sent: DatabaseUnreachable /)]);
  });

  test("an event that can't be written back: the lane waits for those beside it and rests before it goes on", async () => {
    const { ada } = await givenPeople("ada", "linus", "cora", "sam");
    const actor = await signedIn(ada);
    const [portal, billing] = [await givenReceiver(actor), await givenReceiver(actor, "Billing")];
    let finish = (): void => undefined;
    let isFirst = true;
    portal.answer = (response, claims) => {
      if (isFirst) finish = () => accept(response, claims);
      else accept(response, claims);
      isFirst = false;
    };
    await changeStatus(actor, "linus", "DISABLED");
    await changeStatus(actor, "cora", "DISABLED");
    await database().$executeRaw`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$`;
    await database().$executeRawUnsafe(`
      CREATE TRIGGER broken BEFORE UPDATE ON signal_events FOR EACH ROW
        WHEN (NEW.status = 'DELIVERED' AND NEW.receiver_id = '${portal.id}') EXECUTE FUNCTION refuse()`);
    const { reports } = givenDelivery({ backOff: () => 3_600_000 });
    await vi.waitFor(() => expect(portal.received).toHaveLength(2), WAITING);
    await vi.waitFor(() => expect(billing.received).toHaveLength(4), WAITING);
    // What is due now would go beside the one that is still on its way, had the lane not waited for it.
    await changeStatus(actor, "sam", "DISABLED");
    await vi.waitFor(() => expect(billing.received).toHaveLength(6), WAITING);
    // Each takes the loop another look at all receivers.
    for (let sent = 1; sent <= 5; sent += 1) {
      await sendVerificationEvent(actor, billing.id);
      await vi.waitFor(() => expect(billing.received).toHaveLength(6 + sent), WAITING);
    }
    expect(portal.received).toHaveLength(2);
    expect(reports).toEqual([]);
    await database().$executeRaw`DROP FUNCTION refuse() CASCADE`;
    finish();
    await vi.waitFor(() => expect(reports).toHaveLength(1), WAITING);
    expect(reports).toEqual([expect.stringMatching(/^✗ Security events can't be sent: .*broken/)]);
    for (let sent = 6; sent <= 8; sent += 1) {
      await sendVerificationEvent(actor, billing.id);
      await vi.waitFor(() => expect(billing.received).toHaveLength(6 + sent), WAITING);
    }
    expect(portal.received).toHaveLength(2);
  });

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

test("the wait doubles from a second to a quarter of an hour, a little less each time", () => {
  const seconds = Array.from({ length: 2_000 }, (_, index) => backOff(index + 1) / 1_000);
  expect(seconds.every((wait) => wait <= 900)).toBe(true);
  for (const [index, whole] of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900].entries()) {
    expect(seconds[index]).toBeGreaterThanOrEqual(whole * 0.8);
    expect(seconds[index]).toBeLessThanOrEqual(whole);
  }
  expect(new Set(Array.from({ length: 20 }, () => backOff(1))).size).toBeGreaterThan(1);
});
