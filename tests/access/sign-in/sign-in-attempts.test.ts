/** Five wrong passwords slow down one username from one address for an hour, fifty the address, and nobody else. */
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
    ["address", 1],
    ["username", 1],
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

describe("an address", () => {
  /** So many wrong passwords, none of them for a username that the test asks about. */
  async function spend(count: number, address = ADDRESS): Promise<void> {
    for (let done = 0; done < count; done += 5) {
      await Promise.all(
        Array.from({ length: Math.min(5, count - done) }, () => tryWith("wrong", `guess ${done}`, address)),
      );
    }
  }

  test("has fifty wrong passwords; then nothing is computed or written, whoever is named", async () => {
    await givenPeople("linus", "cora");
    await spend(50);
    const [entries, attempts] = [await database().auditEntry.count(), await database().signInAttempt.count()];
    expect({ entries, attempts }).toEqual({ entries: 50, attempts: 11 });
    vi.mocked(verify).mockClear();
    for (const username of ["linus", "cora", "one more guess"]) {
      const slowed = await tryWith(testPassword(), username);
      expect(slowed).toMatchObject({ ok: false, refusal: "throttled" });
      expect("minutes" in slowed ? slowed.minutes : 0).toBeGreaterThanOrEqual(59);
    }
    expect(verify).not.toHaveBeenCalled();
    expect(await database().auditEntry.count()).toBe(entries);
    expect(await database().signInAttempt.count()).toBe(attempts);
    expect(answerOf(await tryWith(testPassword(), "linus", "198.51.100.4"))).toBe("ok");
    await database().$executeRaw`UPDATE sign_in_attempts SET expire = expire - 3600000`;
    expect(answerOf(await tryWith(testPassword()))).toBe("ok");
  }, 40_000);

  test("is not slowed down by people who get their passwords right, or who are slowed down themselves", async () => {
    await givenPeople("linus", "cora");
    await spend(44);
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
