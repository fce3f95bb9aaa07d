/**
 * The platform reaches nobody but its own users (CONTRIBUTING.md, 3): every verb of access/ is called by it, about local
 * users of every standing. Some of them no call of the platform reaches today; the rules hold all the same.
 */
import { beforeAll, describe, expect, test, vi } from "vitest";
import { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { ROLES } from "@/access/rules";
import { changeAccessSettings, changeAccountStatus } from "@/access/status/access-settings";
import { ADDRESS } from "@/tests/actors";
import { emptyDatabase, freshDatabase } from "@/tests/database";
import { platformActor } from "@/tests/platform";
import { type Attempt, ATTEMPTS } from "./attempts";
import { HARMLESS } from "./harmless";
import {
  everything,
  givenEverybody,
  lastEntry,
  LOCAL_USERS,
  PLATFORM_USERS,
  type Scene,
  type Subject,
  toldSince,
} from "./scene";

vi.setConfig({ testTimeout: 60_000 });

let scene: Scene;
/** By a token that an administrator called by the name of whom it is about: a label is nobody's account. */
const named = new Map<string, Actor>();

beforeAll(async () => {
  await freshDatabase();
  await emptyDatabase();
  scene = await givenEverybody();
  for (const name of LOCAL_USERS) named.set(name, await platformActor(name));
});

function actorAbout({ name }: Subject): Actor {
  const actor = named.get(name);
  if (!actor) throw new Error(`There is no token called ${name}.`);
  return actor;
}

/** All that an answer tells. */
function textOf(answer: unknown): string {
  return JSON.stringify([answer], (_, value: unknown) => (typeof value === "bigint" ? `#${value}` : value));
}

async function expectNothing(what: string, work: () => Promise<unknown>): Promise<unknown> {
  const [before, told] = [await everything(), await lastEntry()];
  const outcome = await work();
  expect(await everything(), what).toEqual(before);
  const entries = await toldSince(told);
  expect(entries.length, what).toBeLessThan(2);
  for (const entry of entries) expect(entry, what).toMatchObject({ outcome: "REFUSED" });
  return outcome;
}

describe("the platform changes no local user", () => {
  const attempts = ATTEMPTS.map((attempt): [string, Attempt] => [`${attempt.verb}: ${attempt.how}`, attempt]);

  test.each(attempts)("%s", async (_, attempt) => {
    for (const name of LOCAL_USERS) {
      const about = scene.subjects[name];
      const outcome = await expectNothing(name, () => attempt.call(actorAbout(about), about));
      expect(outcome, name).toEqual({ ok: false, refusal: attempt.forPlatform });
    }
  });
});

describe("the platform reads no local user and nothing of theirs, and changes nothing else", () => {
  test.each([...HARMLESS])("%s", async (_, { call }) => {
    for (const name of LOCAL_USERS) {
      const about = scene.subjects[name];
      const outcome = await expectNothing(name, () => call(actorAbout(about), about, scene));
      const read = textOf(outcome);
      const { user, key, sessionId } = about;
      for (const part of [user.id, user.email, user.displayName, key.id, key.applicationId, key.planId, sessionId]) {
        expect(read, `${name}: ${part}`).not.toContain(part);
      }
      expect(outcome ?? {}, name).not.toMatchObject({ ok: true });
    }
  });

  test("it has nothing to do with keys, roles and the console, also of its own users", async () => {
    const okta = await platformActor("Okta");
    for (const name of PLATFORM_USERS) {
      const about = scene.subjects[name];
      const { username, status, roles: held } = about.user;
      for (const [verb, { call, why }] of HARMLESS) {
        if (verb.startsWith("platform-user")) continue;
        const outcome = await expectNothing(verb, () => call(okta, about, scene));
        if (why !== "reads") expect(outcome ?? {}, verb).not.toMatchObject({ ok: true });
      }
      for (const role of ROLES) {
        if (held.includes(role)) continue;
        const change = { username, seen: { status, roles: held }, roles: [...held, role] };
        const outcome = await expectNothing(role, () => changeAccessSettings(okta, change));
        expect(outcome, role).toEqual({ ok: false, refusal: "not_permitted" });
      }
    }
  });
});

describe("what is no token of the platform in use", () => {
  test("makes nobody the platform: a session, a key, an id, a hash, a label", async () => {
    const { user, key, sessionId } = scene.subjects.ada;
    for (const text of [sessionId, key.key, key.id, user.id, user.username, scene.tokenId, "in use", ""]) {
      expect(await Actor.ofPlatformToken(text, ADDRESS), text).toBeNull();
    }
  });

  test("one that was revoked while a call was under way changes nothing", async () => {
    const okta = await platformActor("Okta, revoked");
    await database().platformToken.update({ where: { id: okta.id ?? "" }, data: { revokedAt: new Date() } });
    for (const attempt of ATTEMPTS) {
      const outcome = await expectNothing(attempt.how, () => attempt.call(okta, scene.subjects.pat));
      expect(outcome, attempt.verb).toEqual({ ok: false, refusal: "signed_out" });
    }
    const change = { username: "pat", seen: { status: "ENABLED" }, status: "DISABLED" } as const;
    expect(await changeAccountStatus(okta, change)).toEqual({ ok: false, refusal: "signed_out" });
  });
});
