/** Platform users sign in by single sign-on, and only by it: the way there and back, and who is let in. */
import { en } from "@/text/en";
import { ownCookie } from "./own-cookie";
import { expect, expectAccessible, test } from "./platform-fixtures";
import { ownName, PlatformClient, USER } from "./scim-platform";

const CONTINUE = "Continue with Harbour ID";
const UNKNOWN = "You signed in with Harbour ID, but you have no account here yet. Ask your API program administrator.";

test("pat comes in by single sign-on, and is where she wanted to be", async ({ page, provider, records, vouch }) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM", roles: ["SUPPORT_USER"] });
  const before = await records.user(pat.username);
  await page.goto("/manage/users?q=dora&sort=username");
  await expect(page).toHaveURL(/\/sign-in\?from=/);
  await page.getByRole("link", { name: CONTINUE }).click();
  await vouch(page, pat.externalId);
  await expect(page).toHaveURL("/manage/users?q=dora&sort=username");
  await expect(page.getByRole("link", { name: "dora", exact: true })).toBeVisible();
  expect(provider.asked).toContain("/token");

  expect(await records.user(pat.username)).toEqual({
    ...before,
    last_sign_in_at: expect.any(Date),
    last_active_at: expect.any(Date),
  });
  expect(await records.openSessions(pat.username)).toBe(1);
  expect(await records.history(pat.username)).toMatchObject([
    { event: "sign-in.succeeded", outcome: "DONE", actor_username: pat.username, after: { by: "platform" } },
  ]);
});

test("without scripts pat gets in and out as well", async ({ openBrowser, provider: _, records, vouch }) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const plain = await openBrowser({ javaScriptEnabled: false });
  await plain.goto("/account");
  await plain.getByRole("link", { name: CONTINUE }).click();
  await vouch(plain, pat.externalId);
  await expect(plain).toHaveURL("/account");
  await plain.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(plain).toHaveURL("/sign-in?signed-out=platform");
  expect(await records.openSessions(pat.username)).toBe(0);
  await plain.getByRole("link", { name: "Sign out of Harbour ID, too" }).click();
  await plain.getByRole("button", { name: "Yes, sign out" }).click();
  await expect(plain.getByRole("status")).toHaveText("You are signed out.");
});

test("her session is a row, her cookie its name, and what the provider told is in no address", async ({
  page,
  baseURL,
  records,
  signInByPlatform,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const asked: string[] = [];
  page.on("request", (request) => request.url().startsWith(baseURL ?? "") && asked.push(request.url()));
  await signInByPlatform(page, pat.externalId);
  await expect(page).toHaveURL("/account");
  const cookies = await page.context().cookies([`${baseURL}/sign-in`]);
  const find = (name: string) => cookies.find((cookie) => cookie.name === ownCookie(name, baseURL));
  expect(find("session")).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(find("session")?.value).toMatch(/^[\w-]{43}$/);
  expect(find("id-token")).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/sign-in" });
  const own = ["csrf", "id-token", "session"].map((name) => ownCookie(name, baseURL));
  expect(cookies.map(({ name }) => name).sort()).toEqual(own);
  const idToken = find("id-token")?.value ?? "";
  expect(idToken.split(".")).toHaveLength(3);
  expect(asked.length).toBeGreaterThan(3);
  for (const address of asked) expect(address).not.toContain(idToken.split(".")[1]);

  await records.query("DELETE FROM sessions USING users WHERE users.id = user_id AND username = $1", [pat.username]);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?from=/);
});

test("from the platform's first word about pat to its last: only its word lets her in and out", async ({
  page,
  openBrowser,
  server,
  records,
  signInByPlatform,
}) => {
  const platform = await PlatformClient.connected(server, records, "Harbour ID");
  const userName = ownName("pat");
  const active = (value: boolean) => ({ op: "replace", value: { active: value } });
  const comeIn = () => page.getByRole("link", { name: CONTINUE }).click();
  const refusals = async () =>
    (await records.history(userName)).filter(({ event }) => event === "sign-in.refused").length;
  await signInByPlatform(page, `idp|${userName}`);
  await expect(page.getByText(UNKNOWN)).toBeVisible();

  const user = { schemas: [USER], userName, externalId: `idp|${userName}`, displayName: "Pat Murphy" };
  const created = await platform.call("POST", "/Users", user);
  const id = String(created.body["id"]);
  // The provider knows her still, and asks nothing.
  await comeIn();
  await expect(page).toHaveURL("/account");
  const copied = await page.context().cookies();

  expect((await platform.patch(id, active(false))).status).toBe(200);
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in\?from=/);
  await expect(page.getByText(en.words.refusals.user_disabled)).toHaveCount(1);
  await comeIn();
  await expect(page).toHaveURL(/\/sign-in\?error=user_disabled/);
  await expect(page.getByText(en.words.refusals.user_disabled)).toHaveCount(1);
  // Neither her sign-in nor a change of her profile enables her.
  expect((await platform.patch(id, { op: "replace", path: "displayName", value: "Pat M." })).status).toBe(200);
  await comeIn();
  await expect.poll(refusals).toBe(2);
  await expect(page).toHaveURL(/\/sign-in\?error=user_disabled/);
  expect(await records.user(userName)).toMatchObject({ status: "DISABLED" });

  expect((await platform.patch(id, active(true))).status).toBe(200);
  const old = await openBrowser();
  await old.context().addCookies(copied.filter(({ name }) => name.startsWith("latchkey-session-")));
  await old.goto("/account");
  await expect(old).toHaveURL(/\/sign-in\?from=/);
  await comeIn();
  await expect(page).toHaveURL("/account");

  expect((await platform.call("DELETE", `/Users/${id}`)).status).toBe(204);
  await page.reload();
  await comeIn();
  await expect.poll(refusals).toBe(3);
  await expect(page).toHaveURL(/\/sign-in\?error=user_disabled/);
  expect(await records.openSessions(userName)).toBe(0);
});

test("petra, who is disabled, reads what a password user reads, and is not enabled", async ({
  page,
  openBrowser,
  records,
  password,
  signInByPlatform,
}) => {
  const petra = await records.newPerson({ username: "petra", origin: "PLATFORM", status: "DISABLED" });
  const dora = await records.newPerson({ username: "dora", status: "DISABLED" });
  const before = await records.user(petra.username);
  await signInByPlatform(page, petra.externalId);
  const hers = page.getByRole("alert").filter({ hasText: en.words.refusals.user_disabled });
  await expect(hers).toBeVisible();
  await expect(hers).toBeFocused();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(await records.user(petra.username)).toEqual(before);
  expect(await records.openSessions(petra.username)).toBe(0);
  expect(await records.history(petra.username)).toMatchObject([
    { event: "sign-in.refused", outcome: "REFUSED", refusal: "user_disabled" },
  ]);
  await expectAccessible(page);

  const other = await openBrowser();
  await other.goto("/sign-in");
  await other.getByLabel("Username").fill(dora.username);
  await other.getByLabel("Password", { exact: true }).fill(password);
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(other.getByRole("alert").filter({ hasText: en.words.refusals.user_disabled })).toBeVisible();
});

test("somebody whom only the provider knows is told so, and gets no account", async ({
  page,
  records,
  signInByPlatform,
}) => {
  const [before] = await records.query("SELECT count(*) FROM users");
  const subject = `idp|${crypto.randomUUID()}`;
  await signInByPlatform(page, subject);
  await expect(page.getByRole("alert").filter({ hasText: UNKNOWN })).toBeVisible();
  await expectAccessible(page);
  expect(await records.query("SELECT count(*) FROM users")).toEqual([before]);
  expect(await records.query("SELECT * FROM audit_entries WHERE before->>'externalId' = $1", [subject])).toMatchObject([
    { event: "sign-in.refused", refusal: "unknown_subject", actor_id: null, subject_id: null, outcome: "REFUSED" },
  ]);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?from=/);
});

test("linus, who is local, is never meant, whatever the provider says of somebody", async ({
  page,
  provider,
  records,
  signInByPlatform,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  provider.mood.claims.idToken = { email: linus.email, email_verified: true, preferred_username: linus.username };
  await signInByPlatform(page, linus.username);
  await expect(page.getByText(UNKNOWN)).toBeVisible();
  await page.context().clearCookies();
  await signInByPlatform(page, linus.email);
  await expect(page.getByText(UNKNOWN)).toBeVisible();
  expect(await records.openSessions(linus.username)).toBe(0);
  expect(await records.history(linus.username)).toEqual([]);
});

test("pat can't sign in with a password here either, and linus still can", async ({
  page,
  signIn,
  records,
  password,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const linus = await records.newPerson({ username: "linus" });
  await page.goto("/sign-in");
  await page.getByLabel("Username").fill(pat.username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("The username or the password is wrong.")).toBeVisible();
  expect(await records.openSessions(pat.username)).toBe(0);
  await signIn(page, linus);
  await expect(page).toHaveURL("/account");
});

test("a tile of the platform leads in, and who is signed in already is not asked again", async ({
  page,
  provider,
  records,
  vouch,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  await page.goto("/sign-in/platform?iss=https%3A%2F%2Fevil.example&login_hint=somebody&from=%2Faccount");
  await vouch(page, pat.externalId);
  await expect(page).toHaveURL("/account");
  provider.asked.length = 0;
  await page.goto("/sign-in/platform?from=%2Faccount%3Fx%3D1");
  await expect(page).toHaveURL("/account?x=1");
  expect(provider.asked).toEqual([]);
  expect(await records.openSessions(pat.username)).toBe(1);
});

test("whatever is in the address where pat wanted to be, that is where she arrives", async ({
  page,
  baseURL,
  records,
  beginByProgram,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM", roles: ["SUPPORT_USER"] });
  const arrivals = [
    ...["/manage/users/a%2Fb", "/manage/users/100%25", "/manage/users/x%3Fy%23z", "/manage/users/a%2525b"],
    ...["/manage/users?q=100%25", "/manage/users?q=100%", "/manage/users?q=a%26b%3Dc;d", "/account?x=%F0%9F"],
  ].map((from) => [from, from] as const);
  // No page can be at these.
  const dead = ["/%", "/manage/users/100%", "/manage/users/%E0%A4%A"].map((from) => [from, "/"] as const);
  for (const [from, arrival] of [...arrivals, ...dead]) {
    await page.context().clearCookies();
    const answer = await beginByProgram(page, pat.externalId, from);
    const back = await page.request.get(answer, { maxRedirects: 0 });
    expect(back.headers()["location"], from).toBe(`${baseURL}${arrival}`);
    // Such a path can't be asked for at all.
    expect((await page.request.get(`${baseURL}${arrival}`)).status(), from).not.toBe(400);
  }
  expect(await records.openSessions(pat.username)).toBeGreaterThan(0);
});

test("a sign-in with a password takes away what the platform told about who was here before", async ({
  page,
  baseURL,
  records,
  password,
  signInByPlatform,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const linus = await records.newPerson({ username: "linus" });
  const names = async () => (await page.context().cookies(`${baseURL}/sign-in`)).map(({ name }) => name);
  await signInByPlatform(page, pat.externalId);
  await expect(page).toHaveURL("/account");
  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(page).toHaveURL(/signed-out/);
  expect(await names()).toContain(ownCookie("id-token", baseURL));
  await page.getByLabel("Username").fill(linus.username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL("/account");
  expect(await names()).not.toContain(ownCookie("id-token", baseURL));
});

test("ada finds whom nobody was found for", async ({ page, openBrowser, signIn, signInByPlatform }) => {
  const subject = `idp|${crypto.randomUUID()}`;
  await signInByPlatform(page, subject);
  await expect(page.getByText(UNKNOWN)).toBeVisible();
  const hers = await openBrowser();
  await signIn(hers, "ada");
  await hers.goto("/manage/settings/platform/single-sign-on");
  await expect(hers.getByRole("heading", { name: "Sign-ins that found no user" })).toBeVisible();
  await expect(hers.getByRole("row").nth(1)).toContainText(subject);
  await expect(hers.getByRole("row").nth(1)).toContainText(/127\.0\.0\.1|::1/);
  await expectAccessible(hers);
});

test("single sign-on leads to no other site", async ({ page, baseURL, records, vouch, beginByProgram }) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  await page.goto("/sign-in/platform?from=%2F%2Fevil.example");
  await vouch(page, pat.externalId);
  await expect(page).toHaveURL("/account");
  for (const from of ["/\\evil.example", "https://evil.example", "/\t/evil.example", "/a/..//evil.example", "evil"]) {
    await page.context().clearCookies({ name: /^latchkey-session-/ });
    await page.goto(`/sign-in/platform?from=${encodeURIComponent(from)}`);
    await expect(page).toHaveURL("/account");
  }
  // Somebody puts another target into the browser while its user is at the provider.
  for (const target of ["https://evil.example/", "//evil.example", "foo", `${baseURL}.evil.example/`]) {
    await page.context().clearCookies({ name: /^latchkey-session-/ });
    const answer = await beginByProgram(page, pat.externalId);
    await page.context().addCookies([{ name: ownCookie("target", baseURL), value: target, url: baseURL ?? "" }]);
    await page.goto(answer);
    await expect(page).toHaveURL("/account");
  }
  await page.context().clearCookies({ name: /^latchkey-session-/ });
  await page.goto(`/sign-in/platform?from=/account?${"ä".repeat(1_900)}`);
  await expect(page).toHaveURL("/account");
});

test("at the door axe finds nothing, and nothing is wider than 320 px", async ({ openBrowser }) => {
  const page = await openBrowser({ viewport: { width: 320, height: 640 } });
  const errors = ["unknown_subject", "platform_denied", "platform_expired", "platform_unavailable", "platform_failed"];
  for (const query of ["", "?signed-out=platform", "?signed-out", ...errors.map((error) => `?error=${error}`)]) {
    await page.goto(`/sign-in${query}`);
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  }
  const first = page.getByRole("main").getByRole("link").first();
  await expect(first).toHaveAccessibleName(CONTINUE);
});
