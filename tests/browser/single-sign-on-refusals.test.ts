/** What is not believed: answers that nobody here asked for, forged ones, and a provider that lies or is not there. */
import type { Page } from "@playwright/test";
import { generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { CLIENT } from "./identity-provider";
import { ownCookie } from "./own-cookie";
import { expect, test } from "./platform-fixtures";

const EXPIRED =
  "Signing in with Harbour ID was not begun in this browser, or took longer than 15 minutes. Please try again.";
const FAILED = "Signing in with Harbour ID did not work. If it happens again, tell your API program administrator.";
const AWAY = "Signing in with Harbour ID is not possible at the moment. Try again in a minute.";
const DENIED = "Signing in with Harbour ID was cancelled, or you are not allowed to sign in here with it.";

async function expectNobody(page: Page, sentence: string): Promise<void> {
  await expect(page).toHaveURL(/\/sign-in\?error=/);
  await expect(page.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?from=/);
}

/** What went wrong is one line for the operator, without anything that opens something. */
function expectOneLine(lines: string[], part: string | RegExp, secrets: string[] = []): void {
  expect(lines).toEqual([expect.stringMatching(part)]);
  for (const secret of [CLIENT.secret, ...secrets]) expect(lines[0]).not.toContain(secret);
}

test("an answer that another browser asked for signs nobody in: pat is not signed in as somebody else by a link", async ({
  page,
  openBrowser,
  provider,
  records,
  beginByProgram,
  printedSince,
}) => {
  const mallory = await records.newPerson({ username: "mallory", origin: "PLATFORM" });
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const link = await beginByProgram(page, mallory.externalId);
  const hers = await openBrowser();
  provider.asked.length = 0;
  await hers.goto(link);
  await expectNobody(hers, EXPIRED);
  // Not even the code was looked at, and no stranger writes a line.
  expect(provider.asked).toEqual([]);
  expect(await records.openSessions(mallory.username)).toBe(0);

  // In the middle of a sign-in of her own, which goes on.
  const own = await beginByProgram(hers, pat.externalId);
  await hers.goto(link);
  await expect(hers.getByText(EXPIRED)).toBeVisible();
  await hers.goto(own);
  await expect(hers).toHaveURL("/account");
  expect(await records.openSessions(mallory.username)).toBe(0);
  expect(await records.openSessions(pat.username)).toBe(1);
  expect(printedSince()).toEqual([]);
});

test("mallory's code in pat's answer is refused: it was not given for what pat asked", async ({
  page,
  openBrowser,
  records,
  beginByProgram,
  printedSince,
}) => {
  const mallory = await records.newPerson({ username: "mallory", origin: "PLATFORM" });
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const theirs = new URL(await beginByProgram(await openBrowser(), mallory.externalId));
  const hers = new URL(await beginByProgram(page, pat.externalId));
  const code = theirs.searchParams.get("code") ?? "";
  hers.searchParams.set("code", code);
  await page.goto(hers.href);
  await expectNobody(page, FAILED);
  expectOneLine(printedSince(), /invalid_grant/, [code]);
  expect(await records.openSessions(mallory.username)).toBe(0);
});

test("an answer counts once, also with the cookies of the first time", async ({
  page,
  records,
  beginByProgram,
  printedSince,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const answer = await beginByProgram(page, pat.externalId);
  const copied = await page.context().cookies();
  expect(copied.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^latchkey-state-/));
  await page.goto(answer);
  await expect(page).toHaveURL("/account");
  await page.context().clearCookies({ name: /^latchkey-session-/ });
  await page.goto(answer);
  await expectNobody(page, EXPIRED);
  expect(printedSince()).toEqual([]);

  await page.context().clearCookies();
  await page.context().addCookies(copied);
  await page.goto(answer);
  await expectNobody(page, FAILED);
  expectOneLine(printedSince(), /invalid_grant/, [new URL(answer).searchParams.get("code") ?? ""]);
  expect(await records.openSessions(pat.username)).toBe(1);
});

test("a refused answer can't be tried again either: its cookies are gone", async ({
  page,
  records,
  beginByProgram,
  provider,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const answer = await beginByProgram(page, pat.externalId);
  provider.mood.forge = (claims) => provider.sign({ ...claims, nonce: "another" });
  await page.goto(answer);
  await expect(page.getByText(FAILED)).toBeVisible();
  const names = (await page.context().cookies()).map(({ name }) => name);
  expect(names.filter((name) => /state|pkce|nonce|target|callback/.test(name))).toEqual([]);
});

test("strangers who come to the address of answers write no line, and none of their texts comes back", async ({
  page,
  server,
  provider,
  printedSince,
}) => {
  provider.asked.length = 0;
  for (const query of [
    "",
    "?error=access_denied&error_description=%0Aforged",
    "?error=%0A[admin]%20forged&state=x",
    "?code=x&state=y",
    "?code=x&code=y&state=z",
    "?state=%00&code=%ff",
    "?callbackUrl=https://evil.example&code=x&state=y",
    "?oauth_token=x&oauth_verifier=y",
    `?code=${"x".repeat(6_000)}&state=y`,
  ]) {
    await page
      .context()
      .addCookies([{ name: ownCookie("state", server.url), value: "forged.by.hand", url: server.url }]);
    const answer = await page.request.get(`/api/auth/callback/oidc${query}`, { maxRedirects: 0 });
    expect(answer.status(), query).toBe(303);
    expect(answer.headers()["location"]).toBe(`${server.url}/sign-in?error=platform_expired&from=%2F`);
  }
  for (const method of ["POST", "PUT", "DELETE"]) {
    const address = `${server.url}/api/auth/callback/oidc?code=x&state=y`;
    expect((await page.request.fetch(address, { method, maxRedirects: 0 })).status()).toBe(405);
  }
  expect(provider.asked).toEqual([]);
  expect(printedSince()).toEqual([]);
});

test("an ID token in the address is no answer", async ({ page, provider, records, beginByProgram }) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const answer = new URL(await beginByProgram(page, pat.externalId));
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: provider.issuer, aud: CLIENT.id, sub: pat.externalId ?? "", iat: now, exp: now + 60 };
  answer.searchParams.delete("code");
  answer.searchParams.set("id_token", await provider.sign(claims));
  await page.goto(answer.href);
  await expectNobody(page, EXPIRED);
});

test("who cancels at the provider is told so, and can begin again", async ({
  page,
  provider: _,
  records,
  vouch,
  printedSince,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  await page.goto("/sign-in?from=%2Faccount%3Fx%3D1");
  await page.getByRole("link", { name: "Continue with Harbour ID" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText(DENIED)).toBeVisible();
  expectOneLine(printedSince(), /access_denied The end-user cancelled the request\./);
  await page.getByRole("link", { name: "Continue with Harbour ID" }).click();
  await vouch(page, pat.externalId);
  await expect(page).toHaveURL("/account?x=1");
});

test("whatever else the provider refuses is told in one sentence", async ({ page, beginByProgram, printedSince }) => {
  const answer = new URL(await beginByProgram(page, "idp|somebody"));
  answer.searchParams.delete("code");
  answer.searchParams.set("error", "server_error");
  answer.searchParams.set("error_description", "first line\nsecond line");
  await page.goto(answer.href);
  await expectNobody(page, FAILED);
  expectOneLine(printedSince(), "server_error first line\\\\nsecond line");
});

const LATE = 3_600;

/** Each is what the provider said of pat, changed in one place. */
const FORGERIES: [string, (claims: JWTPayload) => JWTPayload][] = [
  ["for another sign-in", (claims) => ({ ...claims, nonce: "another" })],
  ["for no sign-in", ({ nonce: _, ...claims }) => claims],
  ["for another client", (claims) => ({ ...claims, aud: "another" })],
  ["for several clients, of whom another asked", (claims) => ({ ...claims, aud: [CLIENT.id, "x"], azp: "x" })],
  ["by another issuer", (claims) => ({ ...claims, iss: "https://evil.example" })],
  ["long ago", (claims) => ({ ...claims, iat: 1, exp: Number(claims.iat) - LATE })],
  ["for later", (claims) => ({ ...claims, nbf: Number(claims.iat) + LATE })],
  ["about a number", (claims) => ({ ...claims, sub: 7 as never })],
  ["about a list", (claims) => ({ ...claims, sub: [claims.sub] as never })],
  ["about nobody", (claims) => ({ ...claims, sub: "" })],
  ["without a subject", ({ sub: _, ...claims }) => claims],
];

for (const [what, change] of FORGERIES) {
  test(`an ID token ${what} signs nobody in`, async ({ page, provider, records, beginByProgram, printedSince }) => {
    const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
    await records.query("UPDATE users SET external_id = '7' WHERE username = $1", [pat.username]);
    let forged = "";
    provider.mood.forge = async (claims) => (forged = await provider.sign(change(claims)));
    const answer = await beginByProgram(page, "7");
    await page.goto(answer);
    await expectNobody(page, FAILED);
    expectOneLine(printedSince(), /./, [forged, new URL(answer).searchParams.get("code") ?? ""]);
    expect(await records.openSessions(pat.username)).toBe(0);
    expect(await records.history(pat.username)).toEqual([]);
    await records.query("UPDATE users SET external_id = NULL WHERE username = $1", [pat.username]);
  });
}

test("an ID token that the provider did not sign signs nobody in", async ({
  page,
  provider,
  records,
  beginByProgram,
  printedSince,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const { privateKey } = await generateKeyPair("RS256");
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const secret = new TextEncoder().encode(CLIENT.secret);
  const forgeries: ((claims: JWTPayload) => Promise<string> | string)[] = [
    (claims) => new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(privateKey),
    (claims) => new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(secret),
    (claims) => `${part({ alg: "none" })}.${part(claims)}.`,
    () => "no token at all",
    () => "",
  ];
  for (const forge of forgeries) {
    provider.mood.forge = forge;
    await page.goto(await beginByProgram(page, pat.externalId));
    await expectNobody(page, FAILED);
  }
  expect(printedSince()).toHaveLength(forgeries.length);
  expect(await records.openSessions(pat.username)).toBe(0);
});

test("clocks may differ by a few seconds", async ({ page, provider, records, beginByProgram }) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  provider.mood.forge = (claims) => {
    const now = Math.floor(Date.now() / 1_000);
    return provider.sign({ ...claims, iat: now + 5, nbf: now + 5, exp: now - 5 });
  };
  await page.goto(await beginByProgram(page, pat.externalId));
  await expect(page).toHaveURL("/account");
});

test("an answer in the name of another issuer is refused", async ({ page, beginByProgram, printedSince }) => {
  const answer = new URL(await beginByProgram(page, "idp|somebody"));
  answer.searchParams.set("iss", "https://evil.example");
  await page.goto(answer.href);
  await expectNobody(page, FAILED);
  expectOneLine(printedSince(), /iss mismatch/);
});

test("a provider that goes away in the middle is told as well", async ({
  page,
  provider,
  records,
  beginByProgram,
  printedSince,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const answer = await beginByProgram(page, pat.externalId);
  provider.mood.down = true;
  await page.goto(answer);
  await expectNobody(page, FAILED);
  expectOneLine(printedSince(), /OAUTH_CALLBACK_ERROR/, [new URL(answer).searchParams.get("code") ?? ""]);
});

test("nobody waits for long in the middle, however slowly the provider answers, and nobody is signed in later", async ({
  page,
  provider,
  records,
  beginByProgram,
  printedSince,
}) => {
  test.slow();
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const answer = await beginByProgram(page, pat.externalId);
  provider.mood.down = "dripping";
  await page.goto(answer, { timeout: 25_000 });
  await expect(page.getByRole("alert").filter({ hasText: AWAY })).toBeVisible();
  expectOneLine(printedSince(), /it took longer than 15 seconds/);
  expect(await records.openSessions(pat.username)).toBe(0);
});
