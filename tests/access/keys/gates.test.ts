/** What the console knows of the gates: which are there, and where a change is in force. The gates here are rows only. */
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Actor } from "@/access/actor";
import { database } from "@/access/database";
import { awaitEnforcement, enforcementSentences, findEnforcement, listGates } from "@/access/keys/gates";
import { changeAccountStatus } from "@/access/status/access-settings";
import { findNotice } from "@/access/status/notices";
import { signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { texts } from "@/text/texts";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

type Past = { started?: number; heard?: number; stopped?: number };

/** A gate's row; the times are seconds ago. */
async function givenGate(name: string, { started = 3_600, heard = 1, stopped }: Past = {}): Promise<string> {
  const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);
  const id = randomUUID();
  const stoppedAt = stopped === undefined ? null : ago(stopped);
  const [snapshot] = await database().$queryRaw<{ now: string }[]>`SELECT pg_current_snapshot()::text AS now`;
  const times = { startedAt: ago(started), heardAt: ago(heard), stoppedAt };
  await database().gate.create({ data: { id, name, ...times, startedSnapshot: snapshot?.now ?? "", cachedKeys: 7 } });
  return id;
}

/** linus is disabled by ada: the change that gates are told of, and the number of its entry. */
async function disabledLinus(): Promise<{ ada: Actor; change: bigint; entry: bigint }> {
  const people = await givenPeople("ada", "linus");
  const ada = await signedIn(people.ada);
  const outcome = await changeAccountStatus(ada, {
    username: "linus",
    seen: { status: "ENABLED" },
    status: "DISABLED",
  });
  if (!outcome.ok || outcome.entry === null) throw new Error("linus was not disabled.");
  const { changeId } = await database().auditEntry.findUniqueOrThrow({ where: { id: outcome.entry } });
  if (changeId === null) throw new Error("The entry does not know its change.");
  return { ada, change: changeId, entry: outcome.entry };
}

/** In the database, whose times are finer than those of a Date. */
async function acknowledge(gateId: string, changeId: bigint, afterMs: number): Promise<void> {
  await database().$executeRaw`
    INSERT INTO gate_acknowledgements (gate_id, change_id, at)
    SELECT ${gateId}::uuid, id, at + make_interval(secs => ${afterMs / 1_000}::float8)
    FROM access_changes WHERE id = ${changeId}`;
}

async function sentencesOf(actor: Actor, change: bigint): Promise<string[]> {
  const found = (await findEnforcement(actor, [change])).get(change);
  return found ? enforcementSentences(found) : [];
}

describe("a change", () => {
  test("is in force where gates acknowledged it, and says after how long", async () => {
    const [north, south] = [await givenGate("north"), await givenGate("south")];
    const { ada, change, entry } = await disabledLinus();
    expect(await sentencesOf(ada, change)).toEqual([
      "In force at 0 of 2 gates.",
      "north has not acknowledged it yet.",
      "south has not acknowledged it yet.",
    ]);
    await acknowledge(south, change, 5);
    await acknowledge(north, change, 12);
    expect(await sentencesOf(ada, change)).toEqual(["In force at 2 of 2 gates, 12 ms."]);
    expect(await findNotice(ada, `${entry}`)).toMatchObject({
      sentence: "linus is disabled.",
      enforcement: { acknowledged: 2, expected: 2, missing: [] },
    });
  });

  test("names a silent gate and does not wait for it", async () => {
    await givenGate("edge", { heard: 31 });
    const north = await givenGate("north");
    const { ada, change } = await disabledLinus();
    await acknowledge(north, change, 3);
    const began = performance.now();
    const found = await awaitEnforcement(ada, change);
    expect(performance.now() - began).toBeLessThan(400);
    expect(found && enforcementSentences(found)).toEqual([
      "In force at 1 of 2 gates, 3 ms.",
      expect.stringMatching(
        /^edge is silent since \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d UTC: it lets nobody pass by what it remembers\.$/,
      ),
    ]);
  });

  test("is waited for while a gate that answers has not acknowledged it", async () => {
    const north = await givenGate("north");
    const { ada, change } = await disabledLinus();
    const waiting = awaitEnforcement(ada, change);
    await acknowledge(north, change, 4);
    expect(await waiting).toMatchObject({ acknowledged: 1, missing: [] });
  });

  test("is not waited for without end", async () => {
    await givenGate("north");
    const { ada, change } = await disabledLinus();
    expect(await awaitEnforcement(ada, change)).toMatchObject({ acknowledged: 0, missing: [{ name: "north" }] });
  });

  test("concerns no gate that started later, is gone for a day, or stopped without it", async () => {
    await givenGate("gone", { heard: 25 * 3_600, started: 30 * 3_600 });
    await givenGate("stopped before", { stopped: 10 });
    const { ada, change } = await disabledLinus();
    await givenGate("later", { started: -1, heard: -1 });
    await givenGate("stopped since", { stopped: -1 });
    expect(await sentencesOf(ada, change)).toEqual(["No gate was running."]);
  });

  test("concerns a gate that started before its commit, even if it was written earlier", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const change = await database().$transaction(async (tx) => {
      await tx.user.update({ where: { id: linus.id }, data: { status: "DISABLED" } });
      await givenGate("quick", { started: 0, heard: 0 });
      return tx.accessChange.findFirstOrThrow();
    });
    await givenGate("late", { started: 0, heard: 0 });
    expect(await sentencesOf(await signedIn(ada), change.id)).toEqual([
      "In force at 0 of 1 gate.",
      "quick has not acknowledged it yet.",
    ]);
  });

  test("stays in force in the history of gates that stopped after they acknowledged", async () => {
    const north = await givenGate("north", { stopped: -60 });
    const { ada, change } = await disabledLinus();
    await acknowledge(north, change, 2);
    expect(await sentencesOf(ada, change)).toEqual(["In force at 1 of 1 gate, 2 ms."]);
  });

  test("that is no longer kept says nothing", async () => {
    const { ada } = await disabledLinus();
    expect((await findEnforcement(ada, [999_999n])).size).toBe(0);
  });

  test("is nothing to see without a role of the console", async () => {
    await givenGate("north");
    const { change } = await disabledLinus();
    const { sam, dora } = await givenPeople("sam", "dora");
    await database().user.update({ where: { id: dora.id }, data: { status: "ENABLED" } });
    expect((await findEnforcement(await signedIn(sam), [change])).size).toBe(1);
    expect((await findEnforcement(await signedIn(dora), [change])).size).toBe(0);
  });
});

describe("the list of gates", () => {
  test("tells those that listen, are silent and have stopped, and forgets them after a day", async () => {
    const north = await givenGate("north", { heard: 29 });
    await givenGate("edge", { heard: 40 });
    await givenGate("south", { stopped: 60 });
    await givenGate("gone", { heard: 25 * 3_600, started: 30 * 3_600 });
    const { ada, change } = await disabledLinus();
    await acknowledge(north, change, 8);
    expect(await listGates(ada)).toMatchObject([
      { name: "edge", state: "silent", lastChange: null },
      { name: "north", state: "listening", cachedKeys: 7, lastChange: { id: change, afterMs: 8 } },
      { name: "south", state: "stopped" },
    ]);
  });

  test("is for readers of the console only", async () => {
    await givenGate("north");
    const { sam, linus } = await givenPeople("sam", "linus");
    expect(await listGates(await signedIn(sam))).toHaveLength(1);
    expect(await listGates(await signedIn(linus))).toEqual([]);
  });
});

test.each([
  [0.2, "1 ms"],
  [12.4, "12 ms"],
  [999, "999 ms"],
  [1_240, "1.2 s"],
  [40_000, "40 s"],
  [180_000, "3 min"],
])("%d milliseconds are written as %s", (ms, text) => {
  expect(texts().duration(ms)).toBe(text);
});
