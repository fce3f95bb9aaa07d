/** Consoles that send security events side by side, come late, stop, die, and lose their database. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { database, disconnect } from "@/access/database";
import { claimSignals } from "@/access/signals/signal-deliveries";
import { deleteSignalReceiver, sendVerificationEvent } from "@/access/signals/signal-receivers";
import { signedIn } from "@/tests/actors";
import { asOwner, emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import {
  accept,
  changeStatus,
  givenDelivery,
  givenReceiver,
  givenServer,
  hang,
  linesOf,
  outbox,
  storyOf,
  untilSettled,
  WAITING,
} from "./scene";

let databaseUrl: string;

beforeAll(async () => {
  databaseUrl = await freshDatabase();
});
beforeEach(async () => {
  vi.stubEnv("NEXTAUTH_SECRET", "the-secret-of-this-installation-1");
  await emptyDatabase();
});
afterEach(() => vi.unstubAllEnvs());

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
  for (const name of names) expect(linesOf(name, story)).toEqual([...round, ...round, ...round, ...round]);
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
  expect(linesOf("linus", storyOf({ linus }, portal.received))).toEqual(["account-disabled", "session-revoked"]);
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

  test(
    "an event that can't be written back: the lane waits for those beside it and rests before it goes on",
    {
      timeout: 120_000,
    },
    async () => {
      const { ada } = await givenPeople("ada", "linus", "cora", "sam");
      const actor = await signedIn(ada);
      const [portal, billing] = [await givenReceiver(actor), await givenReceiver(actor, "Billing")];
      // However long the rest takes on a busy machine: the receiver that is still to answer is not given up meanwhile.
      vi.spyOn(AbortSignal, "timeout").mockImplementation(() => new AbortController().signal);
      let finish = (): void => undefined;
      let isFirst = true;
      portal.answer = (response, claims) => {
        if (isFirst) finish = () => accept(response, claims);
        else accept(response, claims);
        isFirst = false;
      };
      await changeStatus(actor, "linus", "DISABLED");
      await changeStatus(actor, "cora", "DISABLED");
      await asOwner(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$",
        `CREATE TRIGGER broken BEFORE UPDATE ON signal_events FOR EACH ROW
         WHEN (NEW.status = 'DELIVERED' AND NEW.receiver_id = '${portal.id}') EXECUTE FUNCTION refuse()`,
      );
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
      await asOwner("DROP FUNCTION refuse() CASCADE");
      finish();
      await vi.waitFor(() => expect(reports).toHaveLength(1), WAITING);
      expect(reports).toEqual([expect.stringMatching(/^✗ Security events can't be sent: .*broken/)]);
      for (let sent = 6; sent <= 8; sent += 1) {
        await sendVerificationEvent(actor, billing.id);
        await vi.waitFor(() => expect(billing.received).toHaveLength(6 + sent), WAITING);
      }
      expect(portal.received).toHaveLength(2);
    },
  );
});
