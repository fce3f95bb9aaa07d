/** What reaches next-auth: the addresses in use, with nothing in them that it would fail over. */
import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { readProviderAnswer, refusalStatus } from "@/access/sign-in/next-auth-requests";

const SITE = "https://latchkey.example.com";

function ask(address: string, init?: { method?: string; type?: string; body?: string }): Promise<404 | 400 | null> {
  const { method = init ? "POST" : "GET", type = "application/json", body } = init ?? {};
  const headers = { "content-type": type };
  const request = new NextRequest(`${SITE}/api/auth/${address}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  return refusalStatus(request, new URL(request.url).pathname.split("/").slice(3), SITE);
}

const CALLBACK = "callback/credentials";
const FORM = "application/x-www-form-urlencoded";

test.each(["csrf", "providers", "signin", "signout", "error", "error?error=throttled:59", "signin?error=wrong"])(
  "in use: GET %s",
  async (address) => expect(await ask(address)).toBeNull(),
);

test.each([
  ["POST", CALLBACK],
  ["POST", "signout"],
])("in use: %s %s", async (method, address) => {
  expect(await ask(address, { method, body: "{}" })).toBeNull();
  expect(await ask(address, { method, type: FORM, body: "callbackUrl=%2Fmanage%2Fusers&x=%" })).toBeNull();
  expect(await ask(address, { method })).toBe(400);
});

test.each([
  ["GET", "session"],
  ["POST", "session"],
  ["GET", "verify-request"],
  ["POST", "_log"],
  ["POST", "csrf"],
  ["POST", "signin/credentials"],
  ["POST", "signin/oidc"],
  ["GET", "signin/oidc"],
  ["GET", "callback/oidc"],
  ["POST", "callback/oidc"],
  ["GET", CALLBACK],
  ["GET", "error/wrong"],
  ["DELETE", "signout"],
  ["GET", "constructor"],
])("not in use: %s %s", async (method, address) => expect(await ask(address, { method })).toBe(404));

const OWN = ["/", "/manage/users?q=a%20b", `${SITE}/manage/users`, SITE];
const FOREIGN = [
  "",
  "foo",
  "foo\n[admin] forged",
  "/\n[admin] forged",
  "//evil.example",
  "/\\evil.example",
  "https://evil.example/",
  `${SITE}.evil.example`,
  `${SITE}:444/`,
  "http://latchkey.example.com/",
  "javascript:alert(1)",
  "/ä",
  `/${"x".repeat(2_000)}`,
];

describe("where to go afterwards is on this site", () => {
  test.each(OWN)("%j", async (target) => {
    expect(await ask(`signin?callbackUrl=${encodeURIComponent(target)}`)).toBeNull();
    expect(await ask(CALLBACK, { body: JSON.stringify({ callbackUrl: target }) })).toBeNull();
  });

  test.each(FOREIGN)("or nowhere: %j", async (target) => {
    expect(await ask(`signin?callbackUrl=${encodeURIComponent(target)}`)).toBe(400);
    expect(await ask(`csrf?callbackUrl=/&callbackUrl=${encodeURIComponent(target)}`)).toBe(400);
    expect(await ask(CALLBACK, { body: JSON.stringify({ callbackUrl: target }) })).toBe(400);
    const body = new URLSearchParams({ callbackUrl: target }).toString();
    expect(await ask(CALLBACK, { type: FORM, body })).toBe(400);
  });
});

test.each([
  "",
  "{",
  "null",
  "[]",
  '"text"',
  "7",
  '{"callbackUrl":{}}',
  '{"callbackUrl":null}',
  '{"callbackUrl":["/"]}',
])("a body that is none: %j", async (body) => expect(await ask(CALLBACK, { body })).toBe(400));

test.each(["\n[admin] forged", "ä", "x".repeat(65), "<b>"])("the name of an error that is none: %j", async (name) => {
  expect(await ask(`error?error=${encodeURIComponent(name)}`)).toBe(400);
});

describe("what a provider answers", () => {
  test.each([
    "state=s&code=c",
    "code=c&state=s&iss=https%3A%2F%2Flogin.example.com&session_state=x.y",
    "state=s&error=access_denied&error_description=No%20entry.",
  ])("is handed on: %s", (text) => {
    expect(readProviderAnswer(new URLSearchParams(text))?.toString()).toBe(new URLSearchParams(text).toString());
  });

  test("is handed on without what nobody asked for", () => {
    const more = "id_token=i&access_token=a&response=r&callbackUrl=%2Fmanage&oauth_token=o&nextauth=error&csrfToken=t";
    expect(readProviderAnswer(new URLSearchParams(`state=s&${more}&code=c`))?.toString()).toBe("state=s&code=c");
  });

  test.each([
    "",
    "code=c",
    "state=s",
    "error=access_denied",
    "state=s&id_token=i",
    "state=s&code=c&code=d",
    "state=s&state=t&code=c",
    "state=s&code=c&iss=a&iss=b",
  ])("is no answer: %j", (text) => expect(readProviderAnswer(new URLSearchParams(text))).toBeNull());
});
