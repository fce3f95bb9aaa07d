/** Signing in by the platform's word: by the external id alone, and only whom the platform has enabled. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listHistory } from "@/access/audit/audit";
import { historyLine } from "@/access/audit/audit-sentences";
import { database } from "@/access/database";
import { keyName, makePackageKey, shownParts } from "@/access/keys/package-key-format";
import { signInByPlatform } from "@/access/sign-in/sign-in";
import { actorOf, ADDRESS, entriesAbout, openSession, rowOf, signedIn, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, givenPerson, untilWaiting } from "@/tests/database";

const BROWSER = { address: ADDRESS, userAgent: "Firefox" };
const UNKNOWN = { ok: false, refusal: "unknown_subject" };

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

/** Signs in where that is expected to work, and hands over the cookie. */
async function cookieOf(subject: string, previousToken?: string): Promise<string> {
  const result = await signInByPlatform(subject, { ...BROWSER, previousToken });
  if (!result.ok) throw new Error(`${subject} was refused: ${result.refusal}`);
  return result.token;
}

describe("pat, whom the platform vouches for", () => {
  test("gets a session of her own, and nothing else about her changes", async () => {
    const { pat } = await givenPeople("pat");
    const result = await signInByPlatform("idp|pat", BROWSER);
    expect(result).toMatchObject({ ok: true, user: { id: pat.id, username: "pat" } });
    const token = result.ok ? result.token : "";
    expect((await actorOf(token)).id).toBe(pat.id);
    expect(await database().session.findMany()).toMatchObject([{ userId: pat.id, ...BROWSER, end: null }]);
    expect(await rowOf(pat)).toEqual({ ...pat, lastSignInAt: expect.any(Date), lastActiveAt: expect.any(Date) });
    expect(await entriesAbout()).toMatchObject([
      {
        event: "sign-in.succeeded",
        outcome: "DONE",
        source: "PAGE",
        actorId: pat.id,
        subjectId: pat.id,
        address: ADDRESS,
        before: null,
        after: { by: "platform" },
      },
    ]);
  });

  test("gets a new session each time; the one that this browser had ends, whoever's it was", async () => {
    const { pat, linus } = await givenPeople("pat", "linus");
    const phone = await openSession(pat);
    const his = await openSession(linus);
    const first = await cookieOf("idp|pat", his);
    const second = await cookieOf("idp|pat", first);
    expect(second).not.toBe(first);
    expect(await Promise.all([phone, his, first, second].map(standingOf))).toEqual([
      "open",
      "REPLACED",
      "REPLACED",
      "open",
    ]);
  });

  test("is disabled between the platform's word and her session: no session", async () => {
    const { pat } = await givenPeople("pat");
    let late: Promise<unknown> | undefined;
    await database().$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE users SET status = 'DISABLED' WHERE id = ${pat.id}::uuid`;
      late = signInByPlatform("idp|pat", BROWSER);
      await untilWaiting();
    });
    expect(await late).toEqual({ ok: false, refusal: "user_disabled" });
    expect(await database().session.count()).toBe(0);
  });

  test("gets another external id while somebody signs in with the old one: no session", async () => {
    const { pat } = await givenPeople("pat");
    let late: Promise<unknown> | undefined;
    await database().$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE users SET external_id = 'idp|another' WHERE id = ${pat.id}::uuid`;
      late = signInByPlatform("idp|pat", BROWSER);
      await untilWaiting();
    });
    expect(await late).toEqual(UNKNOWN);
    expect(await database().session.count()).toBe(0);
  });

  test("has it in her history", async () => {
    const { ada, pat, petra } = await givenPeople("ada", "pat", "petra");
    const reader = await signedIn(ada);
    await signInByPlatform("idp|pat", BROWSER);
    await signInByPlatform("idp|petra", BROWSER);
    const told = async (who: { id: string }) => (await listHistory(reader, who.id)).map(historyLine);
    expect(await told(pat)).toEqual([
      { title: "Signed in", details: ["By single sign-on.", `From ${ADDRESS}.`], tone: "neutral" },
    ]);
    expect(await told(petra)).toEqual([
      {
        title: "Sign-in refused",
        details: ["Single sign-on worked, but the account is disabled.", `From ${ADDRESS}.`],
        tone: "refused",
      },
    ]);
  });
});

describe("who is known, and may not sign in", () => {
  test.each([
    ["petra, whom the platform disabled", { status: "DISABLED" }, "user_disabled"],
    ["somebody who waits", { status: "WAITING" }, "user_waiting"],
    ["a Service User", { roles: ["SERVICE_USER", "ADMINISTRATOR"] }, "service_user"],
  ] as const)("%s is refused, and stays as they are", async (_, standing, refusal) => {
    const roles = "roles" in standing ? [...standing.roles] : [];
    const person = await givenPerson({ username: "petra", origin: "PLATFORM", ...standing, roles });
    expect(await signInByPlatform("idp|petra", BROWSER)).toEqual({ ok: false, refusal });
    expect(await rowOf(person)).toEqual(person);
    expect(await database().session.count()).toBe(0);
    expect(await entriesAbout()).toMatchObject([
      { event: "sign-in.refused", outcome: "REFUSED", refusal, subjectId: person.id, after: null },
    ]);
  });

  test("petra's open session is not ended by a sign-in that is refused", async () => {
    const { petra, linus } = await givenPeople("petra", "linus");
    const his = await openSession(linus);
    expect(await signInByPlatform("idp|petra", { ...BROWSER, previousToken: his })).toMatchObject({ ok: false });
    expect(await standingOf(his)).toBe("open");
    expect((await rowOf(petra))?.status).toBe("DISABLED");
  });

  test("who was deleted by the platform is disabled, and stays so", async () => {
    const { petra } = await givenPeople("petra");
    await database().$executeRaw`UPDATE users SET platform_deleted_at = now() WHERE id = ${petra.id}::uuid`;
    expect(await signInByPlatform("idp|petra", BROWSER)).toEqual({ ok: false, refusal: "user_disabled" });
    expect((await rowOf(petra))?.status).toBe("DISABLED");
  });
});

describe("who is nobody here", () => {
  test.each([
    ["the username", "pat"],
    ["the e-mail", "pat@shamrock-insurance.example.com"],
    ["another spelling of the external id", "IDP|pat"],
    ["the external id and a space", "idp|pat "],
    ["the beginning of the external id", "idp|pa"],
    ["a pattern", "idp|%"],
    ["the username of linus, who is local", "linus"],
    ["the e-mail of linus, who is local", "linus@harbour-analytics.example.com"],
  ])("is told by %s", async (_, subject) => {
    const people = await givenPeople("pat", "linus");
    expect(await signInByPlatform(subject, BROWSER)).toEqual(UNKNOWN);
    expect(await database().session.count()).toBe(0);
    expect(await database().user.count()).toBe(2);
    expect(await rowOf(people.pat)).toEqual(people.pat);
    expect(await rowOf(people.linus)).toEqual(people.linus);
    expect(await entriesAbout()).toMatchObject([
      {
        event: "sign-in.refused",
        outcome: "REFUSED",
        refusal: "unknown_subject",
        actorId: null,
        subjectId: null,
        subjectUsername: null,
        address: ADDRESS,
        before: { externalId: subject },
      },
    ]);
  });

  test("is a local user, whatever stands in the column that is the platform's", async () => {
    const { linus } = await givenPeople("linus");
    await database().$executeRaw`UPDATE users SET external_id = 'idp|linus' WHERE id = ${linus.id}::uuid`;
    expect(await signInByPlatform("idp|linus", BROWSER)).toEqual(UNKNOWN);
    expect(await database().session.count()).toBe(0);
  });

  test.each(["", "\0", "idp|pat\0", "\ud800", "😀".repeat(200), "x".repeat(10_000), "' OR 1=1 --", "<script>"])(
    "no subject is an error: %j",
    async (subject) => {
      await givenPeople("pat");
      // What is no text would become this one on its way.
      await givenPerson({ username: "odd", origin: "PLATFORM", externalId: "\ufffd" });
      expect(await signInByPlatform(subject, BROWSER)).toEqual(UNKNOWN);
      const [entry] = await entriesAbout();
      expect(Array.from(JSON.stringify(entry?.before)).length).toBeLessThan(300);
    },
  );

  test("pastes no package key into the audit", async () => {
    const key = makePackageKey("live");
    await signInByPlatform(key, BROWSER);
    expect(await entriesAbout()).toMatchObject([{ before: { externalId: keyName(shownParts(key)) } }]);
  });
});
