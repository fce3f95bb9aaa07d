/** How the outbox is emptied, on a real database: in order, by one console at a time, and not for longer than a day. */
import pg from "pg";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Actor } from "@/access/actor";
import { database, rows } from "@/access/database";
import {
  type ClaimedSignal,
  claimSignals,
  giveUpOld,
  hasFailing,
  listReceivers,
  pruneSignals,
  returnSignal,
  settleDelivered,
  settleFailed,
} from "@/access/signals/signal-deliveries";
import { createSignalReceiver, sendVerificationEvent } from "@/access/signals/signal-receivers";
import { signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, untilWaiting } from "@/tests/database";
import { changeStatus, outbox } from "@/tests/signals/scene";

let databaseUrl: string;

beforeAll(async () => {
  databaseUrl = await freshDatabase();
});
beforeEach(async () => {
  vi.stubEnv("NEXTAUTH_SECRET", "the-secret-of-this-installation-1");
  await emptyDatabase();
});
afterEach(() => vi.unstubAllEnvs());

async function adaSignsIn(): Promise<Actor> {
  return signedIn((await givenPeople("ada", "linus", "cora")).ada);
}

async function givenPortal(actor: Actor, label = "Portal", authorization = ""): Promise<string> {
  const endpoint = "https://portal.example.com/events";
  const made = await createSignalReceiver(actor, { label, endpoint, audience: "urn:portal", authorization });
  if (!made.ok) throw new Error(made.refusal);
  return made.id;
}

function told(signals: readonly ClaimedSignal[]): string[] {
  return signals.map(({ kind, payload }) => `${payload.about?.username ?? "nobody"} ${kind}`).sort();
}

/** Claims what has to be one event. */
async function claimOne(receiverId: string): Promise<ClaimedSignal> {
  const [signal, ...others] = await claimSignals(receiverId, 8);
  if (!signal || others.length > 0) throw new Error("That was not one event.");
  return signal;
}

/** As if so much time had passed for all that is in the outbox. */
async function pass(time: string): Promise<void> {
  await database().$executeRawUnsafe(
    `UPDATE signal_events SET occurred_at = occurred_at - $1::interval,
       next_attempt_at = next_attempt_at - $1::interval, settled_at = settled_at - $1::interval`,
    time,
  );
}

describe("what is claimed", () => {
  test("is all that it takes to send it", async () => {
    const actor = await adaSignsIn();
    const id = await givenPortal(actor, "Portal", "Bearer x");
    await sendVerificationEvent(actor, id);
    const [row] = await outbox();
    expect(await listReceivers()).toEqual([{ id, isDue: true }]);
    expect(await claimSignals(id, 8)).toEqual([
      {
        ...{ id: String(row?.id), kind: "VERIFICATION", jti: row?.jti, payload: row?.payload, attempts: 1 },
        occurredAt: row?.occurredAt,
        receiver: {
          ...{ id, label: "Portal", endpoint: "https://portal.example.com/events", audience: "urn:portal" },
          authorization: { value: "Bearer x" },
        },
      },
    ]);
  });

  test("has no authorization that another secret sealed", async () => {
    const actor = await adaSignsIn();
    const [sealed, none] = [await givenPortal(actor, "Portal", "Bearer x"), await givenPortal(actor, "Billing")];
    for (const id of [sealed, none]) await sendVerificationEvent(actor, id);
    vi.stubEnv("NEXTAUTH_SECRET", "the-secret-of-this-installation-2");
    expect(await claimOne(sealed)).toMatchObject({ receiver: { authorization: "unreadable" } });
    expect(await claimOne(none)).toMatchObject({ receiver: { authorization: "none" } });
  });

  test("is the earliest event of each user; the next follows when that has arrived, others don't wait", async () => {
    const actor = await adaSignsIn();
    const id = await givenPortal(actor);
    await changeStatus(actor, "linus", "DISABLED");
    await changeStatus(actor, "linus", "ENABLED");
    await changeStatus(actor, "cora", "DISABLED");
    const first = await claimSignals(id, 8);
    expect(told(first)).toEqual(["cora ACCOUNT_DISABLED", "linus ACCOUNT_DISABLED"]);
    expect(await claimSignals(id, 8)).toEqual([]);
    for (const signal of first) {
      if (signal.payload.about?.username === "cora") await settleDelivered(signal);
      else await settleFailed(signal, "Status 503.", 60_000);
    }
    expect(told(await claimSignals(id, 8))).toEqual(["cora SESSION_REVOKED"]);
    expect(await claimSignals(id, 8)).toEqual([]);
    await pass("1 minute");
    const again = await claimSignals(id, 8);
    expect(told(again)).toEqual(["cora SESSION_REVOKED", "linus ACCOUNT_DISABLED"]);
    for (const signal of again) await settleDelivered(signal);
    const second = await claimOne(id);
    expect(told([second])).toEqual(["linus SESSION_REVOKED"]);
    await settleDelivered(second);
    expect(told([await claimOne(id)])).toEqual(["linus ACCOUNT_ENABLED"]);
  });

  test("is, of a receiver that fails, what was tried least; verifications that nobody tried can go before all", async () => {
    const actor = await adaSignsIn();
    const id = await givenPortal(actor);
    await changeStatus(actor, "linus", "DISABLED");
    await settleFailed(await claimOne(id), "Status 503.", 0);
    await pass("1 minute");
    await changeStatus(actor, "cora", "DISABLED");
    await sendVerificationEvent(actor, id);
    const asked = await claimSignals(id, 8, "asked");
    expect(told(asked)).toEqual(["nobody VERIFICATION"]);
    for (const signal of asked) await settleFailed(signal, "Status 503.", 0);
    await pass("1 second");
    expect(await claimSignals(id, 8, "asked")).toEqual([]);
    expect(told(await claimSignals(id, 1, "fairly"))).toEqual(["cora ACCOUNT_DISABLED"]);
    expect(told(await claimSignals(id, 1, "fairly"))).toEqual(["linus ACCOUNT_DISABLED"]);
    expect(told(await claimSignals(id, 1))).toEqual(["nobody VERIFICATION"]);
  });

  test("of linus waits with the one that failed, those that came since as well", async () => {
    const actor = await adaSignsIn();
    const id = await givenPortal(actor);
    await changeStatus(actor, "linus", "DISABLED");
    await changeStatus(actor, "linus", "ENABLED");
    await settleFailed(await claimOne(id), "Status 404.", 600_000);
    await changeStatus(actor, "linus", "DISABLED");
    const waits = (await outbox()).map(({ nextAttemptAt }) => Number(nextAttemptAt));
    expect(waits).toHaveLength(5);
    // Otherwise each claim would have to pass over all but one of them.
    expect(new Set(waits).size).toBe(1);
    expect(await listReceivers()).toEqual([{ id, isDue: false }]);
    await pass("10 minutes");
    await settleDelivered(await claimOne(id));
    expect(told([await claimOne(id)])).toEqual(["linus SESSION_REVOKED"]);
  });

  test("is due at once behind one that is just being sent, and follows as soon as that has arrived", async () => {
    const actor = await adaSignsIn();
    const id = await givenPortal(actor);
    await changeStatus(actor, "linus", "DISABLED");
    const [signal] = await claimSignals(id, 8);
    await changeStatus(actor, "linus", "ENABLED");
    if (signal) await settleDelivered(signal);
    const second = await claimOne(id);
    await settleDelivered(second);
    expect(told([await claimOne(id)])).toEqual(["linus ACCOUNT_ENABLED"]);
  });

  test("is due at once, too, where the one before was claimed after the change began", async () => {
    const actor = await adaSignsIn();
    const id = await givenPortal(actor);
    await changeStatus(actor, "linus", "DISABLED");
    const psql = new pg.Client({ connectionString: databaseUrl });
    await psql.connect();
    await psql.query("BEGIN");
    await psql.query("SELECT FROM users WHERE username = 'linus' FOR UPDATE");
    const change = changeStatus(actor, "linus", "ENABLED");
    await untilWaiting();
    const signal = await claimOne(id);
    await psql.end();
    await change;
    await settleDelivered(signal);
    await settleDelivered(await claimOne(id));
    expect(told([await claimOne(id)])).toEqual(["linus ACCOUNT_ENABLED"]);
  });

  test("is claimed once by four consoles at the same moment, and no user's events side by side", async () => {
    const actor = await adaSignsIn();
    const id = await givenPortal(actor);
    await changeStatus(actor, "linus", "DISABLED");
    await changeStatus(actor, "cora", "DISABLED");
    for (let sent = 0; sent < 10; sent += 1) await sendVerificationEvent(actor, id);
    const claims = await Promise.all(Array.from({ length: 4 }, () => claimSignals(id, 5)));
    const claimed = claims.flat();
    expect(new Set(claimed.map((signal) => signal.id)).size).toBe(claimed.length);
    const users = told(claimed).filter((what) => !what.startsWith("nobody"));
    expect(users).toEqual(["cora ACCOUNT_DISABLED", "linus ACCOUNT_DISABLED"]);
    expect((await outbox()).every(({ attempts }) => attempts <= 1)).toBe(true);
  });

  test("comes back when its console was killed, half a minute later, and tells of it", async () => {
    const actor = await adaSignsIn();
    const id = await givenPortal(actor);
    await sendVerificationEvent(actor, id);
    const abandoned = await claimOne(id);
    await pass("29 seconds");
    expect(await listReceivers()).toEqual([{ id, isDue: false }]);
    expect(await claimSignals(id, 8)).toEqual([]);
    await pass("2 seconds");
    expect(await listReceivers()).toEqual([{ id, isDue: true }]);
    expect(await claimOne(id)).toMatchObject({ id: abandoned.id, jti: abandoned.jti, attempts: 2 });
  });

  test("is due again at once when its console had to stop in the middle, and does not count as an attempt", async () => {
    const actor = await adaSignsIn();
    const id = await givenPortal(actor);
    await sendVerificationEvent(actor, id);
    await returnSignal(await claimOne(id));
    expect(await claimOne(id)).toMatchObject({ attempts: 1 });
  });
});

describe("an event that does not arrive", () => {
  test("is due after the wait, keeps why, and forgets it once it has arrived", async () => {
    const actor = await adaSignsIn();
    const id = await givenPortal(actor);
    await sendVerificationEvent(actor, id);
    await settleFailed(await claimOne(id), "Status 503.", 4_000);
    const [failed] = await outbox();
    expect(failed).toMatchObject({ status: "PENDING", attempts: 1, lastError: "Status 503.", settledAt: null });
    const wait = Number(failed?.nextAttemptAt) - Date.now();
    expect(wait).toBeGreaterThan(2_000);
    expect(wait).toBeLessThanOrEqual(4_500);
    expect(await claimSignals(id, 8)).toEqual([]);
    await pass("5 seconds");
    expect(await hasFailing(id)).toBe(true);
    await settleDelivered(await claimOne(id));
    expect(await hasFailing(id)).toBe(false);
    expect(await outbox()).toMatchObject([{ status: "DELIVERED", attempts: 2, lastError: null }]);
    expect((await outbox())[0]?.settledAt).toBeInstanceOf(Date);
  });

  test("is its receiver's alone", async () => {
    const actor = await adaSignsIn();
    const [portal, billing] = [await givenPortal(actor), await givenPortal(actor, "Billing")];
    for (const id of [portal, billing]) await sendVerificationEvent(actor, id);
    await settleFailed(await claimOne(portal), "Status 400.", 60_000);
    await sendVerificationEvent(actor, portal);
    await settleDelivered(await claimOne(portal));
    expect(await hasFailing(portal)).toBe(true);
    expect(await hasFailing(billing)).toBe(false);
  });

  test("is tried a last time when its day is over, and then given up; the next one of the user follows", async () => {
    const actor = await adaSignsIn();
    const id = await givenPortal(actor);
    await changeStatus(actor, "linus", "DISABLED");
    await pass("23 hours 59 minutes");
    await settleFailed(await claimOne(id), "Status 503.", 900_000);
    const [last] = await outbox();
    expect(Number(last?.nextAttemptAt) - Number(last?.occurredAt)).toBe(24 * 3_600_000);
    await pass("1 minute");
    const signal = await claimOne(id);
    expect(told([signal])).toEqual(["linus ACCOUNT_DISABLED"]);
    await settleFailed(signal, "Status 500.", 900_000);
    expect(await outbox()).toMatchObject([
      { status: "EXPIRED", lastError: "Status 500.", settledAt: expect.any(Date) },
      { status: "PENDING" },
    ]);
    expect(told([await claimOne(id)])).toEqual(["linus SESSION_REVOKED"]);
  });

  test("is given up with others as old where the receiver can't be reached; what is younger or on its way stays", async () => {
    const actor = await adaSignsIn();
    const [portal, billing] = [await givenPortal(actor), await givenPortal(actor, "Billing")];
    for (const id of [portal, portal, billing]) await sendVerificationEvent(actor, id);
    await pass("25 hours");
    await sendVerificationEvent(actor, portal);
    const [onItsWay] = await claimSignals(portal, 1);
    expect(await giveUpOld(portal, "Nobody there.")).toBe(false);
    const expected = new Map((await outbox()).map(({ id, status }) => [String(id), status]));
    expect([...expected.values()].sort()).toEqual(["EXPIRED", "PENDING", "PENDING", "PENDING"]);
    expect(expected.get(onItsWay?.id ?? "")).toBe("PENDING");
  });
});

test("no statement gives up more than a thousand events", async () => {
  const id = await givenPortal(await adaSignsIn());
  await rows`INSERT INTO signal_events (receiver_id, kind, payload)
    SELECT ${id}::uuid, 'VERIFICATION', '{"txn": "t", "about": null}' FROM generate_series(1, 1200)`;
  await pass("25 hours");
  expect(await giveUpOld(id, "Nobody there.")).toBe(true);
  expect(await database().signalEvent.count({ where: { status: "EXPIRED" } })).toBe(1_000);
  expect(await giveUpOld(id, "Nobody there.")).toBe(false);
  expect(await database().signalEvent.count({ where: { status: "EXPIRED" } })).toBe(1_200);
});

test("a console that was held up for long takes nothing back from the one that took over", async () => {
  const actor = await adaSignsIn();
  const id = await givenPortal(actor);
  await sendVerificationEvent(actor, id);
  const late = await claimOne(id);
  await pass("31 seconds");
  const now = await claimOne(id);
  const [before] = await outbox();
  await settleFailed(late, "Too late.", 0);
  await returnSignal(late);
  expect(await outbox()).toEqual([before]);
  await settleDelivered(late);
  await settleFailed(now, "Status 503.", 0);
  expect(await outbox()).toMatchObject([{ status: "DELIVERED", lastError: null, attempts: 2 }]);
});

test("what was settled is removed after thirty days, however much it is, and nothing else", async () => {
  const actor = await adaSignsIn();
  const id = await givenPortal(actor);
  const billing = await givenPortal(actor, "Billing");
  await rows`INSERT INTO signal_events (receiver_id, kind, payload, status, settled_at)
    SELECT r.id, 'VERIFICATION', '{"txn": "t", "about": null}', status::signal_status, now()
    FROM unnest(ARRAY[${id}, ${billing}]::uuid[]) AS r (id), unnest(ARRAY['DELIVERED', 'EXPIRED']) AS status,
         generate_series(1, 1200)`;
  await sendVerificationEvent(actor, id);
  await pass("29 days");
  await pruneSignals();
  expect(await database().signalEvent.count()).toBe(4_801);
  await pass("25 hours");
  await settleDelivered(await claimOne(id));
  await sendVerificationEvent(actor, id);
  await pruneSignals();
  expect((await outbox()).map(({ status }) => status)).toEqual(["DELIVERED", "PENDING"]);
});
