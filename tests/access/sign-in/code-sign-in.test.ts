/** Signing in with a second factor: the password opens nothing by itself, a code counts once, and guessing is slowed down. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { commandLineActor } from "@/access/actor";
import { historyLine } from "@/access/audit/audit-sentences";
import { database } from "@/access/database";
import { type CodeSignIn, signInByCode } from "@/access/sign-in/code-sign-in";
import { removeSecondFactor } from "@/access/sign-in/second-factor";
import { signIn } from "@/access/sign-in/sign-in";
import { findUnfinishedSignIn } from "@/access/sign-in/unfinished-sign-ins";
import { changeAccountStatus } from "@/access/status/access-settings";
import { ADDRESS, entriesAbout, openSession, rowOf, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, testPassword } from "@/tests/database";
import { codeOf, givenSecondFactor, wrongCode } from "@/tests/second-factor";
import { takePrinted } from "@/tests/setup";

const BROWSER = { address: ADDRESS, userAgent: "Firefox" };
const NOW = new Date("2026-11-29T12:00:10Z");

beforeAll(freshDatabase);
beforeEach(async () => {
  // The clock of the codes; that of the database goes on.
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, long enough for anybody");
  await emptyDatabase();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** The first half, and what its cookie would hold. */
async function passwordOf(username: string, address = ADDRESS): Promise<string> {
  const result = await signIn(username, testPassword(), { ...BROWSER, address });
  if (result.ok || result.refusal !== "code_wanted") throw new Error(`${username} was asked for no code.`);
  return result.token;
}

function answerOf(result: CodeSignIn): string {
  return result.ok ? "ok" : result.refusal;
}

async function tryCode(token: string, code: string, address = ADDRESS): Promise<string> {
  return answerOf(await signInByCode(token, code, { ...BROWSER, address }));
}

describe("the password", () => {
  test("alone opens nothing: no session, no sign-in on record, and the token names none", async () => {
    const { linus } = await givenPeople("linus");
    await givenSecondFactor(linus);
    const here = await openSession(linus);
    const token = await passwordOf("linus");
    expect(await standingOf(token)).toBe("none");
    expect(await database().session.count()).toBe(1);
    expect(await standingOf(here)).toBe("open");
    expect((await rowOf(linus))?.lastSignInAt).toBeNull();
    expect(await entriesAbout()).toEqual([]);
    expect(JSON.stringify(await database().unfinishedSignIn.findMany())).not.toContain(token);
  });

  test("if wrong, or of who may not sign in, is answered as without a second factor", async () => {
    const { linus, dora } = await givenPeople("linus", "dora");
    for (const user of [linus, dora]) await givenSecondFactor(user);
    expect(await signIn("linus", "wrong", BROWSER)).toEqual({ ok: false, refusal: "wrong" });
    expect(await signIn("dora", testPassword(), BROWSER)).toEqual({ ok: false, refusal: "user_disabled" });
    expect(await database().unfinishedSignIn.count()).toBe(0);
  });
});

describe("a code", () => {
  test("finishes it with a session of its own, in place of the one that this browser had", async () => {
    const { linus } = await givenPeople("linus");
    const { secret } = await givenSecondFactor(linus);
    const previousToken = await openSession(linus);
    const token = await passwordOf("linus");
    const result = await signInByCode(token, codeOf(secret), { ...BROWSER, previousToken });
    expect(result).toMatchObject({ ok: true, user: { id: linus.id } });
    expect(await standingOf(result.ok ? result.token : "")).toBe("open");
    expect(await standingOf(previousToken)).toBe("REPLACED");
    expect(await findUnfinishedSignIn(token)).toBeNull();
    const [entry] = await entriesAbout(linus);
    expect(entry).toMatchObject({ event: "sign-in.succeeded", after: { by: "code" }, actorId: linus.id });
    expect(entry && historyLine(entry).details).toContain("By a password and a code.");
  });

  test("of the step before or after counts as well, and none further away", async () => {
    const { linus } = await givenPeople("linus");
    const { secret } = await givenSecondFactor(linus);
    for (const steps of [-2, 2])
      expect(await tryCode(await passwordOf("linus"), codeOf(secret, steps))).toBe("wrong_code");
    for (const steps of [-1, 0, 1]) expect(await tryCode(await passwordOf("linus"), codeOf(secret, steps))).toBe("ok");
  });

  test("is accepted once, also where two browsers send it at the same moment", async () => {
    const { linus } = await givenPeople("linus");
    const { secret } = await givenSecondFactor(linus);
    const tokens = [await passwordOf("linus"), await passwordOf("linus")];
    const answers = await Promise.all(tokens.map((token) => tryCode(token, codeOf(secret))));
    expect(answers.toSorted()).toEqual(["ok", "wrong_code"]);
    expect(await database().session.count()).toBe(1);
    // Nor is one from before it, once it was accepted.
    expect(await tryCode(await passwordOf("linus"), codeOf(secret, -1))).toBe("wrong_code");
    vi.setSystemTime(NOW.getTime() + 30_000);
    expect(await tryCode(await passwordOf("linus"), codeOf(secret))).toBe("ok");
  });

  test("belongs to its user: grace's opens nothing of ada's", async () => {
    const { ada, grace } = await givenPeople("ada", "grace");
    await givenSecondFactor(ada);
    const { secret, recoveryCodes } = await givenSecondFactor(grace);
    for (const code of [codeOf(secret), recoveryCodes[0] ?? ""])
      expect(await tryCode(await passwordOf("ada"), code)).toBe("wrong_code");
    expect(await database().recoveryCode.count()).toBe(20);
  });

  test.each(["", " ", "12345", "1234567", "abcdef", "１２３４５", "\0", "\ud800", "x".repeat(10_000), "-".repeat(24)])(
    "no text is an error: %j",
    async (text) => {
      const { linus } = await givenPeople("linus");
      await givenSecondFactor(linus);
      expect(await tryCode(await passwordOf("linus"), text)).toBe("wrong_code");
      expect(JSON.stringify(await entriesAbout(linus), (_, value: unknown) => String(value))).not.toContain("12345");
    },
  );

  test("can't be checked once NEXTAUTH_SECRET is another one; a recovery code still works, and the operator is told", async () => {
    const { linus } = await givenPeople("linus");
    const { secret, recoveryCodes } = await givenSecondFactor(linus);
    vi.stubEnv("NEXTAUTH_SECRET", "another secret, which opens nothing of before");
    expect(await tryCode(await passwordOf("linus"), codeOf(secret))).toBe("wrong_code");
    expect(takePrinted("error")).toEqual([expect.stringContaining("sealed with another NEXTAUTH_SECRET")]);
    expect(await tryCode(await passwordOf("linus"), recoveryCodes[0] ?? "")).toBe("ok");
  });
});

describe("a recovery code", () => {
  test("works once, however it is typed, also where it is sent twice at the same moment", async () => {
    const { linus } = await givenPeople("linus");
    const { recoveryCodes } = await givenSecondFactor(linus);
    const [first = "", second = ""] = recoveryCodes;
    const tokens = [await passwordOf("linus"), await passwordOf("linus")];
    const answers = await Promise.all(tokens.map((token) => tryCode(token, first)));
    expect(answers.toSorted()).toEqual(["ok", "wrong_code"]);
    expect(await tryCode(await passwordOf("linus"), ` ${second.replaceAll("-", " ").toUpperCase()}`)).toBe("ok");
    expect(await tryCode(await passwordOf("linus"), second)).toBe("wrong_code");
    const used = (await entriesAbout(linus)).filter(({ outcome }) => outcome === "DONE");
    expect(used.map(({ after }) => after)).toEqual([
      { by: "recovery-code", recoveryCodes: 9 },
      { by: "recovery-code", recoveryCodes: 8 },
    ]);
    expect(used[1] && historyLine(used[1]).details[0]).toBe(
      "By a password and a recovery code. Recovery codes left: 8.",
    );
  });
});

describe("between the password and the code", () => {
  test("five minutes may pass, and no more", async () => {
    const { linus } = await givenPeople("linus");
    const { secret } = await givenSecondFactor(linus);
    const token = await passwordOf("linus");
    await database().$executeRaw`UPDATE unfinished_sign_ins SET created_at = now() - interval '5 minutes 1 second'`;
    expect(await tryCode(token, codeOf(secret))).toBe("code_expired");
    expect(await tryCode("made up", codeOf(secret))).toBe("code_expired");
    expect(await entriesAbout()).toEqual([]);
    // The next one clears away what is over.
    await passwordOf("linus");
    expect(await database().unfinishedSignIn.count()).toBe(1);
  });

  test("linus is disabled, and enabled again: he begins anew", async () => {
    const { linus } = await givenPeople("linus");
    const { secret } = await givenSecondFactor(linus);
    const token = await passwordOf("linus");
    const change = (seen: "ENABLED" | "DISABLED", status: "ENABLED" | "DISABLED") =>
      changeAccountStatus(commandLineActor(), { username: "linus", seen: { status: seen }, status });
    await change("ENABLED", "DISABLED");
    expect(await tryCode(token, codeOf(secret))).toBe("code_expired");
    await change("DISABLED", "ENABLED");
    expect(await tryCode(token, codeOf(secret))).toBe("code_expired");
    expect(await database().session.count()).toBe(0);
  });

  test("linus is disabled by other means than ours: the status is asked again, and his code is kept", async () => {
    const { linus } = await givenPeople("linus");
    const { secret } = await givenSecondFactor(linus);
    const token = await passwordOf("linus");
    await database().$executeRaw`UPDATE users SET status = 'DISABLED' WHERE id = ${linus.id}::uuid`;
    expect(await tryCode(token, codeOf(secret))).toBe("user_disabled");
    expect(await database().session.count()).toBe(0);
    expect((await database().secondFactor.findFirstOrThrow()).lastStep).toBe(0n);
  });

  test("the second factor is taken away: the password is asked for again, and is enough then", async () => {
    const { linus } = await givenPeople("linus");
    const { secret } = await givenSecondFactor(linus);
    const token = await passwordOf("linus");
    await removeSecondFactor(commandLineActor(), "linus");
    expect(await tryCode(token, codeOf(secret))).toBe("code_expired");
    expect(await signIn("linus", testPassword(), BROWSER)).toMatchObject({ ok: true });
  });
});

describe("wrong codes", () => {
  test("slow down after five from one address; a recovery code still lets the owner in from there", async () => {
    const { linus } = await givenPeople("linus");
    const { secret, recoveryCodes } = await givenSecondFactor(linus);
    const token = await passwordOf("linus");
    for (let guess = 1; guess <= 5; guess += 1) expect(await tryCode(token, wrongCode(secret))).toBe("wrong_code");
    for (let guess = 6; guess <= 8; guess += 1) expect(await tryCode(token, codeOf(secret))).toBe("codes_throttled");
    // A right password forgets no wrong code.
    expect(await tryCode(await passwordOf("linus"), codeOf(secret))).toBe("codes_throttled");
    const refusals = (await entriesAbout(linus)).map(({ refusal }) => refusal);
    expect(refusals).toEqual([...Array<string>(5).fill("wrong_code"), "codes_throttled"]);
    expect(await tryCode(token, recoveryCodes[0] ?? "")).toBe("ok");
    // Whoever got in is forgiven.
    expect(await tryCode(await passwordOf("linus"), codeOf(secret))).toBe("ok");
  });

  test("of ten at the same moment five are looked at", async () => {
    const { linus } = await givenPeople("linus");
    const { secret } = await givenSecondFactor(linus);
    const token = await passwordOf("linus");
    const answers = await Promise.all(Array.from({ length: 10 }, () => tryCode(token, wrongCode(secret))));
    expect(answers.toSorted()).toEqual([
      ...Array<string>(5).fill("codes_throttled"),
      ...Array<string>(5).fill("wrong_code"),
    ]);
  });

  test("are twenty a day from everywhere, and keep nobody out who has a recovery code", async () => {
    const { linus } = await givenPeople("linus");
    const { secret, recoveryCodes } = await givenSecondFactor(linus);
    for (let from = 1; from <= 4; from += 1) {
      const address = `198.51.100.${from}`;
      const token = await passwordOf("linus", address);
      for (let guess = 1; guess <= 5; guess += 1)
        expect(await tryCode(token, wrongCode(secret), address)).toBe("wrong_code");
    }
    const token = await passwordOf("linus");
    const slowed = await signInByCode(token, codeOf(secret), BROWSER);
    expect(slowed).toMatchObject({ refusal: "codes_throttled" });
    expect("minutes" in slowed ? slowed.minutes : 0).toBeGreaterThan(23 * 60);
    expect(await tryCode(token, recoveryCodes[0] ?? "")).toBe("ok");
  });
});
