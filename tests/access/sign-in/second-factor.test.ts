/** Setting up a second factor, changing it by the password and a code, and having a lost one taken away. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Actor, commandLineActor } from "@/access/actor";
import { historyLine } from "@/access/audit/audit-sentences";
import { database } from "@/access/database";
import { createEnrolmentCode } from "@/access/sign-in/enrolment-codes";
import {
  findOwnSecondFactor,
  findSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  turnOffSecondFactor,
} from "@/access/sign-in/second-factor";
import { type Proof, findNeededProof } from "@/access/sign-in/second-factor-proof";
import { beginSecondFactor, confirmSecondFactor, findPendingSecret } from "@/access/sign-in/second-factor-set-up";
import { endOwnSession } from "@/access/sign-in/own-sessions";
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

function proof(code = "", password = testPassword()): Proof {
  return { password, code };
}

/** Every text that is stored, so that what must not be in it can be looked for. */
async function everythingStored(): Promise<string> {
  const kept = await database().$queryRaw<{ text: string }[]>`
    SELECT row_to_json(a)::text AS text FROM audit_entries a UNION ALL SELECT row_to_json(f)::text FROM second_factors f
    UNION ALL SELECT row_to_json(c)::text FROM recovery_codes c UNION ALL SELECT row_to_json(p)::text FROM second_factor_set_ups p
    UNION ALL SELECT row_to_json(e)::text FROM enrolment_codes e`;
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
    const outcome = await confirmSecondFactor(actor, ` ${codeOf(secret).replace(/^.{3}/, "$& ")}`, proof());
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
    const wrong = await confirmSecondFactor(actor, wrongCode(secret), proof());
    expect(wrong).toEqual({ ok: false, refusal: "wrong_code" });
    const unproven = await confirmSecondFactor(actor, codeOf(secret), proof("", "not it"));
    expect(unproven).toEqual({ ok: false, refusal: "wrong_password" });
    expect(await findOwnSecondFactor(actor)).toBeNull();
    expect(await entriesAbout(linus)).toMatchObject([
      { event: "second-factor.enabled", outcome: "REFUSED", refusal: "wrong_code" },
      { event: "second-factor.enabled", outcome: "REFUSED", refusal: "wrong_password" },
    ]);
    // The secret on the page stays the same until one begins anew.
    expect(await findPendingSecret(actor)).toBe(secret);
    expect(await begun(actor)).not.toBe(secret);
    expect(await confirmSecondFactor(actor, codeOf(secret), proof())).toMatchObject({ refusal: "wrong_code" });
  });

  test("a set-up that was left alone for an hour is over", async () => {
    const { linus } = await givenPeople("linus");
    const actor = await signedIn(linus);
    const secret = await begun(actor);
    await database().$executeRaw`UPDATE second_factor_set_ups SET created_at = now() - interval '61 minutes'`;
    expect(await findPendingSecret(actor)).toBeNull();
    const late = await confirmSecondFactor(actor, codeOf(secret), proof());
    expect(late).toEqual({ ok: false, refusal: "set_up_expired" });
  });

  test("another session of linus neither sees nor confirms it, and it ends with the session that began it", async () => {
    const { linus } = await givenPeople("linus");
    const [actor, other] = [await signedIn(linus), await signedIn(linus)];
    const secret = await begun(actor);
    expect(await findPendingSecret(other)).toBeNull();
    expect(await confirmSecondFactor(other, codeOf(secret), proof())).toEqual({ ok: false, refusal: "set_up_expired" });
    // Nor does one of its own there touch the one here.
    expect(await begun(other)).not.toBe(secret);
    expect(await findPendingSecret(actor)).toBe(secret);
    await endOwnSession(other, actor.sessionId ?? "");
    expect(await findPendingSecret(actor)).toBeNull();
    expect(await confirmSecondFactor(actor, codeOf(secret), proof())).toMatchObject({ ok: false });
    expect(await findOwnSecondFactor(other)).toBeNull();
    // The next one to begin removes what is left of it.
    await begun(other);
    expect(await database().secondFactorSetUp.findMany({ select: { sessionId: true } })).toEqual([
      { sessionId: other.sessionId },
    ]);
  });

  test("another app takes the place of the one before by a code of each, and the old app's code is used up", async () => {
    const { linus } = await givenPeople("linus");
    const { secret: old } = await givenSecondFactor(linus);
    const actor = await signedIn(linus);
    const secret = await begun(actor);
    expect(await findNeededProof(actor)).toBe("code");
    expect(await findOwnSecondFactor(actor)).toMatchObject({ recoveryCodes: 10 });
    const before = await database().secondFactor.findMany();
    // A wrong code of the new app uses up none of the old one.
    const wrong = await confirmSecondFactor(actor, codeOf(old), proof(codeOf(old)));
    expect(wrong).toMatchObject({ refusal: "wrong_code" });
    for (const code of ["", wrongCode(old), codeOf(secret)]) {
      expect(await confirmSecondFactor(actor, codeOf(secret), proof(code))).toEqual({
        ok: false,
        refusal: "wrong_proof",
      });
    }
    expect(await database().secondFactor.findMany()).toEqual(before);
    expect(await confirmSecondFactor(actor, codeOf(secret), proof(codeOf(old)))).toMatchObject({ ok: true });
    expect((await entriesAbout(linus)).map(({ event, outcome, refusal }) => [event, outcome, refusal])).toEqual([
      ...Array.from({ length: 4 }, () => ["second-factor.enabled", "REFUSED", "wrong_code"]),
      ["second-factor.replaced", "DONE", null],
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
  test("new recovery codes take the place of the old ones, by a code that works once", async () => {
    const { linus } = await givenPeople("linus");
    const { secret, recoveryCodes } = await givenSecondFactor(linus);
    const actor = await signedIn(linus);
    const before = await database().recoveryCode.findMany();
    const code = codeOf(secret);
    expect(await renewRecoveryCodes(actor, proof(code, "not it"))).toEqual({ ok: false, refusal: "wrong_password" });
    expect(await renewRecoveryCodes(actor, proof())).toEqual({ ok: false, refusal: "wrong_proof" });
    expect(await database().recoveryCode.findMany()).toEqual(before);
    expect(await renewRecoveryCodes(actor, proof(code))).toMatchObject({ ok: true });
    const after = await database().recoveryCode.findMany();
    expect(after).toHaveLength(10);
    expect(after.some(({ hash }) => before.some((old) => Buffer.compare(old.hash, hash) === 0))).toBe(false);
    // Neither that code nor a recovery code of before is taken again.
    for (const used of [code, recoveryCodes[0]]) {
      expect(await renewRecoveryCodes(actor, proof(used))).toEqual({ ok: false, refusal: "wrong_proof" });
    }
    expect((await entriesAbout(linus)).map(({ event, outcome, refusal }) => [event, outcome, refusal])).toEqual([
      ["second-factor.codes-renewed", "REFUSED", "wrong_password"],
      ["second-factor.codes-renewed", "REFUSED", "wrong_code"],
      ["second-factor.codes-renewed", "DONE", null],
      ["second-factor.codes-renewed", "REFUSED", "wrong_code"],
      ["second-factor.codes-renewed", "REFUSED", "wrong_code"],
    ]);
  });

  test("linus turns it off by his password and a recovery code, and nothing of it is left", async () => {
    const { linus } = await givenPeople("linus");
    const { recoveryCodes } = await givenSecondFactor(linus);
    const [here, other] = [await openSession(linus), await openSession(linus)];
    const actor = await actorOf(here);
    const code = recoveryCodes[0];
    expect(await turnOffSecondFactor(actor, proof(code, "not it"))).toEqual({ ok: false, refusal: "wrong_password" });
    expect(await turnOffSecondFactor(actor, proof())).toEqual({ ok: false, refusal: "wrong_proof" });
    expect(await findOwnSecondFactor(actor)).toMatchObject({ recoveryCodes: 10 });
    const outcome = await turnOffSecondFactor(actor, proof(code));
    const entry = (await entriesAbout(linus)).at(-1);
    expect(outcome).toEqual({ ok: true, entry: entry?.id });
    expect(entry).toMatchObject({ event: "second-factor.disabled", effects: { sessionsEnded: 1 } });
    expect([await standingOf(here), await standingOf(other)]).toEqual(["open", "SECOND_FACTOR_CHANGED"]);
    expect([await database().secondFactor.count(), await database().recoveryCode.count()]).toEqual([0, 0]);
    expect(await renewRecoveryCodes(actor, proof())).toEqual({ ok: false, refusal: "no_second_factor" });
    expect(await turnOffSecondFactor(actor, proof())).toEqual({ ok: true, entry: null });
  });

  test("guessing codes is slowed down as at the sign-in, and a recovery code still works", async () => {
    const { linus } = await givenPeople("linus");
    const { secret, recoveryCodes } = await givenSecondFactor(linus);
    const actor = await signedIn(linus);
    const changes = [renewRecoveryCodes, turnOffSecondFactor];
    for (const guess of [0, 1, 2, 3, 4]) {
      const change = changes[guess % 2] ?? renewRecoveryCodes;
      expect(await change(actor, proof(wrongCode(secret)))).toEqual({ ok: false, refusal: "wrong_proof" });
    }
    const slowed = { ok: false, refusal: "codes_throttled", minutes: 60 };
    for (const change of changes) expect(await change(actor, proof(codeOf(secret)))).toEqual(slowed);
    const pending = await begun(actor);
    expect(await confirmSecondFactor(actor, codeOf(pending), proof(codeOf(secret)))).toEqual(slowed);
    // One entry tells of all that were not looked at.
    const throttled = (await entriesAbout(linus)).filter(({ refusal }) => refusal === "codes_throttled");
    expect(throttled).toMatchObject([{ outcome: "REFUSED", event: "second-factor.codes-renewed" }]);
    expect(await turnOffSecondFactor(actor, proof(recoveryCodes[0]))).toMatchObject({ ok: true });
  });

  test("of four changes by the same recovery code at the same moment one is done", async () => {
    const { linus } = await givenPeople("linus");
    const { recoveryCodes } = await givenSecondFactor(linus);
    const actor = await signedIn(linus);
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => renewRecoveryCodes(actor, proof(recoveryCodes[0]))),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.refusal === "wrong_proof")).toHaveLength(3);
  });
});

describe("where administrators must have one", () => {
  beforeEach(() => {
    vi.stubEnv("SECOND_FACTOR_ROLES", "ADMINISTRATOR, COMMUNITY_MANAGER");
  });

  async function settingUp(token: string): Promise<Actor> {
    const actor = await Actor.ofSessionSettingUp(token, ADDRESS);
    if (!(actor instanceof Actor)) throw new Error("She can't set it up.");
    return actor;
  }

  async function codeFor(actor: Actor, username: string): Promise<string> {
    const outcome = await createEnrolmentCode(actor, username);
    if (!outcome.ok) throw new Error(outcome.refusal);
    return outcome.code;
  }

  test("ada without one is nobody but for setting it up by an enrolment code, and ada again right after", async () => {
    const { ada } = await givenPeople("ada");
    const token = await openSession(ada);
    expect(await standingOf(token)).toBe("second_factor_missing");
    const actor = await settingUp(token);
    expect(actor.roles).toEqual([]);
    expect(await findSecondFactor(actor, ada.id)).toBeNull();
    const secret = await begun(actor);
    expect(await standingOf(token)).toBe("second_factor_missing");
    // The password alone does not do, whoever knows it.
    expect(await findNeededProof(actor)).toBe("enrolment-code");
    expect(await confirmSecondFactor(actor, codeOf(secret), proof())).toEqual({ ok: false, refusal: "wrong_proof" });
    expect(await standingOf(token)).toBe("second_factor_missing");
    const code = await codeFor(commandLineActor(), "ADA");
    expect(await everythingStored()).not.toContain(code);
    const typed = code.toUpperCase().replaceAll("-", " ");
    expect(await confirmSecondFactor(actor, codeOf(secret), proof(typed))).toMatchObject({ ok: true });
    expect((await actorOf(token)).roles).toEqual(["ADMINISTRATOR"]);
    expect(await database().enrolmentCode.count()).toBe(0);
    expect((await entriesAbout(ada)).map(({ event, outcome, source }) => [event, outcome, source])).toEqual([
      ["second-factor.enabled", "REFUSED", "PAGE"],
      ["second-factor.enrolment-code-created", "DONE", "COMMAND_LINE"],
      ["second-factor.enabled", "DONE", "PAGE"],
    ]);
  });

  test("an enrolment code is of one user, of one day, and nothing once there is a newer one", async () => {
    const { ada, cora } = await givenPeople("ada", "cora");
    await givenSecondFactor(ada);
    const admin = await signedIn(ada);
    const earlier = await codeFor(admin, "cora");
    const code = await codeFor(admin, "cora");
    const { grace } = await givenPeople("grace");
    const others = await codeFor(admin, grace.username);
    const actor = await settingUp(await openSession(cora));
    const secret = await begun(actor);
    for (const other of [earlier, others, codeOf(secret)]) {
      expect(await confirmSecondFactor(actor, codeOf(secret), proof(other))).toEqual({
        ok: false,
        refusal: "wrong_proof",
      });
    }
    await database()
      .$executeRaw`UPDATE enrolment_codes SET expires_at = now() - interval '1 second' WHERE user_id = ${cora.id}::uuid`;
    expect(await confirmSecondFactor(actor, codeOf(secret), proof(code))).toEqual({
      ok: false,
      refusal: "wrong_proof",
    });
    const next = await codeFor(admin, "cora");
    expect(await confirmSecondFactor(actor, codeOf(secret), proof(next))).toMatchObject({ ok: true });
    // Used up, and nothing beside the second factor that is on.
    const again = await begun(actor);
    expect(await confirmSecondFactor(actor, codeOf(again), proof(next))).toEqual({ ok: false, refusal: "wrong_proof" });
    expect(await createEnrolmentCode(admin, "cora")).toEqual({ ok: false, refusal: "no_enrolment_code_needed" });
  });

  test("guessing enrolment codes is slowed down", async () => {
    const { cora } = await givenPeople("cora");
    const code = await codeFor(commandLineActor(), "cora");
    const actor = await settingUp(await openSession(cora));
    const secret = await begun(actor);
    for (let guess = 0; guess < 5; guess += 1) {
      const wrong = await confirmSecondFactor(actor, codeOf(secret), proof("guessed"));
      expect(wrong).toEqual({ ok: false, refusal: "wrong_proof" });
    }
    const slowed = { ok: false, refusal: "codes_throttled", minutes: 60 };
    expect(await confirmSecondFactor(actor, codeOf(secret), proof(code))).toEqual(slowed);
    expect(await findOwnSecondFactor(actor)).toBeNull();
  });

  test.each([
    ["cora", "percy", "not_permitted"],
    ["sam", "percy", "not_permitted"],
    ["ada", "ada", "own_account"],
    ["ada", "linus", "no_enrolment_code_needed"],
    ["ada", "pablo", "platform_user"],
  ] as const)("%s makes no enrolment code of %s: %s", async (by, of, refusal) => {
    const people = await givenPeople("ada", "cora", "sam", "percy", "linus", "pablo");
    vi.stubEnv("SECOND_FACTOR_ROLES", "PROGRAM_MANAGER, ADMINISTRATOR");
    await givenSecondFactor(people[by]);
    expect(await createEnrolmentCode(await signedIn(people[by]), of)).toEqual({ ok: false, refusal });
    expect(await database().enrolmentCode.count()).toBe(0);
    expect(await entriesAbout(people[of])).toMatchObject([
      { event: "second-factor.enrolment-code-created", outcome: "REFUSED", refusal },
    ]);
  });

  test("whose lost one was taken away needs an enrolment code for the next", async () => {
    const { ada, cora } = await givenPeople("ada", "cora");
    const { recoveryCodes } = await givenSecondFactor(cora);
    await givenSecondFactor(ada);
    const admin = await signedIn(ada);
    expect(await removeSecondFactor(admin, "cora")).toMatchObject({ ok: true });
    const actor = await settingUp(await openSession(cora));
    const secret = await begun(actor);
    for (const code of ["", recoveryCodes[0]]) {
      expect(await confirmSecondFactor(actor, codeOf(secret), proof(code))).toEqual({
        ok: false,
        refusal: "wrong_proof",
      });
    }
    expect(await confirmSecondFactor(actor, codeOf(secret), proof(await codeFor(admin, "cora")))).toMatchObject({
      ok: true,
    });
  });

  test("she can't turn it off, also not by a page that was opened before", async () => {
    const { ada } = await givenPeople("ada");
    const { secret } = await givenSecondFactor(ada);
    const actor = await signedIn(ada);
    const refused = { ok: false, refusal: "second_factor_required" };
    expect(await turnOffSecondFactor(actor, proof(codeOf(secret)))).toEqual(refused);
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
