/** Behind TLS: the public address is what the provider is told, and each cookie is bound to it. */
import { expect, test } from "./platform-fixtures";

const PUBLIC = "https://latchkey.example.com";

test.use({ furtherSettings: { LATCHKEY_URL: PUBLIC } });

test("the way out and back is that of the public address, with cookies that no other host can set", async ({
  page,
  server,
  provider,
  records,
  beginByProgram,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const begun = await page.request.get("/sign-in/platform", { maxRedirects: 0 });
  const asked = new URL(begun.headers()["location"] ?? "");
  expect(asked.href.startsWith(`${provider.issuer}/auth?`)).toBe(true);
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    client_id: "latchkey",
    scope: "openid profile",
    response_type: "code",
    redirect_uri: `${PUBLIC}/api/auth/callback/oidc`,
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: "S256",
  });

  const answer = new URL(await beginByProgram(page, pat.externalId));
  expect(answer.origin).toBe(PUBLIC);
  const back = await page.request.get(`${server.url}${answer.pathname}${answer.search}`, { maxRedirects: 0 });
  expect(back.status()).toBe(303);
  expect(back.headers()["location"]).toBe(`${PUBLIC}/`);
  expect(back.headers()["cache-control"]).toBe("no-store");
  const set = back.headersArray().flatMap(({ name, value }) => (name.toLowerCase() === "set-cookie" ? [value] : []));
  const cookie = (name: string) => set.find((text) => text.startsWith(`${name}=`)) ?? "";
  expect(cookie("__Host-latchkey-session")).toMatch(/Path=\/;.*Secure; HttpOnly; SameSite=lax$/);
  expect(cookie("__Secure-latchkey-id-token")).toMatch(/Path=\/sign-in;.*Secure; HttpOnly; SameSite=strict$/);
  for (const name of ["state", "pkce", "nonce"]) {
    expect(cookie(`__Host-latchkey-${name}`)).toMatch(/=;.*Expires=Thu, 01 Jan 1970/);
  }
  expect(await records.openSessions(pat.username)).toBe(1);
});
