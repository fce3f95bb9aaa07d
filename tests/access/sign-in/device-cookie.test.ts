/** A browser that has signed in before has a few attempts of its own: no stranger can use them up, and no copy gets more. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import { database } from "@/access/database";
import { signInByCode } from "@/access/sign-in/code-sign-in";
import { changeOwnPassword } from "@/access/sign-in/own-password";
import { signIn } from "@/access/sign-in/sign-in";
import { changeAccountStatus } from "@/access/status/access-settings";
import { ADDRESS, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, testPassword } from "@/tests/database";
import { codeOf, givenSecondFactor, wrongCode } from "@/tests/second-factor";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

const NEW = "four quiet rivers of linen";

type From = { device?: string; address?: string };

async function answer(username: string, password: string, { device, address = ADDRESS }: From = {}): Promise<string> {
  const result = await signIn(username, password, { address, userAgent: "Firefox", device });
  return result.ok ? "ok" : result.refusal;
}

/** Signs in, and hands over the device cookie that the browser has from then on. */
async function deviceOf(username: string, device?: string): Promise<string> {
  const result = await signIn(username, testPassword(), { address: ADDRESS, userAgent: "Firefox", device });
  if (!result.ok || result.device === null) throw new Error(`${username} got no device cookie.`);
  return result.device;
}

async function tryWrong(times: number, username: string, from: From = {}): Promise<void> {
  for (let guess = 1; guess <= times; guess += 1) expect(await answer(username, "wrong", from)).toBe("wrong");
}

/** As if strangers behind this address had used up what a network has. */
async function givenSlowedNetwork(): Promise<void> {
  await tryWrong(1, "nobody");
  await database().$executeRaw`
    INSERT INTO sign_in_attempts SELECT 'slowed-' || key, 1000, expire FROM sign_in_attempts WHERE key LIKE 'network:%'`;
  await database().$executeRaw`UPDATE sign_in_attempts SET points = 1000 WHERE key LIKE 'network:%'`;
}

describe("linus signs in where he has before", () => {
  test("although strangers have locked his account at this address", async () => {
    await givenPeople("linus");
    const device = await deviceOf("linus");
    await tryWrong(5, "linus");
    expect(await answer("linus", testPassword())).toBe("throttled");
    expect(await answer("linus", testPassword(), { device })).toBe("ok");
  });

  test("although strangers have used up what the whole address has", async () => {
    await givenPeople("linus", "cora");
    const device = await deviceOf("linus");
    await givenSlowedNetwork();
    expect(await answer("linus", testPassword(), { device })).toBe("ok");
    // It is nobody else's way past that, and his mistakes are not the address's.
    expect(await answer("cora", testPassword(), { device })).toBe("throttled");
    await tryWrong(5, "linus", { device });
    expect(await answer("linus", testPassword(), { device })).toBe("throttled");
  });
});

describe("a copied cookie", () => {
  test("has five wrong passwords together with the browser that it was copied from, wherever it is", async () => {
    await givenPeople("linus");
    const device = await deviceOf("linus");
    for (let place = 1; place <= 5; place += 1) await tryWrong(1, "linus", { device, address: `198.51.100.${place}` });
    expect(await answer("linus", testPassword(), { device, address: "198.51.100.9" })).toBe("throttled");
    expect(await answer("linus", testPassword(), { address: "198.51.100.9" })).toBe("ok");
  });

  test("of ten attempts at the same moment has five looked at", async () => {
    await givenPeople("linus");
    const device = await deviceOf("linus");
    const answers = await Promise.all(Array.from({ length: 10 }, () => answer("linus", "wrong", { device })));
    expect(answers.toSorted()).toEqual([...Array<string>(5).fill("throttled"), ...Array<string>(5).fill("wrong")]);
  });

  test("names nobody, and opens nothing", async () => {
    const { linus } = await givenPeople("linus");
    const device = await deviceOf("linus");
    expect(device).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
    expect(device).not.toContain(linus.id);
    expect(await answer("linus", "wrong", { device })).toBe("wrong");
  });

  test("ends with the password; the browser in which it is changed has another one", async () => {
    const { linus } = await givenPeople("linus");
    const device = await deviceOf("linus");
    const changed = await changeOwnPassword(await signedIn(linus), testPassword(), NEW, device);
    const renewed = changed.ok ? (changed.device ?? "") : "";
    await tryWrong(5, "linus");
    expect(await answer("linus", NEW, { device })).toBe("throttled");
    expect(await answer("linus", NEW, { device: renewed })).toBe("ok");
  });

  test("is worth nothing while its user is disabled", async () => {
    await givenPeople("linus");
    const device = await deviceOf("linus");
    const change = { username: "linus", seen: { status: "ENABLED" }, status: "DISABLED" } as const;
    await changeAccountStatus(commandLineActor(), change);
    expect(await answer("linus", testPassword(), { device })).toBe("user_disabled");
  });
});

test("a browser is known to several people at once, and to nobody by a cookie that was made up or altered", async () => {
  await givenPeople("linus", "cora");
  const device = await deviceOf("cora", await deviceOf("linus"));
  await tryWrong(5, "linus");
  await tryWrong(5, "cora");
  for (const username of ["linus", "cora"]) expect(await answer(username, testPassword(), { device })).toBe("ok");
  const [id = "", proof = ""] = device.split(".");
  const others = [
    "",
    "x",
    id,
    `${id}.${"A".repeat(43)}`,
    `${"A".repeat(22)}.${proof}`,
    `${device}.`,
    "x".repeat(9_000),
  ];
  for (const other of others) expect(await answer("linus", testPassword(), { device: other })).toBe("throttled");
});

describe("with a second factor", () => {
  async function tryCode(code: string, device?: string): Promise<string> {
    const browser = { address: ADDRESS, userAgent: "Firefox", device };
    const half = await signIn("linus", testPassword(), browser);
    if (half.ok || half.refusal !== "code_wanted") throw new Error("No code was asked for.");
    const result = await signInByCode(half.token, code, browser);
    return result.ok ? (result.device ?? "") : result.refusal;
  }

  test("a cookie comes only of a code that was right, and who knows the password alone uses up nothing of it", async () => {
    const { linus } = await givenPeople("linus");
    const before = await deviceOf("linus");
    const { secret } = await givenSecondFactor(linus);
    const device = await tryCode(codeOf(secret, -1));
    for (let guess = 1; guess <= 5; guess += 1) expect(await tryCode(wrongCode(secret))).toBe("wrong_code");
    await database().$executeRaw`UPDATE sign_in_attempts SET points = 20 WHERE key LIKE 'codes-of-day:%'`;
    // One from before the second factor gives no codes to guess.
    expect(await tryCode(codeOf(secret), before)).toBe("codes_throttled");
    expect(await tryCode(codeOf(secret), device)).toMatch(/^[\w-]{22}\./);
  });
});
