/** A locked account is seen by those who may see the console, and opened by whoever proves authority over it. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import { database } from "@/access/database";
import { findAccountLock, unlockUser } from "@/access/sign-in/account-lock";
import { changeOwnPassword } from "@/access/sign-in/own-password";
import { signIn } from "@/access/sign-in/sign-in";
import { changeAccountStatus } from "@/access/status/access-settings";
import { createAdministrator } from "@/access/status/administrators";
import { changeAccountStatuses } from "@/access/status/status-change";
import { listAttention } from "@/access/users/attention";
import { listUsers, parseUserListQuery } from "@/access/users/user-list";
import { ADDRESS, entriesAbout, expectRefused, rowOf, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, testPassword } from "@/tests/database";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

const NEW = "four quiet rivers of linen";

async function answer(username: string, password = testPassword()): Promise<string> {
  const result = await signIn(username, password, { address: ADDRESS, userAgent: "Firefox" });
  return result.ok ? "ok" : result.refusal;
}

/** Wrong passwords until the account is locked at this address. */
async function lock(username: string): Promise<void> {
  for (let guess = 1; guess <= 5; guess += 1) expect(await answer(username, "wrong")).toBe("wrong");
  expect(await answer(username)).toBe("throttled");
}

/** Counters of codes, which are as locked. */
async function lockCodes({ id }: { id: string }): Promise<void> {
  const later = BigInt(Date.now() + 3_600_000);
  for (const [kind, points] of [
    ["code", 5],
    ["recovery", 5],
    ["codes-of-day", 20],
  ] as const)
    await database().$executeRaw`INSERT INTO sign_in_attempts VALUES (${`${kind}:${id}:x`}, ${points}::int, ${later})`;
}

const countersOf = ({ id }: { id: string }): Promise<number> =>
  database().signInAttempt.count({ where: { key: { contains: id }, NOT: { key: { startsWith: "let-in" } } } });

/** As if strangers behind this address had used up what a network has. */
async function slowDownNetwork(): Promise<void> {
  await database().$executeRaw`
    INSERT INTO sign_in_attempts SELECT 'slowed-' || key, 1000, expire FROM sign_in_attempts WHERE key LIKE 'network:%'`;
  await database().$executeRaw`UPDATE sign_in_attempts SET points = 1000 WHERE key LIKE 'network:%'`;
}

describe("the counters of linus end when", () => {
  test("cora unlocks him: he signs in, and one entry says so", async () => {
    const { linus, cora } = await givenPeople("linus", "cora");
    await lock("linus");
    await lockCodes(linus);
    expect(await unlockUser(await signedIn(cora), "LINUS")).toMatchObject({ ok: true });
    expect(await countersOf(linus)).toBe(0);
    expect(await answer("linus")).toBe("ok");
    const unlocked = (await entriesAbout(linus)).filter(({ event }) => event === "user.unlocked");
    expect(unlocked).toMatchObject([{ outcome: "DONE", actorId: cora.id, source: "PAGE" }]);
  });

  test("he is disabled and enabled again, on a page or with many others", async () => {
    const { linus } = await givenPeople("linus");
    const [actor, username] = [commandLineActor(), "linus"];
    const enabling = [
      () => changeAccountStatus(actor, { username, seen: { status: "DISABLED" }, status: "ENABLED" }),
      () => changeAccountStatuses(actor, { users: { usernames: [username] }, target: "ENABLED", reason: null }),
    ];
    for (const enable of enabling) {
      await lock("linus");
      await lockCodes(linus);
      await changeAccountStatus(actor, { username, seen: { status: "ENABLED" }, status: "DISABLED" });
      // That he is disabled ends none.
      expect(await answer("linus")).toBe("throttled");
      expect(await enable()).toMatchObject({ ok: true });
      expect(await countersOf(linus)).toBe(0);
      expect(await answer("linus")).toBe("ok");
    }
  });

  test("he changes his password where he is signed in", async () => {
    const { linus } = await givenPeople("linus");
    await lock("linus");
    await lockCodes(linus);
    expect(await changeOwnPassword(await signedIn(linus), testPassword(), NEW)).toMatchObject({ ok: true });
    expect(await countersOf(linus)).toBe(0);
    expect(await answer("linus", NEW)).toBe("ok");
  });
});

describe("the way back in", () => {
  const administrator = { email: "x@example.com", displayName: "X", password: NEW };

  test("lets in who is locked, while the whole network is slowed down, too", async () => {
    await givenPeople("ada");
    await lock("ada");
    await slowDownNetwork();
    expect(await answer("nobody")).toBe("throttled");
    expect(await createAdministrator(commandLineActor(), { ...administrator, username: "ada" })).toMatchObject({
      ok: true,
    });
    // Whoever guesses on hears what all the others hear.
    expect(await answer("ada", "wrong")).toBe("throttled");
    expect(await answer("ada", NEW)).toBe("ok");
    // It was for one sign-in.
    expect(await answer("ada", NEW)).toBe("throttled");
  });

  test("lets in a new administrator whose name was guessed before there was one", async () => {
    for (let guess = 1; guess <= 5; guess += 1) expect(await answer("noor", "wrong")).toBe("wrong");
    await slowDownNetwork();
    expect(await createAdministrator(commandLineActor(), { ...administrator, username: "noor" })).toMatchObject({
      made: "created",
    });
    expect(await answer("noor", NEW)).toBe("ok");
  });

  test("ends after a hundred attempts, or an hour", async () => {
    const { linus } = await givenPeople("linus");
    await lock("linus");
    for (const exhaust of [
      database().$executeRaw`UPDATE sign_in_attempts SET points = 100 WHERE key LIKE 'let-in:%'`,
      database().$executeRaw`UPDATE sign_in_attempts SET expire = expire - 3600000 WHERE key LIKE 'let-in:%'`,
    ]) {
      await unlockUser(commandLineActor(), "linus");
      await slowDownNetwork().catch(() => undefined);
      await exhaust;
      expect(await answer("linus")).toBe("throttled");
    }
    expect(await rowOf(linus)).toMatchObject({ lastSignInAt: null });
  });
});

describe("a locked account", () => {
  test("is seen on its page, in the list and among what needs attention, by who may see the console", async () => {
    const { linus, sam, cora, dora } = await givenPeople("linus", "sam", "cora", "dora");
    await lock("linus");
    const reader = await signedIn(sam);
    const found = await findAccountLock(reader, linus.id);
    expect(found?.places).toBe(1);
    expect(found?.until.getTime()).toBeGreaterThan(Date.now() + 59 * 60_000);
    const { users } = await listUsers(reader, parseUserListQuery({}));
    expect(users.filter(({ isLocked }) => isLocked).map(({ username }) => username)).toEqual(["linus"]);
    expect(await listAttention(reader)).toContainEqual({ kind: "locked-user", username: "linus", more: false });
    for (const other of [cora, dora]) expect(await findAccountLock(reader, other.id)).toBeNull();
    expect(await findAccountLock(await signedIn(linus), linus.id)).toBeNull();
  });

  test("is none of the platform's: nobody signs in to those by a password", async () => {
    const { pat, sam } = await givenPeople("pat", "sam");
    for (let guess = 1; guess <= 5; guess += 1) expect(await answer("pat", "wrong")).toBe("wrong");
    expect(await findAccountLock(await signedIn(sam), pat.id)).toBeNull();
    expect((await listAttention(await signedIn(sam))).map(({ kind }) => kind)).not.toContain("locked-user");
  });

  test.each([
    ["sam", "linus", "not_permitted"],
    ["cora", "ada", "above_role"],
    ["cora", "cora", "own_account"],
    ["ada", "pat", "platform_user"],
  ] as const)("stays locked where %s may not unlock %s", async (who, whom, refusal) => {
    const people = await givenPeople("ada", "cora", "sam", "linus", "pat");
    await lockCodes(people[whom]);
    const before = people[whom];
    await expectRefused(await unlockUser(await signedIn(people[who]), whom), refusal, before, "user.unlocked");
    expect(await countersOf(before)).toBe(3);
  });
});
