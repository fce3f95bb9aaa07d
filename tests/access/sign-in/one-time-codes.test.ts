/** Codes are those of every authenticator app: the values are those of RFC 6238, appendix B. */
import { afterEach, expect, test, vi } from "vitest";
import { keyUri, makeSecret, stepOf } from "@/access/sign-in/one-time-codes";
import { hashRandomCode, makeRandomCode } from "@/access/sign-in/random-codes";

// "12345678901234567890" in base32.
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  [59, "287082", 1],
  [1_111_111_109, "081804", 37_037_036],
  [20_000_000_000, "353130", 666_666_666],
])("at second %i the code is %s", (second, code, step) => {
  vi.useFakeTimers({ toFake: ["Date"], now: second * 1_000 });
  expect(stepOf(SECRET, code)).toBe(step);
  // The app may be a step behind or ahead.
  for (const away of [-30_000, 30_000]) {
    vi.setSystemTime(second * 1_000 + away);
    expect(stepOf(SECRET, code)).toBe(step);
  }
  for (const away of [-60_000, 60_000]) {
    vi.setSystemTime(second * 1_000 + away);
    expect(stepOf(SECRET, code)).toBeNull();
  }
});

test("the picture says whose code it is, and where", () => {
  const uri = new URL(keyUri(SECRET, "Zoë Sτράτος", "latchkey.example.com:3000"));
  expect(uri.href).toMatch(/^otpauth:\/\/totp\//);
  expect(decodeURIComponent(uri.pathname)).toContain("Latchkey latchkey.example.com:3000:Zoë Sτράτος");
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret: SECRET, algorithm: "SHA1", digits: "6" });
  expect(makeSecret()).not.toBe(makeSecret());
});

test("a recovery code is found however it is typed, and nothing else is", () => {
  const code = makeRandomCode();
  expect(code).toMatch(/^(?:[2-9a-hjkmnp-z]{4}-){5}[2-9a-hjkmnp-z]{4}$/);
  const hash = hashRandomCode(code);
  for (const typed of [code.toUpperCase(), ` ${code} `, code.replaceAll("-", ""), code.replaceAll("-", " ")])
    expect(hashRandomCode(typed)).toEqual(hash);
  for (const typed of ["", code.slice(1), `${code}a`, code.replace(/.$/, "0"), "\ud800".repeat(24)])
    expect(hashRandomCode(typed)).toBeNull();
  expect(hashRandomCode(makeRandomCode())).not.toEqual(hash);
});
