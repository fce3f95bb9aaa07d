/** Behind TLS every cookie is bound to this host and to TLS, whichever way somebody signs in and out. */
import type { APIResponse } from "@playwright/test";
import { expect, test } from "./platform-fixtures";
import { expectSecured } from "./security-headers";
import { builtActions, callAction } from "./wall-actions";

const PUBLIC = "https://latchkey.example.com";

test.use({ furtherSettings: { LATCHKEY_URL: PUBLIC } });

function cookiesOf(answer: APIResponse): string[] {
  const headers = answer.headersArray().filter(({ name }) => name.toLowerCase() === "set-cookie");
  return headers.flatMap(({ value }) => value.split("\n"));
}

test("a password, a program and single sign-on set no cookie that another host, plain http or a script could use", async ({
  page,
  server,
  records,
  password,
  beginByProgram,
}) => {
  const [linus, pat] = [
    await records.newPerson({ username: "linus" }),
    await records.newPerson({ username: "pat", origin: "PLATFORM" }),
  ];
  const { request } = page;
  const action = (name: string): string => builtActions().get(`app/sign-in/actions.ts ${name}`)?.id ?? "";
  const answers: APIResponse[] = [];

  const csrf = await request.get("/api/auth/csrf");
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const form = { csrfToken, username: linus.username, password };
  answers.push(csrf, await request.post("/api/auth/callback/credentials", { form, maxRedirects: 0 }));
  const choose = builtActions().get("app/account/actions.ts chooseLanguageAction")?.id ?? "";
  answers.push(await callAction(page, server, "/account", choose, [["language", "en"]]));
  answers.push(await callAction(page, server, "/account", action("signOutAction"), []));
  const fields: [string, string][] = [
    ["username", linus.username],
    ["password", password],
  ];
  answers.push(await callAction(page, server, "/sign-in", action("signInAction"), fields));
  answers.push(await callAction(page, server, "/account", action("signOutAction"), []));
  answers.push(await request.get("/sign-in/platform", { maxRedirects: 0 }));
  const back = new URL(await beginByProgram(page, pat.externalId));
  answers.push(await request.get(`${server.url}${back.pathname}${back.search}`, { maxRedirects: 0 }));

  const grace = await records.newPerson({ username: "grace" });
  await records.query(
    "INSERT INTO second_factors (user_id, sealed_secret, confirmed_at) SELECT id, '', now() FROM users WHERE username = $1",
    [grace.username],
  );
  const hers: [string, string][] = [
    ["username", grace.username],
    ["password", password],
  ];
  answers.push(await callAction(page, server, "/sign-in", action("signInAction"), hers));

  const cookies = answers.flatMap(cookiesOf);
  expect(cookies.some((cookie) => cookie.startsWith("__Host-latchkey-unfinished="))).toBe(true);
  expect(cookies.some((cookie) => cookie.startsWith("__Host-latchkey-language=en;"))).toBe(true);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__(Host|Secure)-[\w.-]+=/);
    expect(cookie).toMatch(/; *Secure\b/i);
    expect(cookie).toMatch(/; *HttpOnly\b/i);
    expect(cookie).toMatch(/; *SameSite=(lax|strict)\b/i);
    expect(cookie).not.toMatch(/; *Domain=/i);
    if (cookie.startsWith("__Host-")) expect(cookie).toMatch(/; *Path=\/(;|$)/i);
  }
  const values = cookies.flatMap((cookie) => /^__Host-latchkey-session=([^;]+)/.exec(cookie)?.[1] ?? []);
  expect(new Set(values).size, "sessions").toBe(3);
  for (const answer of answers) {
    expectSecured(answer, answer.url());
    expect(answer.headers()["strict-transport-security"], answer.url()).toBe("max-age=31536000; includeSubDomains");
    const text = await answer.text();
    for (const value of values) expect(text, answer.url()).not.toContain(value);
  }
  expect(await records.openSessions(linus.username)).toBe(0);
  expect(await records.openSessions(pat.username)).toBe(1);
});
