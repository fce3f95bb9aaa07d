/** By which names the console's cookies go: over TLS, names that no other host and no plain http can set. */
import { beforeEach, expect, test, vi } from "vitest";
import type * as Cookies from "@/access/browser";

beforeEach(() => {
  vi.resetModules();
  return () => vi.unstubAllEnvs();
});

function cookiesOf(url: string): Promise<typeof Cookies> {
  vi.stubEnv("NEXTAUTH_URL", url);
  return import("@/access/browser");
}

test("over TLS each cookie that counts is bound to this host", async () => {
  const { SESSION_COOKIE, FLOW_COOKIES, COOKIE_OPTIONS } = await cookiesOf("https://latchkey.example.com");
  expect(SESSION_COOKIE).toBe("__Host-latchkey-session");
  expect(Object.values(FLOW_COOKIES)).toEqual([
    "__Host-latchkey-state",
    "__Host-latchkey-pkce",
    "__Host-latchkey-nonce",
    "__Host-latchkey-target",
  ]);
  expect(COOKIE_OPTIONS).toEqual({ httpOnly: true, sameSite: "lax", path: "/", secure: true });
});

test("over http, on this machine, only the prefix and Secure are missing", async () => {
  const { SESSION_COOKIE, FLOW_COOKIES, COOKIE_OPTIONS } = await cookiesOf("http://localhost:3000");
  expect(SESSION_COOKIE).toBe("latchkey-session");
  expect(Object.values(FLOW_COOKIES)).toEqual(["latchkey-state", "latchkey-pkce", "latchkey-nonce", "latchkey-target"]);
  expect(COOKIE_OPTIONS).toEqual({ httpOnly: true, sameSite: "lax", path: "/", secure: false });
});
