/**
 * Nothing here changes a user of the platform but the platform (CONTRIBUTING.md, 3): every verb of access/ is found in
 * the sources and called by everybody who can ask, about everybody whom the platform owns.
 */
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { listPlatformUsers } from "@/access/platform/platform-user-list";
import { findPlatformUser } from "@/access/platform/platform-users";
import { CONTROL_CENTER_ROLES, type Role } from "@/access/rules";
import { endSessionOf } from "@/access/sign-in/user-sessions";
import { changeAccessSettings } from "@/access/status/access-settings";
import { rowOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase } from "@/tests/database";
import { type Attempt, ATTEMPTS } from "./attempts";
import { BESIDE_ACTORS } from "./beside-actors";
import { HARMLESS, type Harmless } from "./harmless";
import {
  type AskerName,
  askerNamed,
  ASKERS,
  everything,
  givenEverybody,
  lastEntry,
  PLATFORM_USERS,
  type Scene,
  standingOf,
  type Subject,
  toldSince,
} from "./scene";
import { importsOf, texts, verbs } from "./sources";

// A password is hashed for many an attempt.
vi.setConfig({ testTimeout: 60_000 });

beforeAll(freshDatabase);

/** The files whose statements write users. */
const WRITERS: readonly string[] = [
  // Keeps what was taken while a backup is put back.
  "access/backup/revived-access.ts",
  "access/platform/platform-leftovers.ts",
  "access/platform/platform-successors.ts",
  "access/platform/platform-user-change.ts",
  "access/sign-in/own-password.ts",
  "access/sign-in/sign-in.ts",
  "access/status/access-settings.ts",
  "access/status/administrators.ts",
  "access/status/status-write.ts",
  "access/users/profile-change.ts",
  "access/users/user-import.ts",
  "access/users/users.ts",
  // When one of the keys was last used: no more than that.
  "gate/last-use.ts",
];

describe("every verb is known", () => {
  const found = verbs();
  const ofKind = (kind: string): string[] => [...found].filter(([, asks]) => asks === kind).map(([verb]) => verb);

  test("those that ask who acts are tried here, or change no user for a reason", () => {
    const tried = new Set(ATTEMPTS.map(({ verb }) => verb));
    expect([...tried, ...HARMLESS.keys()].toSorted()).toEqual(ofKind("Actor").toSorted());
    expect(ofKind("Actor").length).toBeGreaterThan(50);
  });

  test("those that don't ask are known, too, with a reason, and stand beside no statement that writes users", () => {
    const known = Object.values(BESIDE_ACTORS).flat();
    const files = known.filter((what) => what.endsWith(".*")).map((what) => what.slice(0, -2));
    const asked = ofKind("nobody").map((verb) => {
      const [file = ""] = verb.split(".");
      return files.includes(file) ? `${file}.*` : verb;
    });
    expect([...new Set(asked)].toSorted()).toEqual(known.toSorted());
    expect(files.filter((file) => WRITERS.some((writer) => writer.endsWith(`/${file}.ts`)))).toEqual([]);
  });

  test("parts of them, inside a transaction, are reached from access/ alone", () => {
    const parts = new Set(ofKind("Tx"));
    expect(parts).toContain("access-settings.applyAccess");
    expect(parts).toContain("sessions.endSessions");
    const folders = ["app", "components", "gate", "scim", "scripts", "signals"];
    const reached = folders.flatMap((folder) => importsOf(folder)).filter(({ what }) => parts.has(what));
    expect(reached).toEqual([]);
  });

  test("users are written nowhere else", () => {
    const writing =
      /\b(?:UPDATE|INSERT INTO|DELETE FROM|TRUNCATE|MERGE INTO|COPY)\s+"?users\b|\buser\.(?:create|update|delete|upsert)\w*\(/;
    const product = texts("access", "app", "components", "gate", "scim", "scripts", "signals");
    const files = [...product].filter(([, text]) => writing.test(text)).map(([file]) => file);
    expect(files.filter((file) => !/^scripts\/bench\//.test(file))).toEqual(WRITERS);
  });
});

describe("who is not the platform changes none of its users", () => {
  let scene: Scene;
  const askers = new Map<AskerName, Actor>();

  beforeAll(async () => {
    await emptyDatabase();
    scene = await givenEverybody();
    for (const name of ASKERS) askers.set(name, await askerNamed(name));
  });

  /** By name, so that a test that fails says who got through. */
  const attempts = ATTEMPTS.map((attempt): [string, Attempt] => [`${attempt.verb}: ${attempt.how}`, attempt]);

  test.each(attempts)("%s", async (_, attempt) => {
    for (const name of PLATFORM_USERS) {
      for (const asker of askers) await expectRefused(attempt, asker, scene.subjects[name]);
    }
  });

  async function expectRefused(attempt: Attempt, [name, asker]: [AskerName, Actor], about: Subject): Promise<void> {
    const refusal = attempt.refusal(name, about);
    if (refusal === null) return;
    const [before, told] = [await everything(), await lastEntry()];
    const outcome = await attempt.call(asker, about);
    const what = `${attempt.verb} by ${name} about ${about.name}`;
    expect(outcome, what).toEqual({ ok: false, refusal });
    expect(await everything(), what).toEqual(before);
    // That a name is in use, or nobody's, is no rule: only who asked is told.
    const entries = refusal === "taken" || refusal === "unknown_user" ? [] : [refused(attempt, asker, about, refusal)];
    expect(await toldSince(told), what).toEqual(entries);
  }
});

test.each(ASKERS)("%s reads none of the platform's users by its own verbs", async (name) => {
  await emptyDatabase();
  const { subjects } = await givenEverybody();
  const asker = await askerNamed(name);
  for (const subject of PLATFORM_USERS) expect(await findPlatformUser(asker, subjects[subject].user.id)).toBeNull();
  const all = { condition: null, startIndex: 1, count: 200 };
  expect(await listPlatformUsers(asker, all)).toEqual({ users: [], total: 0 });
});

function refused({ event }: Attempt, actor: Actor, { name }: Subject, refusal: string): unknown {
  // Of a user who would be created the audit has the name as it was typed.
  const subjectUsername = event === "user.created" ? expect.stringMatching(new RegExp(`^ ?${name}$`, "i")) : name;
  return { event, outcome: "REFUSED", refusal, actorUsername: actor.username, subjectUsername };
}

describe("what changes no user changes no user of the platform", () => {
  let scene: Scene;
  const isReading = ([, { why }]: [string, Harmless]): boolean => why === "reads";

  async function prepare(): Promise<void> {
    await emptyDatabase();
    scene = await givenEverybody();
  }

  async function expectHarmless({ call }: Harmless): Promise<void> {
    const ada = await askerNamed("ada");
    const everybody = PLATFORM_USERS.map((subject) => scene.subjects[subject].user);
    const before = await standingOf(...everybody);
    // What is refused proves nothing.
    expect(await call(ada, scene.subjects.pat, scene)).not.toMatchObject({ ok: false });
    expect(await standingOf(...everybody)).toEqual(before);
  }

  describe("because it reads", () => {
    beforeAll(prepare);
    test.each([...HARMLESS].filter(isReading))("%s", (_, verb) => expectHarmless(verb));
  });

  describe("although it changes something else", () => {
    beforeEach(prepare);
    test.each([...HARMLESS].filter((verb) => !isReading(verb)))("%s", (_, verb) => expectHarmless(verb));
  });
});

describe("what is given here", () => {
  let scene: Scene;

  beforeEach(async () => {
    await emptyDatabase();
    scene = await givenEverybody();
  });

  test.each(PLATFORM_USERS)("roles of %s, by administrators, and nothing else of them", async (name) => {
    const { user } = scene.subjects[name];
    const before = await rowOf(user);
    const session = await database().session.findFirstOrThrow({ where: { userId: user.id } });
    const ada = await askerNamed("ada");
    let held: readonly Role[] = user.roles;
    for (const roles of [...CONTROL_CENTER_ROLES.map((role) => [role]), [...CONTROL_CENTER_ROLES], []]) {
      const seen = { status: user.status, roles: held };
      expect(await changeAccessSettings(ada, { username: name, seen, roles })).toMatchObject({ ok: true });
      held = roles;
      // The number that lists filter by tells of the access, too.
      const facets = expect.any(Number);
      const after = { ...before, facets, roles: [...roles].toSorted(), updatedAt: expect.any(Date) };
      expect(await rowOf(user)).toEqual(after);
    }
    // Whoever is given a role signs in anew, and of the session nothing else is changed.
    const ended = { ...session, end: "ROLES_GRANTED", endedAt: expect.any(Date) };
    expect(await database().session.findMany({ where: { userId: user.id } })).toEqual([ended]);
  });

  const enders = ["ada", "cora", "percy", "pablo", "the command line"] as const;

  test.each(PLATFORM_USERS)("the end of a session of %s, by who looks after users, and nothing else", async (name) => {
    const { user, sessionId } = scene.subjects[name];
    const [before, others] = [
      await rowOf(user),
      await database().session.findMany({ where: { NOT: { id: sessionId } } }),
    ];
    for (const asker of enders.filter((one) => one !== name && (name !== "pablo" || one === "ada"))) {
      await database().session.update({ where: { id: sessionId }, data: { end: null, endedAt: null } });
      const told = await lastEntry();
      expect(await endSessionOf(await askerNamed(asker), name, sessionId), asker).toMatchObject({ ok: true });
      expect(await rowOf(user), asker).toEqual(before);
      expect(await toldSince(told)).toMatchObject([{ event: "session.ended", outcome: "DONE", subjectUsername: name }]);
    }
    const left = await database().session.findMany({ where: { id: { in: others.map(({ id }) => id) } } });
    expect(left).toEqual(others);
  });
});
