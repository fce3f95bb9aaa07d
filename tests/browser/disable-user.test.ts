/** The main story: who is disabled is out at once, everywhere, and comes back only by signing in anew. */
import type { Cookie, Page } from "@playwright/test";
import type { Person } from "@/tests/people";
import { expect, test } from "./fixtures";

const DISABLED = "Your account is disabled. Contact your API program administrator.";

async function openList(page: Page, who: Person): Promise<void> {
  await page.goto(`/manage/users?q=${who.username}`);
}

async function disableOnList(page: Page, who: Person, reason = ""): Promise<void> {
  await openList(page, who);
  await page.getByRole("link", { name: `Enabled: disable ${who.username}` }).click();
  const dialog = page.getByRole("dialog", { name: `Disable ${who.username}?` });
  await dialog.getByLabel("Reason (optional)").fill(reason);
  await dialog.getByRole("button", { name: `Disable ${who.username}` }).click();
  await expect(page.getByRole("status")).toContainText(`${who.username} is disabled.`);
}

async function expectDead(thief: Page, cookies: Cookie[]): Promise<void> {
  await thief.context().clearCookies();
  await thief.context().addCookies(cookies);
  for (const path of ["/account", "/account/profile", "/manage/users"]) {
    await thief.goto(path);
    await expect(thief).toHaveURL(/\/sign-in\?from=/);
  }
}

test("ada disables linus while he is signed in, and enables him from his settings", async ({
  page,
  openBrowser,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  const [his, thief] = [await openBrowser(), await openBrowser()];
  await signIn(his, linus);
  await expect(his).toHaveURL("/account");
  const copied = await his.context().cookies();
  await signIn(page, "ada");

  await test.step("the list asks once, in numbers, and says what it did", async () => {
    await openList(page, linus);
    const link = page.getByRole("link", { name: `Enabled: disable ${linus.username}` });
    await expect(link).toHaveText("Enabled");
    await link.click();
    const dialog = page.getByRole("dialog", { name: `Disable ${linus.username}?` });
    await expect(dialog).toContainText("This ends 1 open session.");
    await dialog.getByLabel("Reason (optional)").fill("Left the program");
    await dialog.getByRole("button", { name: `Disable ${linus.username}` }).click();
    await expect(page.getByRole("status")).toContainText(`${linus.username} is disabled. 1 open session ended.`);
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
    await expect(page.getByRole("link", { name: `Disabled: enable ${linus.username}` })).toBeVisible();
    expect(await records.openSessions(linus.username)).toBe(0);
  });

  await test.step("his next click is refused, and so is a cookie copied before", async () => {
    await his.getByRole("link", { name: "Edit profile" }).click();
    await expect(his).toHaveURL(/\/sign-in\?from=/);
    await expect(his.getByText(DISABLED)).toBeVisible();
    await expectDead(thief, copied);
    await expect(thief.getByText(DISABLED)).toBeVisible();
  });

  await test.step("he learns why he can't sign in", async () => {
    await his.getByLabel("Username").fill(linus.username);
    await his.getByLabel("Password", { exact: true }).fill("not his password");
    await his.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(his.getByText("The username or the password is wrong.")).toBeVisible();
  });

  await test.step("ada enables him from User Access Settings", async () => {
    await page.getByRole("link", { name: linus.username, exact: true }).click();
    const save = page.getByRole("button", { name: "Save" });
    await expect(page.getByRole("radio", { name: "Disabled" })).toBeChecked();
    await expect(save).toHaveAttribute("aria-disabled", "true");
    await page.getByRole("radio", { name: "Enabled" }).check();
    await save.click();
    await expect(page.getByRole("status")).toContainText(`${linus.username} is enabled.`);
    await expect(page.getByRole("radio", { name: "Enabled" })).toBeChecked();
    await page.getByRole("link", { name: "History" }).click();
    const history = page.getByRole("listitem").filter({ hasText: "by ada" });
    await expect(history.nth(0)).toContainText("Enabled by ada");
    await expect(history.nth(1)).toContainText("Disabled by ada");
    await expect(history.nth(1)).toContainText("1 open session ended.");
    await expect(history.nth(1)).toContainText("Reason: Left the program");
  });

  await test.step("he signs in anew; what ended stays ended", async () => {
    await expectDead(thief, copied);
    await signIn(his, linus);
    await expect(his).toHaveURL(/\/account/);
    await expectDead(thief, copied);
    const changes = (await records.history(linus.username)).filter(({ event }) => String(event).startsWith("user."));
    expect(changes.map(({ event, outcome }) => [event, outcome])).toEqual([
      ["user.disabled", "DONE"],
      ["user.enabled", "DONE"],
    ]);
  });
});

test("a disabled user who knows the password is told so, and gets no session", async ({ page, records, password }) => {
  const dora = await records.newPerson({ username: "dora", status: "DISABLED" });
  await page.goto("/sign-in");
  await page.getByLabel("Username").fill(dora.username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText(DISABLED)).toBeVisible();
  expect(await records.openSessions(dora.username)).toBe(0);
  const names = (await page.context().cookies()).map(({ name }) => name);
  expect(names).not.toContainEqual(expect.stringMatching(/^latchkey-session/));
});

test("ada takes an accidental click back by Undo", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await disableOnList(page, linus);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("status")).toContainText(`${linus.username} is enabled.`);
  await expect(page.getByRole("link", { name: `Enabled: disable ${linus.username}` })).toBeVisible();
  const history = await records.history(linus.username);
  expect(history.map(({ event, reason }) => [event, reason])).toEqual([
    ["user.disabled", null],
    ["user.enabled", "Undo"],
  ]);
});

test("Undo is not offered once somebody else changed the status again", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await disableOnList(page, linus);
  await records.query("UPDATE users SET status = 'ENABLED' WHERE username = $1", [linus.username]);
  await page.reload();
  await expect(page.getByRole("status")).toContainText(`${linus.username} is disabled.`);
  await expect(page.getByRole("button", { name: "Undo" })).toBeHidden();
});

test("the notice of somebody else's change is not shown to ada", async ({ page, openBrowser, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "grace");
  await disableOnList(page, linus);
  const ada = await openBrowser();
  await signIn(ada, "ada");
  await ada.goto(page.url());
  await expect(ada.getByRole("heading", { name: "Manage your Users" })).toBeVisible();
  await expect(ada.getByText("is disabled.")).toBeHidden();
});

test("a second administrator who clicks the same link later is told that nothing is left to do", async ({
  page,
  openBrowser,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  const grace = await openBrowser();
  await signIn(page, "ada");
  await signIn(grace, "grace");
  await openList(grace, linus);
  await disableOnList(page, linus);
  await grace.getByRole("link", { name: `Enabled: disable ${linus.username}` }).click();
  const dialog = grace.getByRole("dialog", { name: `Disable ${linus.username}?` });
  await expect(dialog).toContainText("is Disabled already.");
  await expect(dialog.getByRole("button", { name: `Disable ${linus.username}` })).toHaveCount(0);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await grace.reload();
  await expect(grace.getByRole("link", { name: `Disabled: enable ${linus.username}` })).toBeVisible();
  expect(await records.history(linus.username)).toHaveLength(1);
});

test("two administrators disable each other at the same moment: one remains", async ({
  page,
  openBrowser,
  signIn,
  records,
}) => {
  const anna = await records.newPerson({ username: "anna", roles: ["ADMINISTRATOR"] });
  const berta = await records.newPerson({ username: "berta", roles: ["ADMINISTRATOR"] });
  const hers = await openBrowser();
  const others = await records.query(
    `UPDATE users SET roles = array_remove(roles, 'ADMINISTRATOR')
     WHERE roles @> ARRAY['ADMINISTRATOR']::role[] AND username <> ALL ($1) RETURNING id`,
    [[anna.username, berta.username]],
  );
  try {
    await signIn(page, anna);
    await signIn(hers, berta);
    for (let round = 0; round < 3; round += 1) {
      await page.goto(`/manage/users/${berta.username}/status`);
      await hers.goto(`/manage/users/${anna.username}/status`);
      await Promise.all([
        page.getByRole("button", { name: `Disable ${berta.username}` }).click(),
        hers.getByRole("button", { name: `Disable ${anna.username}` }).click(),
      ]);
      await Promise.all([page, hers].map((each) => each.waitForURL(/notice=|\/sign-in/)));
      const outcomes = [page, hers].map((each) => (each.url().includes("/sign-in") ? "is out" : "remains"));
      expect(outcomes.sort()).toEqual(["is out", "remains"]);
      const names = [[anna.username, berta.username]];
      const enabled = await records.query(
        "SELECT 1 FROM users WHERE username = ANY ($1) AND status = 'ENABLED'",
        names,
      );
      expect(enabled).toHaveLength(1);
      await records.query("UPDATE users SET status = 'ENABLED' WHERE username = ANY ($1)", names);
      await (page.url().includes("/sign-in") ? signIn(page, anna) : signIn(hers, berta));
    }
  } finally {
    await records.query("UPDATE users SET roles = array_append(roles, 'ADMINISTRATOR') WHERE id = ANY ($1)", [
      others.map(({ id }) => id),
    ]);
  }
});

test("the last administrator stays, whoever asks", async ({ page, signIn, records, expectBrowserError }) => {
  const anna = await records.newPerson({ username: "anna", roles: ["ADMINISTRATOR"] });
  await signIn(page, anna);
  expectBrowserError("status of 404");
  await page.goto(`/manage/users/${anna.username}/status?to=DISABLED`);
  await expect(page.getByText("You can't change the status, roles or existence of your own account.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Disable/ })).toBeHidden();
});
