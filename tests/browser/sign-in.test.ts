/** Getting in and out: who may, what is said to who may not, and what the cookie is worth. */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { ownCookie } from "./own-cookie";

const COOKIE = "latchkey-session-";
const WRONG = "The username or the password is wrong.";

async function submit(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function cookieOf(page: Page) {
  return (await page.context().cookies()).find(({ name }) => name.startsWith(COOKIE));
}

test("a wrong password gets the same answer whoever is named; the username is kept, the password is not", async ({
  page,
  records,
}) => {
  const waiting = await records.newPerson({ username: "wei", status: "WAITING" });
  const disabled = await records.newPerson({ username: "dora", status: "DISABLED" });
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const linus = await records.newPerson({ username: "linus" });
  await page.goto("/sign-in");
  for (const username of [linus, waiting, disabled, pat].map((person) => person.username).concat("nobody-at-all")) {
    await submit(page, username, "not the password");
    await expect(page.getByRole("alert").filter({ hasText: WRONG })).toBeVisible();
    await expect(page.getByLabel("Username")).toHaveValue(username);
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
    await expect(page.getByRole("alert").filter({ hasText: WRONG })).toBeFocused();
  }
});

test("fields that are left empty are named", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("link", { name: "Enter your username." })).toBeVisible();
  await page.getByRole("link", { name: "Enter your password." }).click();
  await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription("Enter your password.");
});

test("the right password tells the waiting and the Service User why not", async ({ page, records, password }) => {
  const wei = await records.newPerson({ username: "wei", status: "WAITING" });
  const service = await records.newPerson({ username: "robot", roles: ["SERVICE_USER"] });
  await page.goto("/sign-in");
  await submit(page, wei.username, password);
  await expect(page.getByText("Your account is waiting for confirmation.")).toBeVisible();
  await submit(page, service.username, password);
  await expect(page.getByText("This account is for API access only and can't sign in here.")).toBeVisible();
  expect(await cookieOf(page)).toBeUndefined();
});

test("a platform user can't sign in with a password", async ({ page, records, password }) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  await page.goto("/sign-in");
  await submit(page, pat.username, password);
  await expect(page.getByText(WRONG)).toBeVisible();
  expect(await records.openSessions(pat.username)).toBe(0);
});

test("the username is one username in every case and form", async ({ page, records, password }) => {
  const person = await records.newPerson({ username: "Zoë" });
  await page.goto("/sign-in");
  await submit(page, ` ${person.username.normalize("NFD").toUpperCase()} `, password);
  await expect(page).toHaveURL(/\/account/);
});

test("five wrong passwords slow that username down from this address, and no other username", async ({
  page,
  openBrowser,
  signIn,
  records,
  password,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  await page.goto("/sign-in");
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await submit(page, linus.username, `wrong ${attempt}`);
    await expect(page.getByText(WRONG)).toBeVisible();
    // The same sentence each time, so the history tells that this attempt was answered.
    await expect.poll(async () => (await records.history(linus.username)).length).toBe(attempt);
  }
  await submit(page, linus.username, password);
  await expect(page.getByText(/Too many attempts\. Try again in (60|59) minutes\./)).toBeVisible();
  expect(await records.openSessions(linus.username)).toBe(0);

  const other = await openBrowser();
  await signIn(other, await records.newPerson({ username: "other" }));
  await expect(other).toHaveURL("/account");
  await records.query("DELETE FROM sign_in_attempts");
  await signIn(page, linus);
});

test("each sign-in has a cookie of its own, which scripts can't read", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, linus);
  const first = await cookieOf(page);
  expect(first).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(await page.evaluate(() => document.cookie)).not.toContain(COOKIE);
  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, linus);
  const second = await cookieOf(page);
  expect(second?.value).toMatch(/^[\w-]{43}$/);
  expect(second?.value).not.toBe(first?.value);
});

test("a value that somebody else put into the cookie opens nothing and is not taken over", async ({
  page,
  openBrowser,
  baseURL,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  const planted = { name: ownCookie("session", baseURL), value: "a".repeat(43), url: baseURL ?? "" };
  await page.context().addCookies([planted]);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?from=/);
  await signIn(page, linus);
  expect((await cookieOf(page))?.value).not.toBe(planted.value);
  const attacker = await openBrowser();
  await attacker.context().addCookies([planted]);
  await attacker.goto("/account");
  await expect(attacker).toHaveURL(/\/sign-in\?from=/);
});

test("signing in anew in the same browser ends the session before", async ({
  page,
  openBrowser,
  signIn,
  records,
  password,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, linus);
  const copied = await page.context().cookies();
  // The sign-in page sends who is signed in away, so the form comes from before.
  const again = await openBrowser();
  await again.goto("/sign-in");
  await again.context().addCookies(copied);
  await submit(again, linus.username, password);
  await expect(again).toHaveURL(/\/account/);
  await page.goto("/account/profile");
  await expect(page).toHaveURL(/\/sign-in\?from=/);
  expect(await records.openSessions(linus.username)).toBe(1);
});

test("who is signed in has no use for the sign-in page", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, linus);
  await page.goto("/sign-in?from=/account/profile");
  await expect(page).toHaveURL("/account/profile");
});

test("after signing in one is where one wanted to be, with the filters", async ({ page, password }) => {
  await page.goto("/manage/users?q=dora&sort=username");
  await expect(page).toHaveURL(/\/sign-in\?from=/);
  await submit(page, "ada", password);
  await expect(page).toHaveURL("/manage/users?q=dora&sort=username");
  await expect(page.getByRole("searchbox")).toHaveValue("dora");
});

test("signing in leads to no other site", async ({ page, baseURL, records, password }) => {
  const linus = await records.newPerson({ username: "linus" });
  for (const from of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/a/..//evil.example",
    "evil.example",
  ]) {
    await test.step(`from=${JSON.stringify(from)}`, async () => {
      await page.context().clearCookies();
      await page.goto(`/sign-in?from=${encodeURIComponent(from)}`);
      await submit(page, linus.username, password);
      await page.waitForURL((url) => url.pathname !== "/sign-in");
      expect(new URL(page.url()).origin).toBe(baseURL);
      await expect(page).toHaveURL("/account");
    });
  }
});

test("after signing out Back shows nothing that can be used", async ({ page, signIn, records }) => {
  const cora = await records.newPerson({ username: "cora", roles: ["COMMUNITY_MANAGER"] });
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, cora);
  const copied = await page.context().cookies();
  await page.goto(`/manage/users?q=${linus.username}`);
  await page.getByRole("link", { name: linus.username, exact: true }).click();
  await expect(page.getByRole("radio", { name: "Disabled" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL("/sign-in?signed-out");
  await expect(page.getByRole("status")).toHaveText("You are signed out.");
  expect(await cookieOf(page)).toBeUndefined();
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByText(linus.username)).toHaveCount(0);
  await page.context().addCookies(copied);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?from=/);
});

test("a session that was idle for too long, or is half a day old, ends with a word", async ({
  page,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  const age = (column: string, minutes: number): Promise<unknown> =>
    records.query(
      `UPDATE sessions SET ${column} = now() - make_interval(mins => $2) FROM users u
       WHERE u.id = user_id AND u.username = $1 AND ended_at IS NULL`,
      [linus.username, minutes],
    );
  await signIn(page, linus);
  await age("last_seen_at", 29);
  await page.goto("/account");
  await expect(page).toHaveURL("/account");
  await age("last_seen_at", 31);
  await page.goto("/account");
  await expect(page.getByText("Your session has been idle for too long. Please sign in again.")).toBeVisible();
  await signIn(page, linus);
  await age("created_at", 12 * 60 + 1);
  await page.goto("/account");
  await expect(page.getByText("Your session has lasted for 12 hours. Please sign in again.")).toBeVisible();
});

test("a password manager finds its fields, and pasting works", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByLabel("Username")).toHaveAttribute("autocomplete", "username");
  const field = page.getByLabel("Password", { exact: true });
  await expect(field).toHaveAttribute("autocomplete", "current-password");
  await field.focus();
  const refused = await field.evaluate(
    (element) => !element.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true })),
  );
  expect(refused).toBe(false);
});
