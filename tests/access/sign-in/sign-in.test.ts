/** Signing in: the same answer for an unknown name and a wrong password, and the status only after the right one. */
import type * as Argon2 from "@node-rs/argon2";
import { verify } from "@node-rs/argon2";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { database } from "@/access/database";
import { makePassword, hashPassword } from "@/access/sign-in/passwords";
import { signIn } from "@/access/sign-in/sign-in";
import { actorOf, ADDRESS, entriesAbout, openSession, rowOf, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, givenPerson, testPassword, untilWaiting } from "@/tests/database";

const BROWSER = { address: ADDRESS, userAgent: "Firefox" };

// The real thing, only counted.
vi.mock("@node-rs/argon2", async (original) => {
  const argon2 = await original<typeof Argon2>();
  return { ...argon2, verify: vi.fn(argon2.verify) };
});

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

/** Signs in where that is expected to work, and hands over the cookie. */
async function cookieOf(username: string, previousToken?: string): Promise<string> {
  const result = await signIn(username, testPassword(), { ...BROWSER, previousToken });
  if (!result.ok) throw new Error(`${username} was refused: ${result.refusal}`);
  return result.token;
}

describe("with the right password", () => {
  test("linus gets a session of his own, noted with where he is", async () => {
    const { linus } = await givenPeople("linus");
    const result = await signIn("linus", testPassword(), BROWSER);
    expect(result).toMatchObject({ ok: true, user: { id: linus.id, username: "linus" } });
    const token = result.ok ? result.token : "";
    expect((await actorOf(token)).id).toBe(linus.id);
    expect(await database().session.findMany()).toMatchObject([{ userId: linus.id, ...BROWSER, end: null }]);
    expect((await rowOf(linus))?.lastSignInAt).toBeInstanceOf(Date);
    expect((await rowOf(linus))?.updatedAt).toEqual(linus.updatedAt);
    expect(await entriesAbout()).toMatchObject([
      { event: "sign-in.succeeded", outcome: "DONE", actorId: linus.id, subjectId: linus.id, address: ADDRESS },
    ]);
  });

  test("linus gets a new session each time; the one that this browser had ends, his phone's stays", async () => {
    const { linus, cora } = await givenPeople("linus", "cora");
    const phone = await openSession(linus);
    const first = await cookieOf("linus");
    const second = await cookieOf("linus", first);
    expect(second).not.toBe(first);
    expect(await Promise.all([phone, first, second].map(standingOf))).toEqual(["open", "REPLACED", "open"]);
    // The browser is shared: cora signs in where linus was.
    const coras = await cookieOf("cora", second);
    expect(await standingOf(second)).toBe("REPLACED");
    expect((await actorOf(coras)).id).toBe(cora.id);
    // A cookie that means nothing does no harm.
    expect(await standingOf(await cookieOf("linus", "\0 made-up"))).toBe("open");
  });

  test.each([
    ["dora", "user_disabled"],
    ["wei", "user_waiting"],
  ] as const)("%s learns the status: %s", async (name, refusal) => {
    const people = await givenPeople("dora", "wei");
    expect(await signIn(name, testPassword(), BROWSER)).toEqual({ ok: false, refusal });
    expect(await database().session.count()).toBe(0);
    expect((await rowOf(people[name]))?.lastSignInAt).toBeNull();
    expect(await entriesAbout()).toMatchObject([
      { event: "sign-in.refused", outcome: "REFUSED", refusal, subjectId: people[name].id },
    ]);
  });

  test("a Service User has no pages", async () => {
    await givenPerson({ username: "robot", roles: ["SERVICE_USER", "ADMINISTRATOR"] });
    expect(await signIn("robot", testPassword(), BROWSER)).toEqual({ ok: false, refusal: "service_user" });
    expect(await database().session.count()).toBe(0);
  });

  test.each(["Zoë Sτράτος", "ZOË SΤΡΆΤΟΣ", "Zoe\u0308 Sτρα\u0301τος", " Ｚｏë　Ｓτράτος "])(
    "every spelling of a username is the same user: %j",
    async (spelling) => {
      const zoe = await givenPerson({ username: "Zoë Sτράτος" });
      expect(await signIn(spelling, testPassword(), BROWSER)).toMatchObject({ ok: true, user: { id: zoe.id } });
    },
  );

  test("linus changes his password while somebody signs in with the old one: no session", async () => {
    const { linus } = await givenPeople("linus");
    let late: Promise<unknown> | undefined;
    await database().$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE users SET password_hash = ${await hashPassword("another")} WHERE id = ${linus.id}::uuid`;
      // The old password is found right while the change is not yet there to see; then the session waits for the lock.
      late = signIn("linus", testPassword(), BROWSER);
      await untilWaiting();
    });
    expect(await late).toEqual({ ok: false, refusal: "wrong" });
    expect(await database().session.count()).toBe(0);
    expect(await entriesAbout()).toMatchObject([{ event: "sign-in.refused", refusal: "wrong_password" }]);
  });

  test("linus is disabled between his password and his session: no session", async () => {
    const { linus } = await givenPeople("linus");
    let late: Promise<unknown> | undefined;
    await database().$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE users SET status = 'DISABLED' WHERE id = ${linus.id}::uuid`;
      late = signIn("linus", testPassword(), BROWSER);
      await untilWaiting();
    });
    expect(await late).toEqual({ ok: false, refusal: "user_disabled" });
    expect(await database().session.count()).toBe(0);
  });
});

describe("otherwise", () => {
  test("a wrong password, an unknown name and a platform user get one and the same answer", async () => {
    const { linus, dora, pat } = await givenPeople("linus", "dora", "pat");
    const wrong = { ok: false, refusal: "wrong" };
    expect(await signIn("linus", makePassword(), BROWSER)).toEqual(wrong);
    expect(await signIn("dora", makePassword(), BROWSER)).toEqual(wrong);
    expect(await signIn("pat", testPassword(), BROWSER)).toEqual(wrong);
    expect(await signIn("nobody", testPassword(), BROWSER)).toEqual(wrong);
    expect(await database().session.count()).toBe(0);
    const refused = { event: "sign-in.refused", outcome: "REFUSED", refusal: "wrong_password", actorId: null };
    expect(await entriesAbout()).toMatchObject(
      [linus.id, dora.id, pat.id, null].map((subjectId) => ({ ...refused, subjectId, address: ADDRESS })),
    );
  });

  test("a platform user has no password, whatever stands in the column of local ones", async () => {
    const { pat } = await givenPeople("pat");
    const hash = await hashPassword(testPassword());
    await database().$executeRaw`UPDATE users SET password_hash = ${hash} WHERE id = ${pat.id}::uuid`;
    expect(await signIn("pat", testPassword(), BROWSER)).toEqual({ ok: false, refusal: "wrong" });
    expect(await database().session.count()).toBe(0);
  });

  test("nothing that was typed for an unknown name is kept: it may be a password", async () => {
    await signIn("hunter2-typed-into-the-wrong-field", "hunter3", BROWSER);
    const kept = await database().$queryRaw<{ text: string }[]>`
      SELECT row_to_json(a)::text AS text FROM audit_entries a UNION ALL SELECT row_to_json(s)::text FROM sign_in_attempts s`;
    expect(kept).toHaveLength(3);
    expect(JSON.stringify(kept)).not.toMatch(/hunter/);
  });

  test("an unknown name and a platform user cost the same work: one password is computed, with the same parameters", async () => {
    await givenPeople("linus", "pat");
    await signIn("the first one makes the hash of nobody", makePassword(), BROWSER);
    vi.mocked(verify).mockClear();
    for (const username of ["linus", "pat", "nobody"]) await signIn(username, makePassword(), BROWSER);
    const computed = vi.mocked(verify).mock.calls.map(([hash]) => hash.toString().split("$", 4).join("$"));
    expect(computed).toEqual(Array<string>(3).fill("$argon2id$v=19$m=19456,t=2,p=1"));
  });

  test.each([
    "",
    "\0",
    "li\0nus",
    "\ud800",
    "x".repeat(10_000),
    "\u202elinus",
    "' OR 1=1 --",
    "<script>",
    "%",
    "__proto__",
  ])("no text is an error: %j", async (text) => {
    await givenPeople("linus");
    expect(await signIn(text, testPassword(), BROWSER)).toEqual({ ok: false, refusal: "wrong" });
    expect(await signIn("linus", text, BROWSER)).toEqual({ ok: false, refusal: "wrong" });
  });
});
