/** What holds when two people act at the same moment: an administrator remains, and nobody disabled stays signed in. */
import { beforeAll, beforeEach, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import type { Outcome } from "@/access/change";
import { database } from "@/access/database";
import { signIn } from "@/access/sign-in/sign-in";
import { changeAccessSettings, changeAccountStatus } from "@/access/status/access-settings";
import { deleteUser } from "@/access/users/users";
import { ADDRESS, entriesAbout, rowOf, signedIn, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, testPassword } from "@/tests/database";

const ENABLED = { status: "ENABLED" } as const;
const DISABLED = { status: "DISABLED" } as const;

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

function enabledAdministrators(): Promise<number> {
  return database().user.count({ where: { ...ENABLED, origin: "LOCAL", roles: { equals: ["ADMINISTRATOR"] } } });
}

function refusals(outcomes: Outcome[]): string[] {
  return outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.refusal]));
}

test(
  "ada and grace disable each other 50 times at the same moment: one always remains",
  { timeout: 60_000 },
  async () => {
    const { ada, grace } = await givenPeople("ada", "grace", "pablo");
    for (let round = 1; round <= 50; round += 1) {
      const [adas, graces] = [await signedIn(ada), await signedIn(grace)];
      const outcomes = await Promise.all([
        changeAccountStatus(adas, { username: "grace", seen: ENABLED, ...DISABLED }),
        changeAccountStatus(graces, { username: "ada", seen: ENABLED, ...DISABLED }),
      ]);
      expect(await enabledAdministrators()).toBe(1);
      expect(refusals(outcomes)).toEqual(["signed_out"]);
      const loser = (await rowOf(ada))?.status === "DISABLED" ? "ada" : "grace";
      const back = await changeAccountStatus(commandLineActor(), { username: loser, seen: DISABLED, ...ENABLED });
      expect(back.ok).toBe(true);
    }
    const entries = await entriesAbout();
    expect(entries.filter(({ event }) => event === "user.disabled")).toHaveLength(50);
    expect(entries).toHaveLength(100);
  },
);

test("two operators disable ada and grace at the same moment: one remains, the other attempt is refused", async () => {
  const people = await givenPeople("ada", "grace", "pablo");
  for (let round = 1; round <= 15; round += 1) {
    const outcomes = await Promise.all([
      changeAccountStatus(commandLineActor(), { username: "ada", seen: ENABLED, ...DISABLED }),
      changeAccountStatus(commandLineActor(), { username: "grace", seen: ENABLED, ...DISABLED }),
    ]);
    expect(await enabledAdministrators()).toBe(1);
    expect(refusals(outcomes)).toEqual(["last_administrator"]);
    await database().user.updateMany({ where: { id: { in: [people.ada.id, people.grace.id] } }, data: ENABLED });
  }
  const entries = await entriesAbout();
  expect(entries.filter(({ outcome }) => outcome === "DONE")).toHaveLength(15);
  expect(entries.filter(({ refusal }) => refusal === "last_administrator")).toHaveLength(15);
});

test("every way to lose an administrator at the same moment: one remains", async () => {
  for (let round = 1; round <= 8; round += 1) {
    await emptyDatabase();
    await givenPeople("ada", "grace");
    const outcomes = await Promise.all([
      deleteUser(commandLineActor(), "ada"),
      changeAccountStatus(commandLineActor(), { username: "grace", seen: ENABLED, ...DISABLED }),
      changeAccessSettings(commandLineActor(), { username: "grace", seen: ENABLED, roles: [] }),
    ]);
    expect(await enabledAdministrators()).toBe(1);
    expect(outcomes.some(({ ok }) => ok)).toBe(true);
  }
});

test("ada deletes linus while grace disables him: both are answered, and he is gone", async () => {
  for (let round = 1; round <= 8; round += 1) {
    await emptyDatabase();
    const { ada, grace, linus } = await givenPeople("ada", "grace", "linus");
    const [adas, graces] = [await signedIn(ada), await signedIn(grace)];
    const [deleted, disabled] = await Promise.all([
      deleteUser(adas, "linus"),
      changeAccountStatus(graces, { username: "linus", seen: ENABLED, ...DISABLED }),
    ]);
    expect(deleted.ok).toBe(true);
    expect(disabled.ok || disabled.refusal === "unknown_user").toBe(true);
    expect(await rowOf(linus)).toBeNull();
    expect(await entriesAbout(linus)).toHaveLength(disabled.ok ? 2 : 1);
  }
});

test(
  "linus signs in while ada disables him: never an open session of a disabled user",
  { timeout: 60_000 },
  async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const seen = { in: 0, out: 0 };
    for (let round = 0; round < 24; round += 1) {
      // The password takes about as long as the pause, so that either comes first in some of the rounds.
      const [signedInto] = await Promise.all([
        signIn("linus", testPassword(), { address: ADDRESS, userAgent: "Firefox" }),
        pause(round * 6).then(() => changeAccountStatus(actor, { username: "linus", seen: ENABLED, ...DISABLED })),
      ]);
      expect(await database().session.count({ where: { userId: linus.id, endedAt: null } })).toBe(0);
      if (signedInto.ok) expect(await standingOf(signedInto.token)).toBe("USER_DISABLED");
      else expect(signedInto.refusal).toBe("user_disabled");
      seen[signedInto.ok ? "in" : "out"] += 1;
      await changeAccountStatus(actor, { username: "linus", seen: DISABLED, ...ENABLED });
    }
    expect(seen.in + seen.out).toBe(24);
  },
);

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
