/** Receivers that are down, slow, or refuse what is about somebody: what they miss, and that nobody else does. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { database } from "@/access/database";
import { findSignalReceiver, sendVerificationEvent } from "@/access/signals/signal-receivers";
import { backOff } from "@/signals/delivery";
import { entriesAbout, rowOf, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import {
  accept,
  changeStatus,
  fail,
  givenDelivery,
  givenReceiver,
  hang,
  kindOf,
  linesOf,
  outbox,
  storyOf,
  untilSettled,
  WAITING,
} from "./scene";

beforeAll(freshDatabase);
beforeEach(async () => {
  vi.stubEnv("NEXTAUTH_SECRET", "the-secret-of-this-installation-1");
  await emptyDatabase();
});
afterEach(() => vi.unstubAllEnvs());

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
  expect([linesOf("cora", story), linesOf("sam", story)]).toEqual([inOrder, inOrder]);
  expect(linesOf("linus", story)).toEqual(["account-disabled"]);
  // Not well again as soon as something else arrives.
  expect(reports).toHaveLength(1);
  refuses = false;
  await database().$executeRaw`UPDATE signal_events SET next_attempt_at = now() WHERE status = 'PENDING'`;
  await untilSettled();
  expect(linesOf("linus", storyOf(people, portal.received))).toEqual(["account-disabled", ...inOrder]);
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
    expect(linesOf("linus", storyOf(people, portal.received))).toEqual(["account-disabled"]);
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
    await vi.waitFor(() => expect(linesOf("cora", storyOf(people, portal.received))).toHaveLength(2), WAITING);
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

test("the wait doubles from a second to a quarter of an hour, a little less each time", () => {
  const seconds = Array.from({ length: 2_000 }, (_, index) => backOff(index + 1) / 1_000);
  expect(seconds.every((wait) => wait <= 900)).toBe(true);
  for (const [index, whole] of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900].entries()) {
    expect(seconds[index]).toBeGreaterThanOrEqual(whole * 0.8);
    expect(seconds[index]).toBeLessThanOrEqual(whole);
  }
  expect(new Set(Array.from({ length: 20 }, () => backOff(1))).size).toBeGreaterThan(1);
});
