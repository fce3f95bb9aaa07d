/** Secrets that must be read again: only with the secret of this deployment, and only as they were sealed. */
import { expect, test, vi } from "vitest";
import { seal, unseal } from "@/access/sealed";

const SECRET = "a secret of this deployment, long enough";

function withSecret(secret: string | undefined): void {
  vi.stubEnv("NEXTAUTH_SECRET", secret);
}

test.each(["Bearer abc", "", "ünïcödé 🔑\n", "x".repeat(10_000)])("what is sealed is read again: %j", (text) => {
  withSecret(SECRET);
  expect(unseal(seal(text))).toBe(text);
});

test("a copy of the database shows neither the text nor whether two are the same", () => {
  withSecret(SECRET);
  const [first, second] = [seal("Bearer abc"), seal("Bearer abc")];
  expect(Buffer.from(first).includes("Bearer")).toBe(false);
  expect(first).not.toEqual(second);
  // Nonce and tag come first, and the text is as long as it was.
  expect(first).toHaveLength(12 + 16 + "Bearer abc".length);
});

test("another deployment reads nothing", () => {
  withSecret(SECRET);
  const sealed = seal("Bearer abc");
  withSecret(`${SECRET}!`);
  expect(unseal(sealed)).toBeNull();
  withSecret(SECRET);
  expect(unseal(sealed)).toBe("Bearer abc");
});

test("whatever is changed in it, be it one bit, nothing is read", () => {
  withSecret(SECRET);
  const sealed = seal("Bearer abc");
  for (let place = 0; place < sealed.length; place += 1) {
    const changed = Uint8Array.from(sealed, (byte, index) => (index === place ? byte ^ 1 : byte));
    expect(unseal(changed)).toBeNull();
  }
});

test("whatever is cut from it, nothing is read", () => {
  withSecret(SECRET);
  const sealed = seal("Bearer abc");
  for (let length = 0; length < sealed.length; length += 1) expect(unseal(sealed.subarray(0, length))).toBeNull();
  expect(unseal(Uint8Array.from([...sealed, 0]))).toBeNull();
});

test.each([undefined, ""])("without a secret (%j) nothing is sealed or read, and it says why", (secret) => {
  withSecret(SECRET);
  const sealed = seal("Bearer abc");
  withSecret(secret);
  expect(() => seal("Bearer abc")).toThrow("NEXTAUTH_SECRET is unset.");
  expect(() => unseal(sealed)).toThrow("NEXTAUTH_SECRET is unset.");
});
