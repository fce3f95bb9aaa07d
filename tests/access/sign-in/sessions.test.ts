/** How long a session lasts, what ends it, and that an ended one stays ended. Times are moved in the rows. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { endOtherSessions, endOwnSession } from "@/access/sign-in/own-sessions";
import { endSessionOfToken, findOpenSession, hashToken, listOwnSessions } from "@/access/sign-in/sessions";
import { findConsequences } from "@/access/status/consequences";
import { actorOf, ADDRESS, entriesAbout, openSession, signedIn, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

/** Lets a session look as if it had been used, and started, so long ago. */
async function age(token: string, used: string, started = used): Promise<void> {
  await database().$executeRaw`UPDATE sessions SET last_seen_at = now() - ${used}::interval,
    created_at = now() - ${started}::interval WHERE token_hash = ${hashToken(token)}`;
}

async function lastUse(token: string): Promise<number> {
  const { lastSeenAt } = await database().session.findUniqueOrThrow({ where: { tokenHash: hashToken(token) } });
  return lastSeenAt.getTime();
}

describe("the cookie of a session", () => {
  test("is who linus is now, and says nothing by itself", async () => {
    const { linus } = await givenPeople("linus");
    const token = await openSession(linus);
    const row = await database().session.findFirstOrThrow();
    expect(await findOpenSession(token)).toEqual({
      open: true,
      id: row.id,
      lacksSecondFactor: false,
      user: { id: linus.id, username: "linus", displayName: "Linus Virtanen", roles: [] },
    });
    expect(Buffer.from(row.tokenHash).toString()).not.toContain(token);
    expect(token).toMatch(/^[\w-]{43}$/);
  });

  test.each([undefined, "", "made-up", "\0", "\ud800", "x".repeat(10_000), "' OR 1=1 --"])(
    "opens nothing when it is made up: %j",
    async (token) => {
      const { linus } = await givenPeople("linus");
      await openSession(linus);
      expect(await Actor.ofSession(token, ADDRESS)).toEqual({ open: false, why: "none" });
    },
  );

  test.each(["dora", "wei"] as const)("opens nothing for %s, even if a session was left open", async (name) => {
    const people = await givenPeople("dora", "wei");
    expect(await standingOf(await openSession(people[name]))).toBe("USER_DISABLED");
  });
});

describe("time", () => {
  test("ends a session after thirty idle minutes, for good", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const token = await openSession(linus);
    await age(token, "29 minutes 50 seconds");
    expect(await standingOf(token)).toBe("open");
    await age(token, "30 minutes 5 seconds");
    expect([await standingOf(token), await standingOf(token)]).toEqual(["idle", "idle"]);
    expect(await findConsequences(await signedIn(ada), linus.id)).toMatchObject({ openSessions: 0 });
  });

  test("ends a session after twelve hours, however busy it is", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const token = await openSession(linus);
    await age(token, "1 second", "11 hours 59 minutes");
    expect(await standingOf(token)).toBe("open");
    await age(token, "1 second", "12 hours 1 second");
    expect(await standingOf(token)).toBe("expired");
    expect(await findConsequences(await signedIn(ada), linus.id)).toMatchObject({ openSessions: 0 });
  });

  test("is noted at most once a minute", async () => {
    const { linus } = await givenPeople("linus");
    const token = await openSession(linus);
    await age(token, "50 seconds");
    const before = await lastUse(token);
    await standingOf(token);
    expect(await lastUse(token)).toBe(before);
    await age(token, "61 seconds");
    await standingOf(token);
    const noted = await lastUse(token);
    expect(noted - before).toBeGreaterThan(40_000);
    await standingOf(token);
    expect(await lastUse(token)).toBe(noted);
  });
});

test("the sessions that linus had a month ago are forgotten when he signs in; cora's are hers", async () => {
  const { linus, cora } = await givenPeople("linus", "cora");
  const [old, recent, coras] = [await openSession(linus), await openSession(linus), await openSession(cora)];
  for (const token of [old, coras]) await age(token, "30 days 1 second");
  await age(recent, "29 days");
  await openSession(linus);
  expect(await Promise.all([old, recent, coras].map(standingOf))).toEqual(["none", "expired", "expired"]);
});

describe("signing out", () => {
  test("ends this session of linus and no other, once", async () => {
    const { linus } = await givenPeople("linus");
    const [here, there] = [await openSession(linus), await openSession(linus)];
    await endSessionOfToken(here, ADDRESS);
    await endSessionOfToken(here, ADDRESS);
    await endSessionOfToken("made-up", ADDRESS);
    expect([await standingOf(here), await standingOf(there)]).toEqual(["SIGNED_OUT", "open"]);
    expect(await entriesAbout()).toMatchObject([
      {
        event: "session.ended",
        actorId: linus.id,
        subjectId: linus.id,
        address: ADDRESS,
        effects: { sessionsEnded: 1 },
      },
    ]);
  });

  test("stays so, whoever ends all sessions later", async () => {
    const { linus } = await givenPeople("linus");
    const here = await openSession(linus);
    await endSessionOfToken(here, ADDRESS);
    const { endedAt } = await database().session.findFirstOrThrow();
    await endOtherSessions(await signedIn(linus));
    expect(await standingOf(here)).toBe("SIGNED_OUT");
    expect((await database().session.findFirstOrThrow({ orderBy: { createdAt: "asc" } })).endedAt).toEqual(endedAt);
    await age(here, "0 seconds");
    expect(await standingOf(here)).toBe("SIGNED_OUT");
  });
});

describe("the own sessions", () => {
  test("are listed with where they are, the latest used first; nobody else's and no closed one", async () => {
    const { linus, cora } = await givenPeople("linus", "cora");
    const [phone, idle, ended, desk] = await Promise.all(
      ["Phone", "Idle", "Ended", "Desk"].map((browser) => openSession(linus, browser)),
    );
    await openSession(cora);
    await age(phone ?? "", "10 minutes");
    await age(idle ?? "", "31 minutes");
    await endSessionOfToken(ended ?? "", ADDRESS);
    const sessions = await listOwnSessions(await actorOf(desk ?? ""));
    expect(sessions).toMatchObject([{ userAgent: "Desk", address: ADDRESS }, { userAgent: "Phone" }]);
  });

  test("linus signs out his phone from his desk", async () => {
    const { linus } = await givenPeople("linus");
    const phone = await openSession(linus);
    const desk = await signedIn(linus);
    const { sessionId } = await actorOf(phone);
    const entry = await endOwnSession(desk, sessionId ?? "");
    expect(await standingOf(phone)).toBe("SIGNED_OUT_ELSEWHERE");
    expect(await entriesAbout(linus)).toMatchObject([{ id: entry, event: "session.ended", actorUsername: "linus" }]);
    expect(await endOwnSession(desk, sessionId ?? "")).toBeNull();
    expect(await entriesAbout()).toHaveLength(1);
  });

  test("linus can't sign out cora, and neither can ada by this way", async () => {
    const { ada, linus, cora } = await givenPeople("ada", "linus", "cora");
    const coras = await openSession(cora);
    const { sessionId } = await actorOf(coras);
    for (const person of [linus, ada]) expect(await endOwnSession(await signedIn(person), sessionId ?? "")).toBeNull();
    expect(await standingOf(coras)).toBe("open");
    expect(await entriesAbout()).toEqual([]);
  });

  test("linus signs out everywhere else: this session stays, cora's too", async () => {
    const { linus, cora } = await givenPeople("linus", "cora");
    const others = [await openSession(linus), await openSession(linus)];
    const coras = await openSession(cora);
    const here = await openSession(linus);
    const entry = await endOtherSessions(await actorOf(here));
    expect(await Promise.all(others.map(standingOf))).toEqual(["SIGNED_OUT_ELSEWHERE", "SIGNED_OUT_ELSEWHERE"]);
    expect([await standingOf(here), await standingOf(coras)]).toEqual(["open", "open"]);
    expect(await entriesAbout()).toMatchObject([{ id: entry, subjectId: linus.id, effects: { sessionsEnded: 2 } }]);
    expect(await endOtherSessions(await actorOf(here))).toBeNull();
  });
});
