/** A word of the platform signs in its own users by their external id, and a password local ones: nobody by both. */
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { database } from "@/access/database";
import { signIn, signInByPlatform } from "@/access/sign-in/sign-in";
import { ADDRESS } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPerson, testPassword } from "@/tests/database";
import { testPasswordHash } from "@/tests/server";
import { spellingsOf } from "./local-users";
import { givenEverybody, lastEntry, LOCAL_USERS, PLATFORM_USERS, type Scene, standingOf, toldSince } from "./scene";

vi.setConfig({ testTimeout: 60_000 });

const BROWSER = { address: ADDRESS, userAgent: "Firefox" };

let scene: Scene;

beforeAll(async () => {
  await freshDatabase();
});
beforeEach(async () => {
  await emptyDatabase();
  scene = await givenEverybody();
});

describe("by the platform's word", () => {
  it.each(LOCAL_USERS)("nobody becomes %s, by whatever subject", async (name) => {
    const { user, key, sessionId } = scene.subjects[name];
    const { id, username, email, displayName } = user;
    const before = await standingOf(user);
    const subjects = [
      ...[
        id,
        id.toUpperCase(),
        email,
        email.toUpperCase(),
        displayName,
        `${displayName} <${email}>`,
        key.id,
        sessionId,
      ],
      ...spellingsOf(username),
      ...["null", "undefined", "", " ", "0", `idp|${username}`, `${username}\0`, `' OR username = '${username}' --`],
    ];
    for (const subject of subjects) {
      const told = await lastEntry();
      expect(await signInByPlatform(subject, BROWSER), subject).toEqual({ ok: false, refusal: "unknown_subject" });
      expect(await toldSince(told), subject).toMatchObject([
        { event: "sign-in.refused", outcome: "REFUSED", refusal: "unknown_subject", subjectUsername: null },
      ]);
    }
    expect(await standingOf(user)).toEqual(before);
  });

  it.each(LOCAL_USERS)("nobody becomes %s, although the platform's external ids stand in that row", async (name) => {
    const { user } = scene.subjects[name];
    for (const externalId of [user.id, user.username, user.email, "idp|somebody"]) {
      await database().$executeRaw`UPDATE users SET external_id = ${externalId} WHERE id = ${user.id}::uuid`;
      const before = await standingOf(user);
      expect(await signInByPlatform(externalId, BROWSER)).toEqual({ ok: false, refusal: "unknown_subject" });
      expect(await standingOf(user)).toEqual(before);
    }
  });

  it("mallory, to whom the platform gave all that is linus's, is mallory", async () => {
    const { user } = scene.subjects.linus;
    const { id, username, email, displayName } = user;
    const before = await standingOf(user);
    for (const externalId of [id, username, email]) {
      const mallory = await givenPerson({
        ...{ username: `mallory-${externalId}`, origin: "PLATFORM", externalId, email, displayName },
      });
      expect(await signInByPlatform(externalId, BROWSER)).toMatchObject({ ok: true, user: { id: mallory.id } });
    }
    expect(await standingOf(user)).toEqual(before);
  });

  it("creates nobody, enables nobody and changes nothing of whom it signs in", async () => {
    const users = PLATFORM_USERS.map((name) => scene.subjects[name].user);
    const count = await database().user.count();
    const refusals = [];
    for (const { externalId } of users) {
      const result = await signInByPlatform(externalId ?? "", BROWSER);
      refusals.push(result.ok ? null : result.refusal);
    }
    expect(refusals).toEqual([null, "user_disabled", null, "user_disabled"]);
    expect(await database().user.count()).toBe(count);
    for (const user of users) {
      const now = await database().user.findUnique({ where: { id: user.id } });
      const signedIn = { lastSignInAt: expect.any(Date), lastActiveAt: expect.any(Date) };
      expect(now).toEqual({ ...user, ...(user.status === "ENABLED" && signedIn) });
    }
  });
});

describe("by a password", () => {
  it.each(PLATFORM_USERS)("nobody becomes %s, also where one stands in that row", async (name) => {
    const { user } = scene.subjects[name];
    const hashes = [null, testPasswordHash()];
    for (const hash of hashes) {
      await database().$executeRaw`UPDATE users SET password_hash = ${hash} WHERE id = ${user.id}::uuid`;
      const before = await standingOf(user);
      for (const password of [testPassword(), "", "null", user.externalId ?? "", user.username]) {
        const result = await signIn(user.username, password, { ...BROWSER, address: `${password.length}.0.0.1` });
        expect(result).toEqual({ ok: false, refusal: "wrong" });
      }
      expect(await standingOf(user)).toEqual(before);
    }
  });
});
