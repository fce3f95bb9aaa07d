/** A stolen session is seen and ended by an administrator: whoever holds its cookie is out with the next click. */
import { expect, expectAccessible, test } from "./fixtures";
import { expectNoSidewaysScrolling } from "./forms";
import { openSession, signInByRow } from "./wall-scene";

const ENDED = "An administrator ended your session. Please sign in again.";

test("ada ends one session of linus, then all that are left", async ({ page, openBrowser, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  const [his, thief] = [await openBrowser(), await openBrowser({ userAgent: "curl/8.5.0" })];
  await signIn(his, linus);
  // The thief's browser is told apart by what it says of itself.
  await signIn(thief, linus);
  await openSession(records, linus);
  await signIn(page, "ada");
  await page.goto(`/manage/users/${linus.username}`);
  await page.getByRole("link", { name: "Sessions", exact: true }).click();
  await expect(page.getByRole("row")).toHaveCount(4);
  const stolen = page.getByRole("row").filter({ hasText: "curl/8.5.0" });
  await expect(stolen).toContainText("Unknown browser");

  await test.step("one", async () => {
    await stolen.getByRole("button", { name: /^End session: Unknown browser at / }).click();
    await expect(page.getByRole("status")).toHaveText(`1 session of ${linus.username} ended.`);
    await expect(page.getByRole("row")).toHaveCount(3);
    await thief.goto("/account/profile");
    await expect(thief).toHaveURL(/\/sign-in\?from=/);
    await expect(thief.getByText(ENDED)).toBeVisible();
    await his.reload();
    await expect(his).toHaveURL("/account");
  });

  await test.step("all, after a question that says how many", async () => {
    const copied = await his.context().cookies();
    await page.getByRole("link", { name: "End all sessions" }).click();
    const dialog = page.getByRole("dialog", { name: `End all sessions of ${linus.username}?` });
    await expect(dialog).toContainText("This ends 2 open sessions");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "End 2 sessions" }).click();
    await expect(page.getByRole("status")).toHaveText(`2 sessions of ${linus.username} ended.`);
    await expect(dialog).toBeHidden();
    await expect(page.getByText("No open sessions")).toBeVisible();
    await expect(page.getByRole("link", { name: "End all sessions" })).toHaveCount(0);
    await expectAccessible(page);
    await his.reload();
    await expect(his.getByText(ENDED)).toBeVisible();
    await thief.context().addCookies(copied);
    await thief.goto("/account");
    await expect(thief).toHaveURL(/\/sign-in\?from=/);
  });

  await test.step("the history tells both, and he signs in anew", async () => {
    await page.getByRole("link", { name: "History" }).click();
    const entries = page.getByRole("listitem").filter({ hasText: "Signed out by ada" });
    await expect(entries).toHaveCount(2);
    await expect(entries.first()).toContainText("2 open sessions ended.");
    await signIn(his, linus);
    await expect(his).toHaveURL(/^[^?]*\/account/);
  });
});

test("without scripts, on narrow screens, and whatever a browser says of itself", async ({
  openBrowser,
  server,
  signIn,
  records,
}) => {
  const plain = await openBrowser({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const odd = await openBrowser();
  for (const userAgent of ["M".repeat(300), "<b>‮evil</b>", ""]) {
    await openSession(records, pat);
    await records.query("UPDATE sessions SET user_agent = $1 WHERE user_agent = 'Firefox'", [userAgent]);
  }
  await signInByRow(odd, server, records, pat);
  await odd.goto("/account");
  await signIn(plain, "cora");
  await plain.goto(`/manage/users/${pat.username}/sessions`);
  await expectNoSidewaysScrolling(plain);
  await expect(plain.getByText("Whether the user can sign in again, the platform decides.")).toBeVisible();
  await plain
    .getByRole("button", { name: /^End session/ })
    .first()
    .click();
  await expect(plain.getByRole("status")).toHaveText(`1 session of ${pat.username} ended.`);
  await plain.getByRole("link", { name: "End all sessions" }).click();
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText(`End all sessions of ${pat.username}?`);
  await expectNoSidewaysScrolling(plain);
  await plain.getByRole("link", { name: "Cancel" }).click();
  await plain.getByRole("link", { name: "End all sessions" }).click();
  await plain.getByRole("button", { name: "End 3 sessions" }).click();
  await expect(plain.getByRole("status")).toHaveText(`3 sessions of ${pat.username} ended.`);
  await expect(odd).toHaveURL("/account");
  await odd.reload();
  await expect(odd).toHaveURL(/\/sign-in\?from=/);
  expect(await records.user(pat.username)).toMatchObject({ status: "ENABLED" });
});

test("sam reads them and has no way to end them, and nobody ends their own there", async ({
  page,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  await openSession(records, linus);
  await signIn(page, "sam");
  await page.goto(`/manage/users/${linus.username}/sessions`);
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("button", { name: /^End/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: /^End/ })).toHaveCount(0);
  await page.goto(`/manage/users/${linus.username}/sessions/end`);
  await expect(page.getByText("Your role does not allow changing this.")).toBeVisible();
  const anna = await records.newPerson({ username: "anna", roles: ["ADMINISTRATOR"] });
  await page.context().clearCookies();
  await signIn(page, anna);
  await page.goto(`/manage/users/${anna.username}/sessions`);
  await expect(page.getByText("(this browser)")).toBeVisible();
  await expect(page.getByRole("button", { name: /^End/ })).toHaveCount(0);
  await page.getByRole("link", { name: "your account page" }).click();
  await expect(page).toHaveURL("/account");
});

test("linus changes his password: he goes on by a new cookie, and a copy of the old one is dead", async ({
  page,
  openBrowser,
  signIn,
  records,
  password,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, linus);
  const copied = await page.context().cookies();
  await page.goto("/account/password");
  await page.getByLabel("Present password").fill(password);
  await page.getByLabel("New password", { exact: true }).fill("a few words of my own");
  await page.getByLabel("New password again").fill("a few words of my own");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("status")).toContainText("Your password is changed.");
  await page.reload();
  await expect(page).toHaveURL(/\/account\?notice=/);
  const [kept] = (await page.context().cookies()).filter(({ name }) => name.startsWith("latchkey-session-"));
  expect(kept).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  const thief = await openBrowser();
  await thief.context().addCookies(copied);
  await thief.goto("/account");
  await expect(thief).toHaveURL(/\/sign-in\?from=/);
  expect(await records.openSessions(linus.username)).toBe(1);
});
