/** Somebody's session was stolen: who looks after users sees it and ends it, at once and on record. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import { historyLine, noticeSentence } from "@/access/audit/audit-sentences";
import { database } from "@/access/database";
import { hashToken, LISTED_SESSIONS, listSessionsOf } from "@/access/sign-in/sessions";
import { signIn } from "@/access/sign-in/sign-in";
import { endAllSessionsOf, endSessionOf } from "@/access/sign-in/user-sessions";
import { actorOf, ADDRESS, entriesAbout, openSession, rowOf, signedIn, standingOf } from "@/tests/actors";
import { asOwner, emptyDatabase, freshDatabase, givenPeople, testPassword } from "@/tests/database";
import { platformActor } from "@/tests/platform";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

async function sessionOf(token: string): Promise<string> {
  return (await database().session.findUniqueOrThrow({ where: { tokenHash: hashToken(token) } })).id;
}

async function leaveIdle(token: string): Promise<void> {
  await database().$executeRaw`UPDATE sessions SET last_seen_at = now() - interval '31 minutes'
    WHERE token_hash = ${hashToken(token)}`;
}

describe("the list", () => {
  test("sam reads where linus is signed in, the latest used first; nobody else's and no closed one", async () => {
    const { sam, linus, cora } = await givenPeople("sam", "linus", "cora");
    const first = await openSession(linus, "Phone");
    await database().$executeRaw`UPDATE sessions SET last_seen_at = now() - interval '5 minutes'`;
    await openSession(linus, "Desk");
    await leaveIdle(await openSession(linus, "Idle"));
    await openSession(cora, "Cora's");
    const listed = await listSessionsOf(await signedIn(sam), linus.id);
    expect(listed).toMatchObject([{ userAgent: "Desk", address: ADDRESS }, { userAgent: "Phone" }]);
    expect(Object.keys(listed[0] ?? {}).toSorted()).toEqual(["address", "createdAt", "id", "lastSeenAt", "userAgent"]);
    expect(JSON.stringify(listed)).not.toContain(first);
  });

  test("linus, who has no role, and the platform read none, also not his own by this way", async () => {
    const { linus } = await givenPeople("linus");
    for (const actor of [await signedIn(linus), await platformActor("Okta")]) {
      expect(await listSessionsOf(actor, linus.id)).toEqual([]);
    }
  });

  test("is as long as a page bears; what is no id is nobody's", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    await database().$executeRaw`INSERT INTO sessions (token_hash, user_id)
      SELECT sha256(n::text::bytea), ${linus.id}::uuid FROM generate_series(1, ${LISTED_SESSIONS + 5}::int) AS n`;
    const actor = await signedIn(ada);
    expect(await listSessionsOf(actor, linus.id)).toHaveLength(LISTED_SESSIONS);
    expect(await listSessionsOf(actor, "no id")).toEqual([]);
    expect(await endAllSessionsOf(actor, "linus")).toMatchObject({ ok: true });
    expect(await entriesAbout(linus)).toMatchObject([{ effects: { sessionsEnded: LISTED_SESSIONS + 5 } }]);
  });
});

describe("ending one", () => {
  test("ada ends the session of linus that was stolen, and no other", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const [stolen, his] = [await openSession(linus), await openSession(linus)];
    const outcome = await endSessionOf(await signedIn(ada), "linus", await sessionOf(stolen));
    expect([await standingOf(stolen), await standingOf(his)]).toEqual(["ENDED_BY_ADMINISTRATOR", "open"]);
    expect(await rowOf(linus)).toEqual(linus);
    const [entry, ...more] = await entriesAbout(linus);
    expect(more).toEqual([]);
    expect(outcome).toEqual({ ok: true, entry: entry?.id });
    expect(entry).toMatchObject({ event: "session.ended", actorUsername: "ada", effects: { sessionsEnded: 1 } });
    expect(entry && noticeSentence(entry)).toBe("1 session of linus ended.");
    expect(entry && historyLine(entry)).toMatchObject({
      title: "Signed out by ada",
      details: ["1 open session ended.", `Signed in from ${ADDRESS}.`],
    });
  });

  test("a session that is over, another's and none at all: nothing happens and nothing is told", async () => {
    const { ada, linus, cora } = await givenPeople("ada", "linus", "cora");
    const [ended, idle, coras] = [await openSession(linus), await openSession(linus), await openSession(cora)];
    const actor = await signedIn(ada);
    await endSessionOf(actor, "linus", await sessionOf(ended));
    await leaveIdle(idle);
    const ids = [await sessionOf(ended), await sessionOf(idle), await sessionOf(coras), "no id", linus.id];
    for (const id of ids) expect(await endSessionOf(actor, "linus", id)).toEqual({ ok: true, entry: null });
    expect([await standingOf(coras), await standingOf(idle)]).toEqual(["open", "idle"]);
    expect(await entriesAbout()).toHaveLength(1);
  });
});

describe("ending all", () => {
  test("ada ends all of linus; cora's stay, his account and password too, and he signs in anew", async () => {
    const { ada, linus, cora } = await givenPeople("ada", "linus", "cora");
    const tokens = [await openSession(linus), await openSession(linus), await openSession(linus)];
    const [idle, coras] = [await openSession(linus), await openSession(cora)];
    await leaveIdle(idle);
    const actor = await signedIn(ada);
    await endAllSessionsOf(actor, " LINUS ");
    expect(await Promise.all(tokens.map(standingOf))).toEqual(tokens.map(() => "ENDED_BY_ADMINISTRATOR"));
    expect([await standingOf(coras), (await actorOf(coras)).username]).toEqual(["open", "cora"]);
    const [entry] = await entriesAbout(linus);
    expect(entry && noticeSentence(entry)).toBe("3 sessions of linus ended.");
    expect(await endAllSessionsOf(actor, "linus")).toEqual({ ok: true, entry: null });
    expect(await rowOf(linus)).toEqual(linus);
    const browser = { address: ADDRESS, userAgent: "Firefox" };
    expect(await signIn("linus", testPassword(), browser)).toMatchObject({ ok: true });
  });

  test("an audit that can't be written leaves the sessions open", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const token = await openSession(linus);
    const actor = await signedIn(ada);
    await asOwner("ALTER TABLE audit_entries ADD CONSTRAINT broken CHECK (event <> 'session.ended')");
    try {
      await expect(endAllSessionsOf(actor, "linus")).rejects.toThrow("broken");
      await expect(endSessionOf(actor, "linus", await sessionOf(token))).rejects.toThrow("broken");
    } finally {
      await asOwner("ALTER TABLE audit_entries DROP CONSTRAINT broken");
    }
    expect(await standingOf(token)).toBe("open");
  });

  test("a sign-in at the same moment comes before, and ends, or after, and stays", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const browser = { address: ADDRESS, userAgent: "Firefox" };
    for (let round = 0; round < 5; round += 1) {
      const told = (await entriesAbout(linus)).length;
      const [signedInNow] = await Promise.all([
        signIn("linus", testPassword(), browser),
        endAllSessionsOf(actor, "linus"),
      ]);
      const events = (await entriesAbout(linus)).slice(told).map(({ event }) => event);
      const isEnded = events.at(-1) === "session.ended";
      expect(signedInNow.ok && (await standingOf(signedInNow.token))).toBe(isEnded ? "ENDED_BY_ADMINISTRATOR" : "open");
    }
  });
});

describe("who may not", () => {
  test.each([
    ["sam", "linus", "not_permitted"],
    ["linus", "cora", "not_permitted"],
    ["cora", "ada", "above_role"],
    ["cora", "pablo", "above_role"],
    ["ada", "ada", "own_sessions"],
    ["linus", "linus", "not_permitted"],
  ] as const)("%s about %s: %s, and one entry tells of it", async (who, whom, refusal) => {
    const people = await givenPeople("ada", "sam", "cora", "linus", "pablo");
    const token = await openSession(people[whom]);
    const actor = await signedIn(people[who]);
    const attempts = [
      () => endSessionOf(actor, whom, "no id"),
      async () => endSessionOf(actor, whom, await sessionOf(token)),
      () => endAllSessionsOf(actor, whom),
    ];
    for (const attempt of attempts) expect(await attempt()).toEqual({ ok: false, refusal });
    expect(await standingOf(token)).toBe("open");
    const refused = { event: "session.ended", outcome: "REFUSED", refusal, before: null, effects: null };
    expect(await entriesAbout(people[whom])).toMatchObject(attempts.map(() => refused));
  });

  test("whoever was signed out while the request was under way", async () => {
    const { cora, linus } = await givenPeople("cora", "linus");
    const token = await openSession(linus);
    const actor = await signedIn(cora);
    await endAllSessionsOf(commandLineActor(), "cora");
    expect(await endAllSessionsOf(actor, "linus")).toEqual({ ok: false, refusal: "signed_out" });
    expect(await standingOf(token)).toBe("open");
  });

  test("nobody of that name", async () => {
    const { ada } = await givenPeople("ada");
    expect(await endAllSessionsOf(await signedIn(ada), "nobody")).toEqual({ ok: false, refusal: "unknown_user" });
    expect(await entriesAbout()).toEqual([]);
  });
});

test("cora ends a session of pat, a platform user, who stays enabled and as she is", async () => {
  const { cora, pat } = await givenPeople("cora", "pat");
  const token = await openSession(pat);
  expect(await endAllSessionsOf(await signedIn(cora), "pat")).toMatchObject({ ok: true });
  expect(await standingOf(token)).toBe("ENDED_BY_ADMINISTRATOR");
  expect(await rowOf(pat)).toEqual(pat);
});
