/** Five wrong passwords slow down one account from one network for an hour, a hundred the network, and nobody else. */
import type * as Argon2 from "@node-rs/argon2";
import { verify } from "@node-rs/argon2";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { database } from "@/access/database";
import { signIn, type SignIn } from "@/access/sign-in/sign-in";
import { ADDRESS, entriesAbout } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, testPassword } from "@/tests/database";

// The real thing, only counted.
vi.mock("@node-rs/argon2", async (original) => {
  const argon2 = await original<typeof Argon2>();
  return { ...argon2, verify: vi.fn(argon2.verify) };
});

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

function tryWith(password: string, username = "linus", address = ADDRESS): Promise<SignIn> {
  return signIn(username, password, { address, userAgent: "Firefox" });
}

/** "ok", or why not. */
function answerOf(result: SignIn): string {
  return result.ok ? "ok" : result.refusal;
}

async function tryWrong(times: number, username = "linus", address = ADDRESS): Promise<void> {
  for (let attempt = 0; attempt < times; attempt += 1) {
    expect(answerOf(await tryWith("wrong", username, address))).toBe("wrong");
  }
}

test("after five wrong passwords not even the right one helps from there, and one entry says so", async () => {
  const { linus } = await givenPeople("linus");
  await tryWrong(5);
  const slowed = await tryWith(testPassword());
  expect(slowed).toMatchObject({ ok: false, refusal: "throttled" });
  expect("minutes" in slowed ? slowed.minutes : 0).toBeGreaterThanOrEqual(59);
  expect("minutes" in slowed ? slowed.minutes : 99).toBeLessThanOrEqual(60);
  for (const password of ["wrong", testPassword()]) expect(answerOf(await tryWith(password))).toBe("throttled");
  const entries = await entriesAbout(linus);
  expect(entries.map(({ refusal }) => refusal)).toEqual([...Array<string>(5).fill("wrong_password"), "throttled"]);
  expect(await database().session.count()).toBe(0);
});

test("the owner gets in from elsewhere, and others from there", async () => {
  await givenPeople("linus", "cora");
  await tryWrong(5);
  expect(answerOf(await tryWith(testPassword(), "linus", "198.51.100.4"))).toBe("ok");
  expect(answerOf(await tryWith(testPassword(), "cora"))).toBe("ok");
  // That he got in elsewhere opens nothing for whoever guesses.
  expect(answerOf(await tryWith(testPassword()))).toBe("throttled");
});

test("another spelling of the name is no sixth attempt", async () => {
  await givenPeople("linus");
  await tryWrong(5);
  for (const spelling of ["LINUS", " linus ", "ｌｉｎｕｓ"]) {
    expect(answerOf(await tryWith(testPassword(), spelling))).toBe("throttled");
  }
});

test("a name that nobody has is slowed down just the same", async () => {
  await tryWrong(5, "nobody");
  expect(answerOf(await tryWith("wrong", "nobody"))).toBe("throttled");
});

test("the right password forgets the wrong ones before it", async () => {
  await givenPeople("linus");
  for (let round = 0; round < 2; round += 1) {
    await tryWrong(4);
    expect(answerOf(await tryWith(testPassword()))).toBe("ok");
  }
});

test("an hour later linus gets in", async () => {
  await givenPeople("linus");
  await tryWrong(5);
  expect(answerOf(await tryWith("wrong"))).toBe("throttled");
  await database().$executeRaw`UPDATE sign_in_attempts SET expire = expire - 3600000`;
  expect(answerOf(await tryWith(testPassword()))).toBe("ok");
});

test("who signs in clears away the attempts that are long past, and only those", async () => {
  await givenPeople("linus", "cora");
  await tryWrong(1, "nobody", "198.51.100.4");
  await database().$executeRaw`UPDATE sign_in_attempts SET expire = expire - 3600000`;
  await tryWrong(1, "cora");
  expect(answerOf(await tryWith(testPassword()))).toBe("ok");
  const left = await database().signInAttempt.findMany({ orderBy: { key: "asc" } });
  expect(left.map(({ key, points }) => [key.split(":")[0], points])).toEqual([
    ["network", 1],
    ["password", 1],
  ]);
});

test("of ten attempts at the same moment five are looked at", async () => {
  const { linus } = await givenPeople("linus");
  const attempts = Array.from({ length: 10 }, () => tryWith("wrong"));
  const answers = (await Promise.all(attempts)).map(answerOf).sort();
  expect(answers).toEqual([...Array<string>(5).fill("throttled"), ...Array<string>(5).fill("wrong")]);
  const refusals = (await entriesAbout(linus)).map(({ refusal }) => refusal).sort();
  expect(refusals).toEqual(["throttled", ...Array<string>(5).fill("wrong_password")]);
});

describe("a network", () => {
  /** As if it had had so many wrong ones, within this hour and within this minute. */
  async function givenSpent(ofHour: number, ofMinute = 0): Promise<void> {
    await tryWrong(1, "nobody");
    await database().$executeRaw`UPDATE sign_in_attempts SET points = ${ofHour} WHERE key LIKE 'network:%'`;
    const later = BigInt(Date.now() + 60_000);
    await database().$executeRaw`
      INSERT INTO sign_in_attempts SELECT 'slowed-' || key, ${ofMinute}::int, ${later} FROM sign_in_attempts
      WHERE key LIKE 'network:%'`;
  }

  test("has a hundred wrong passwords; from then on ten a minute are looked at, and the right one signs in", async () => {
    await givenPeople("linus");
    await givenSpent(100);
    for (let guess = 1; guess <= 9; guess += 1) await tryWrong(1, `guess ${guess}`);
    // A right one takes its count back.
    for (let round = 1; round <= 2; round += 1) expect(answerOf(await tryWith(testPassword()))).toBe("ok");
    await tryWrong(1, "guess 10");
    expect(await tryWith(testPassword())).toEqual({ ok: false, refusal: "throttled", minutes: 1 });
    await database().$executeRaw`UPDATE sign_in_attempts SET expire = expire - 60000 WHERE key LIKE 'slowed-%'`;
    expect(answerOf(await tryWith(testPassword()))).toBe("ok");
  });

  test("that is slowed down costs nothing more, whoever is named", async () => {
    await givenPeople("linus", "cora");
    await givenSpent(100, 10);
    const [entries, attempts] = [await database().auditEntry.count(), await database().signInAttempt.count()];
    vi.mocked(verify).mockClear();
    for (const username of ["linus", "cora", "one more guess"]) {
      expect(await tryWith(testPassword(), username)).toEqual({ ok: false, refusal: "throttled", minutes: 1 });
    }
    expect(verify).not.toHaveBeenCalled();
    expect(await database().auditEntry.count()).toBe(entries);
    expect(await database().signInAttempt.count()).toBe(attempts);
    expect(answerOf(await tryWith(testPassword(), "linus", "198.51.100.4"))).toBe("ok");
  });

  test("is not slowed down by people who get their passwords right, or who are slowed down themselves", async () => {
    await givenPeople("linus", "cora");
    await givenSpent(94);
    for (let round = 0; round < 7; round += 1) expect(answerOf(await tryWith(testPassword()))).toBe("ok");
    await tryWrong(5);
    for (let round = 0; round < 7; round += 1) expect(answerOf(await tryWith(testPassword()))).toBe("throttled");
    expect(answerOf(await tryWith(testPassword(), "cora"))).toBe("ok");
  }, 40_000);

  test("of IPv6 is its network, in any spelling", async () => {
    await givenPeople("linus");
    await tryWrong(2, "linus", "2001:db8:0:7::1");
    await tryWrong(3, "linus", "2001:0DB8::7:ffff:0:0:1");
    expect(answerOf(await tryWith(testPassword(), "linus", "2001:db8:0:7:1:2:3:4"))).toBe("throttled");
    expect(answerOf(await tryWith(testPassword(), "linus", "2001:db8:0:8::1"))).toBe("ok");
    expect(answerOf(await tryWith(testPassword(), "linus", "::1"))).toBe("ok");
    expect(answerOf(await tryWith(testPassword(), "linus", ""))).toBe("ok");
  });
});
