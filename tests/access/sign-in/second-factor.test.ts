/** Setting up a second factor, turning it off, and having a lost one taken away. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Actor, commandLineActor } from "@/access/actor";
import { historyLine } from "@/access/audit/audit-sentences";
import { database } from "@/access/database";
import {
  beginSecondFactor,
  confirmSecondFactor,
  findOwnSecondFactor,
  findPendingSecret,
  findSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  turnOffSecondFactor,
} from "@/access/sign-in/second-factor";
import { actorOf, ADDRESS, entriesAbout, openSession, rowOf, signedIn, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, testPassword } from "@/tests/database";
import { codeOf, givenSecondFactor, wrongCode } from "@/tests/second-factor";

beforeAll(freshDatabase);
beforeEach(async () => {
  vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, long enough for anybody");
  await emptyDatabase();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Begins a set-up and hands over the secret as the app has it then. */
async function begun(actor: Actor): Promise<string> {
  expect(await beginSecondFactor(actor)).toEqual({ ok: true, entry: null });
  return (await findPendingSecret(actor)) ?? "";
}

/** Every text that is stored, so that what must not be in it can be looked for. */
async function everythingStored(): Promise<string> {
  const kept = await database().$queryRaw<{ text: string }[]>`
    SELECT row_to_json(a)::text AS text FROM audit_entries a UNION ALL SELECT row_to_json(f)::text FROM second_factors f
    UNION ALL SELECT row_to_json(c)::text FROM recovery_codes c`;
  return JSON.stringify(kept);
}

describe("setting up", () => {
  test("linus turns it on by a first code: ten recovery codes once, his other sessions end", async () => {
    const { linus } = await givenPeople("linus");
    const other = await openSession(linus);
    const here = await openSession(linus);
    const actor = await actorOf(here);
    const secret = await begun(actor);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    // Nothing counts before the code does.
    expect(await findOwnSecondFactor(actor)).toBeNull();
    expect(await entriesAbout()).toEqual([]);
    const outcome = await confirmSecondFactor(actor, testPassword(), ` ${codeOf(secret).replace(/^.{3}/, "$& ")}`);
    const codes = outcome.ok ? outcome.codes : [];
    expect(new Set(codes).size).toBe(10);
    expect(await findOwnSecondFactor(actor)).toEqual({ since: expect.any(Date) as Date, recoveryCodes: 10 });
    expect(await findPendingSecret(actor)).toBeNull();
    expect([await standingOf(here), await standingOf(other)]).toEqual(["open", "SECOND_FACTOR_CHANGED"]);
    expect(await entriesAbout(linus)).toMatchObject([
      { event: "second-factor.enabled", outcome: "DONE", effects: { sessionsEnded: 1 } },
    ]);
    // Neither the secret nor a code is readable anywhere.
    const stored = await everythingStored();
    for (const text of [secret, Buffer.from(secret).toString("hex"), ...codes]) expect(stored).not.toContain(text);
    expect(stored).not.toContain(codes[0]?.replaceAll("-", ""));
  });

  test("a wrong code or a wrong password turns nothing on, and each leaves an entry", async () => {
    const { linus } = await givenPeople("linus");
    const actor = await signedIn(linus);
    const secret = await begun(actor);
    const wrong = await confirmSecondFactor(actor, testPassword(), wrongCode(secret));
    expect(wrong).toEqual({ ok: false, refusal: "wrong_code" });
    const unproven = await confirmSecondFactor(actor, "not it", codeOf(secret));
    expect(unproven).toEqual({ ok: false, refusal: "wrong_password" });
    expect(await findOwnSecondFactor(actor)).toBeNull();
    expect(await entriesAbout(linus)).toMatchObject([
      { event: "second-factor.enabled", outcome: "REFUSED", refusal: "wrong_code" },
      { event: "second-factor.enabled", outcome: "REFUSED", refusal: "wrong_password" },
    ]);
    // The secret on the page stays the same until one begins anew.
    expect(await findPendingSecret(actor)).toBe(secret);
    expect(await begun(actor)).not.toBe(secret);
    expect(await confirmSecondFactor(actor, testPassword(), codeOf(secret))).toMatchObject({ refusal: "wrong_code" });
  });

  test("a set-up that was left alone for an hour is over", async () => {
    const { linus } = await givenPeople("linus");
    const actor = await signedIn(linus);
    const secret = await begun(actor);
    await database().$executeRaw`UPDATE second_factors SET pending_at = now() - interval '61 minutes'`;
    expect(await findPendingSecret(actor)).toBeNull();
    const late = await confirmSecondFactor(actor, testPassword(), codeOf(secret));
    expect(late).toEqual({ ok: false, refusal: "set_up_expired" });
  });

  test("another app takes the place of the one before only once its code was typed", async () => {
    const { linus } = await givenPeople("linus");
    const { secret: old } = await givenSecondFactor(linus);
    const actor = await signedIn(linus);
    const secret = await begun(actor);
    expect(await findOwnSecondFactor(actor)).toMatchObject({ recoveryCodes: 10 });
    expect(await confirmSecondFactor(actor, testPassword(), codeOf(old))).toMatchObject({ refusal: "wrong_code" });
    expect(await confirmSecondFactor(actor, testPassword(), codeOf(secret))).toMatchObject({ ok: true });
    expect((await entriesAbout(linus)).map(({ event, outcome }) => [event, outcome])).toEqual([
      ["second-factor.enabled", "REFUSED"],
      ["second-factor.replaced", "DONE"],
    ]);
  });

  test("pat relies on her provider", async () => {
    const { pat } = await givenPeople("pat");
    expect(await beginSecondFactor(await signedIn(pat))).toEqual({ ok: false, refusal: "platform_user" });
    expect(await database().secondFactor.count()).toBe(0);
    expect(await entriesAbout(pat)).toMatchObject([{ outcome: "REFUSED", refusal: "platform_user" }]);
  });
});

describe("changing", () => {
  test("new recovery codes take the place of the old ones", async () => {
    const { linus } = await givenPeople("linus");
    await givenSecondFactor(linus);
    const actor = await signedIn(linus);
    const before = await database().recoveryCode.findMany();
    expect(await renewRecoveryCodes(actor, "not it")).toEqual({ ok: false, refusal: "wrong_password" });
    expect(await database().recoveryCode.findMany()).toEqual(before);
    const outcome = await renewRecoveryCodes(actor, testPassword());
    expect(outcome).toMatchObject({ ok: true });
    const after = await database().recoveryCode.findMany();
    expect(after).toHaveLength(10);
    expect(after.some(({ hash }) => before.some((old) => Buffer.compare(old.hash, hash) === 0))).toBe(false);
    expect((await entriesAbout(linus)).map(({ event, outcome }) => [event, outcome])).toEqual([
      ["second-factor.codes-renewed", "REFUSED"],
      ["second-factor.codes-renewed", "DONE"],
    ]);
  });

  test("linus turns it off by his password, and nothing of it is left", async () => {
    const { linus } = await givenPeople("linus");
    await givenSecondFactor(linus);
    const [here, other] = [await openSession(linus), await openSession(linus)];
    const actor = await actorOf(here);
    expect(await turnOffSecondFactor(actor, "not it")).toEqual({ ok: false, refusal: "wrong_password" });
    expect(await findOwnSecondFactor(actor)).not.toBeNull();
    const outcome = await turnOffSecondFactor(actor, testPassword());
    const entries = await entriesAbout(linus);
    expect(outcome).toEqual({ ok: true, entry: entries[1]?.id });
    expect(entries[1]).toMatchObject({ event: "second-factor.disabled", effects: { sessionsEnded: 1 } });
    expect([await standingOf(here), await standingOf(other)]).toEqual(["open", "SECOND_FACTOR_CHANGED"]);
    expect([await database().secondFactor.count(), await database().recoveryCode.count()]).toEqual([0, 0]);
    expect(await renewRecoveryCodes(actor, testPassword())).toEqual({ ok: false, refusal: "no_second_factor" });
    expect(await turnOffSecondFactor(actor, testPassword())).toEqual({ ok: true, entry: null });
  });
});

describe("where administrators must have one", () => {
  beforeEach(() => {
    vi.stubEnv("SECOND_FACTOR_ROLES", "ADMINISTRATOR, COMMUNITY_MANAGER");
  });

  test("ada without one is nobody but for setting it up, and ada again right after", async () => {
    const { ada } = await givenPeople("ada");
    const token = await openSession(ada);
    expect(await standingOf(token)).toBe("second_factor_missing");
    const actor = await Actor.ofSessionSettingUp(token, ADDRESS);
    if (!(actor instanceof Actor)) throw new Error("ada can't set it up.");
    expect(actor.roles).toEqual([]);
    expect(await findSecondFactor(actor, ada.id)).toBeNull();
    const secret = await begun(actor);
    expect(await standingOf(token)).toBe("second_factor_missing");
    expect(await confirmSecondFactor(actor, testPassword(), codeOf(secret))).toMatchObject({ ok: true });
    expect((await actorOf(token)).roles).toEqual(["ADMINISTRATOR"]);
  });

  test("she can't turn it off, also not by a page that was opened before", async () => {
    const { ada } = await givenPeople("ada");
    await givenSecondFactor(ada);
    const actor = await signedIn(ada);
    const refused = { ok: false, refusal: "second_factor_required" };
    expect(await turnOffSecondFactor(actor, testPassword())).toEqual(refused);
    expect(await findOwnSecondFactor(actor)).not.toBeNull();
    expect(await entriesAbout(ada)).toMatchObject([{ event: "second-factor.disabled", ...refusedEntry(refused) }]);
  });

  test("linus, who holds such a role all at once, is led to it by his next request", async () => {
    const { linus, sam, pablo } = await givenPeople("linus", "sam", "pablo");
    const [his, hers, pablos] = [await openSession(linus), await openSession(sam), await openSession(pablo)];
    expect(await standingOf(his)).toBe("open");
    // Past the product, which would have ended his session.
    await database().user.update({ where: { id: linus.id }, data: { roles: ["COMMUNITY_MANAGER"] } });
    expect(await standingOf(his)).toBe("second_factor_missing");
    // Other roles need none, and the platform's users have theirs elsewhere.
    expect([await standingOf(hers), await standingOf(pablos)]).toEqual(["open", "open"]);
  });

  function refusedEntry({ refusal }: { refusal: string }): object {
    return { outcome: "REFUSED", refusal };
  }
});

describe("a lost one", () => {
  test("is taken away by ada: cora's sessions end, and she is told by whom in her history", async () => {
    const { ada, cora } = await givenPeople("ada", "cora");
    await givenSecondFactor(cora);
    const hers = await openSession(cora);
    const actor = await signedIn(ada);
    expect(await findSecondFactor(actor, cora.id)).toMatchObject({ recoveryCodes: 10 });
    const outcome = await removeSecondFactor(actor, " CORA");
    const [entry] = await entriesAbout(cora);
    expect(outcome).toEqual({ ok: true, entry: entry?.id });
    expect(await findSecondFactor(actor, cora.id)).toBeNull();
    expect(await standingOf(hers)).toBe("SECOND_FACTOR_CHANGED");
    expect(entry && historyLine(entry)).toMatchObject({
      title: "Second factor removed by ada",
      details: ["1 open session ended."],
    });
    expect(await removeSecondFactor(actor, "cora")).toEqual({ ok: true, entry: null });
  });

  test.each([
    ["cora", "ada", "above_role"],
    ["sam", "linus", "not_permitted"],
    ["ada", "ada", "own_account"],
  ] as const)("%s does not take that of %s away: %s", async (by, of, refusal) => {
    const people = await givenPeople("ada", "cora", "sam", "linus");
    const before = people[of];
    await givenSecondFactor(before);
    const theirs = await openSession(before);
    expect(await removeSecondFactor(await signedIn(people[by]), of)).toEqual({ ok: false, refusal });
    expect([await database().secondFactor.count(), await standingOf(theirs)]).toEqual([1, "open"]);
    expect(await rowOf(before)).toEqual(before);
    expect(await entriesAbout(before)).toMatchObject([{ event: "second-factor.removed", outcome: "REFUSED", refusal }]);
  });

  test("of the last administrator is taken away on the server", async () => {
    const { ada } = await givenPeople("ada");
    await givenSecondFactor(ada);
    expect(await removeSecondFactor(commandLineActor(), "ada")).toMatchObject({ ok: true });
    expect(await entriesAbout(ada)).toMatchObject([{ event: "second-factor.removed", source: "COMMAND_LINE" }]);
  });
});
