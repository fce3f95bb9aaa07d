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
  const { SESSION_COOKIE, FLOW_COOKIES, COOKIE_OPTIONS } = await cookiesOf("http://localhost");
  expect(SESSION_COOKIE).toBe("latchkey-session");
  expect(Object.values(FLOW_COOKIES)).toEqual(["latchkey-state", "latchkey-pkce", "latchkey-nonce", "latchkey-target"]);
  expect(COOKIE_OPTIONS).toEqual({ httpOnly: true, sameSite: "lax", path: "/", secure: false });
});

test("two consoles on one host have no cookie in common but that of the language", async () => {
  const names = async (url: string): Promise<string[]> => {
    vi.resetModules();
    const { SESSION_COOKIE, UNFINISHED_COOKIE, CSRF_COOKIE, CALLBACK_COOKIE, FLOW_COOKIES, cookieName } =
      await cookiesOf(url);
    const flow = Object.values(FLOW_COOKIES);
    return [SESSION_COOKIE, UNFINISHED_COOKIE, CSRF_COOKIE, CALLBACK_COOKIE, ...flow, cookieName("device")];
  };
  const [one, other] = [await names("http://localhost:3000"), await names("http://localhost:4000")];
  expect(one).toContain("latchkey-session-3000");
  expect(one.every((name) => name.endsWith("-3000"))).toBe(true);
  expect(new Set([...one, ...other]).size).toBe(one.length + other.length);
  expect(await names("https://latchkey.example.com:8443")).toContain("__Host-latchkey-session-8443");
});

test("a session from before cookies were called by the port is read by its old name, after the own one", async () => {
  const { sessionTokenIn } = await cookiesOf("http://localhost:3000");
  const jar = (cookies: Record<string, string>) => (name: string) => cookies[name];
  expect(sessionTokenIn(jar({ "latchkey-session": "old" }))).toBe("old");
  expect(sessionTokenIn(jar({ "latchkey-session": "another's", "latchkey-session-3000": "own" }))).toBe("own");
  expect(sessionTokenIn(jar({ "latchkey-session-4000": "another's" }))).toBeUndefined();
});
