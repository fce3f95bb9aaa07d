/** What a change of status would do, in numbers, as the pages say before it and the history keeps after it. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import { historyLine, noticeSentence } from "@/access/audit/audit-sentences";
import { database } from "@/access/database";
import { changeAccountStatus } from "@/access/status/access-settings";
import { type Consequences, findConsequences } from "@/access/status/consequences";
import { entriesAbout, openSession, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

const NOTHING: Consequences = {
  openSessions: 0,
  workingKeys: 0,
  readyKeys: 0,
  applications: 0,
  callsLastDay: 0,
  lastUsedAt: null,
};

/** Calls that gates counted in the hour that began so many minutes ago. */
async function givenCalls({ id }: GivenKey, calls: number, minutesAgo: number): Promise<void> {
  await database().$executeRaw`
    INSERT INTO key_calls (key_id, hour, calls)
    VALUES (${id}::uuid, now() - make_interval(mins => ${minutesAgo}::int), ${calls}::bigint)`;
}

async function givenUse({ id }: GivenKey, at: Date): Promise<void> {
  await database().packageKey.update({ where: { id }, data: { lastUsedAt: at } });
}

const EARLIER = new Date("2026-11-02T09:00:00Z");
const LATER = new Date("2026-11-02T10:30:00Z");

describe("before a click", () => {
  test("sam is told of linus's sessions, the keys that work, and their calls of a day", async () => {
    const { sam, linus } = await givenPeople("sam", "linus");
    await openSession(linus);
    await openSession(linus);
    const keys = [
      await givenKey({ owner: linus }),
      await givenKey({ owner: linus }),
      await givenKey({ owner: linus, application: "Tide Table" }),
    ];
    const [first, second, third] = keys as [GivenKey, GivenKey, GivenKey];
    await givenCalls(first, 1_000, 30);
    await givenCalls(first, 200, 23 * 60 + 59);
    await givenCalls(second, 4, 90);
    await givenUse(first, EARLIER);
    await givenUse(third, LATER);
    // What is too long ago, of somebody else, or of keys that don't work, is none of it.
    await givenCalls(first, 7_000, 24 * 60 + 1);
    for (const held of [
      await givenKey({ owner: linus, status: "DISABLED", application: "Old One" }),
      await givenKey({ owner: linus, status: "WAITING" }),
      await givenKey({ owner: linus, plan: "Closed", planActive: false }),
      await givenKey({ owner: sam }),
    ]) {
      await givenCalls(held, 10_000, 30);
      await givenUse(held, new Date());
    }
    expect(await findConsequences(await signedIn(sam), linus.id)).toEqual({
      openSessions: 2,
      workingKeys: 3,
      readyKeys: 3,
      applications: 2,
      callsLastDay: 1_204,
      lastUsedAt: LATER,
    });
  });

  test("of dora, who is disabled, no key works, and the same ones would", async () => {
    const { sam, dora } = await givenPeople("sam", "dora");
    const key = await givenKey({ owner: dora });
    await givenKey({ owner: dora, status: "DISABLED" });
    await givenUse(key, LATER);
    expect(await findConsequences(await signedIn(sam), dora.id)).toEqual({
      ...NOTHING,
      readyKeys: 1,
      applications: 1,
      lastUsedAt: LATER,
    });
  });

  test("nothing of nobody, of who has no key, and for who may not see the console", async () => {
    const { sam, linus, dora } = await givenPeople("sam", "linus", "dora");
    await givenKey({ owner: linus });
    await openSession(linus);
    const actor = await signedIn(sam);
    for (const id of ["", "nobody", "\0", "00000000-0000-4000-8000-000000000000", dora.id]) {
      expect(await findConsequences(actor, id)).toEqual(NOTHING);
    }
    for (const id of [linus.id, sam.id]) expect(await findConsequences(await signedIn(linus), id)).toEqual(NOTHING);
  });
});

describe("the history of linus", () => {
  /** Disables linus and returns what his history says of it, and the notice. */
  async function disabled(id: string): Promise<{ details: readonly string[]; notice: string }> {
    await changeAccountStatus(commandLineActor(), {
      username: "linus",
      seen: { status: "ENABLED" },
      status: "DISABLED",
    });
    const entry = (await entriesAbout({ id })).at(-1);
    if (!entry) throw new Error("There is no entry.");
    return { details: historyLine(entry).details, notice: noticeSentence(entry) };
  }

  test("keeps the numbers that were told before, and the notice says the first of them", async () => {
    const { linus } = await givenPeople("linus");
    const key = await givenKey({ owner: linus });
    await givenKey({ owner: linus, application: "Tide Table" });
    await givenCalls(key, 1_204, 30);
    await givenUse(key, LATER);
    expect(await disabled(linus.id)).toEqual({
      details: [
        "2 package keys stopped working.",
        "In 2 applications; at least 1,204 calls in the 24 hours before; last use 02 Nov 2026 10:30 UTC.",
      ],
      notice: "linus is disabled. 2 package keys stopped working.",
    });
    await changeAccountStatus(commandLineActor(), {
      username: "linus",
      seen: { status: "DISABLED" },
      status: "ENABLED",
    });
    const entry = (await entriesAbout(linus)).at(-1);
    expect(entry && historyLine(entry).details).toEqual([
      "2 package keys work now.",
      "In 2 applications; at least 1,204 calls in the 24 hours before; last use 02 Nov 2026 10:30 UTC.",
    ]);
  });

  test("says that a key was never used, and nothing of this where there is no key", async () => {
    const { linus } = await givenPeople("linus");
    await givenKey({ owner: linus });
    expect((await disabled(linus.id)).details).toEqual([
      "1 package key stopped working.",
      "In 1 application; no counted call in the 24 hours before; no use so far.",
    ]);
    await database().user.update({ where: { id: linus.id }, data: { status: "ENABLED" } });
    await database().packageKey.deleteMany();
    expect((await disabled(linus.id)).details).toEqual([]);
  });
});
