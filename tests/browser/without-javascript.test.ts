/** Every task as plain links and forms: what a browser without scripts can do is all that the console does. */
import type { Page } from "@playwright/test";
import { en } from "@/text/en";
import { expect, test as base } from "./fixtures";

/** A page of a browser that runs no scripts. */
const test = base.extend<{ plain: Page }>({
  plain: async ({ openBrowser }, use) => use(await openBrowser({ javaScriptEnabled: false })),
});

test("signing in, a wrong password, and signing out", async ({ plain, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await plain.goto("/account/profile");
  await expect(plain).toHaveURL(/\/sign-in\?from=/);
  await plain.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(plain.getByRole("link", { name: "Enter your username." })).toHaveAttribute("href", "#username");
  await plain.getByLabel("Username").fill(linus.username);
  await plain.getByLabel("Password", { exact: true }).fill("not the password");
  await plain.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(plain.getByText("The username or the password is wrong.")).toBeVisible();
  await expect(plain.getByLabel("Username")).toHaveValue(linus.username);
  expect(await plain.content()).not.toContain("not the password");

  await signIn(plain, linus);
  await expect(plain).toHaveURL("/account");
  await plain.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(plain.getByRole("status")).toHaveText("You are signed out.");
  await plain.goBack();
  await plain.reload();
  await expect(plain).toHaveURL(/\/sign-in/);
});

test("the list: search, filters, order and pages", async ({ plain, signIn }) => {
  await signIn(plain, "sam");
  await expect(plain).toHaveURL("/manage");
  await plain.getByRole("link", { name: "Users", exact: true }).click();
  await expect(plain.getByText(/^Displaying 1 - 50 of \d+ results$/)).toBeVisible();
  await plain.getByRole("link", { name: "Next page" }).click();
  await expect(plain.getByText(/^Displaying 51 - 100 of \d+ results$/)).toBeVisible();
  await plain.getByRole("link", { name: "25", exact: true }).click();
  await expect(plain.getByText(/^Displaying 1 - 25 of \d+ results$/)).toBeVisible();

  await plain.getByRole("link", { name: "Username", exact: true }).click();
  await expect(plain.getByRole("columnheader", { name: "Username" })).toHaveAttribute("aria-sort", "ascending");
  await expect(plain).toHaveURL("/manage/users?sort=username&per=25");

  await plain.getByRole("searchbox").fill("Papadopoulou");
  await plain.getByRole("button", { name: "Search" }).click();
  await expect(plain.getByText("Displaying 1 - 1 of 1 result", { exact: true })).toBeVisible();
  await expect(plain.getByRole("link", { name: "dora", exact: true })).toBeVisible();

  await plain.getByText("Filters").click();
  await plain.getByRole("combobox", { name: "Status" }).selectOption("Waiting");
  await plain.getByRole("button", { name: "Apply" }).click();
  await expect(plain.getByText("No users match")).toBeVisible();
  await plain.getByRole("link", { name: "Clear filters" }).click();
  await expect(plain).toHaveURL("/manage/users");
});

test("disabling on a page of its own, and taking it back", async ({ plain, openBrowser, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  const his = await openBrowser({ javaScriptEnabled: false });
  await signIn(his, linus);
  await signIn(plain, "ada");
  await plain.goto(`/manage/users?q=${linus.username}`);
  await plain.getByRole("link", { name: `Enabled: disable ${linus.username}` }).click();
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText(`Disable ${linus.username}?`);
  await expect(plain.getByText("this ends 1 open session.")).toBeVisible();
  await plain.getByLabel("Reason (optional)").fill("Left the program");
  await plain.getByRole("button", { name: `Disable ${linus.username}` }).click();
  await expect(plain).toHaveURL(new RegExp(`/manage/users\\?q=${linus.username}&notice=\\d+$`));
  await expect(plain.getByRole("status")).toContainText(`${linus.username} is disabled. 1 open session ended.`);

  await his.getByRole("link", { name: "Edit profile" }).click();
  await expect(his.getByText(en.words.refusals.user_disabled)).toBeVisible();

  await plain.getByRole("button", { name: "Undo" }).click();
  await expect(plain.getByRole("status")).toContainText(`${linus.username} is enabled.`);
  await plain.reload();
  expect(await records.history(linus.username)).toHaveLength(3);
});

test("User Access Settings: status, roles and the Service User switch", async ({ plain, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  const settings = `/manage/users/${linus.username}`;
  const save = plain.getByRole("button", { name: "Save" });
  await signIn(plain, "ada");
  await plain.goto(settings);
  await expect(save).not.toHaveAttribute("aria-disabled");
  await save.click();
  await expect(plain.getByRole("status")).toHaveCount(0);
  expect(await records.history(linus.username)).toEqual([]);

  await plain.getByRole("radio", { name: "Disabled" }).check();
  await plain.getByLabel("Reason (optional)").fill("On leave");
  await save.click();
  await expect(plain.getByRole("status")).toContainText(`${linus.username} is disabled.`);
  await expect(plain.getByRole("radio", { name: "Disabled" })).toBeChecked();

  await plain.getByRole("radio", { name: "Enabled" }).check();
  await plain.getByRole("checkbox", { name: "Program Manager" }).check();
  await save.click();
  await expect(plain.getByRole("status")).toContainText(`${linus.username} is enabled.`);
  await expect(plain.getByRole("checkbox", { name: "Program Manager" })).toBeChecked();
  expect(await records.user(linus.username)).toMatchObject({ status: "ENABLED", roles: ["PROGRAM_MANAGER"] });

  await plain.getByRole("checkbox", { name: "Service User" }).check();
  await save.click();
  await expect(plain.getByText("Confirm that this user loses all access to these pages.").first()).toBeVisible();
  await expect(plain.getByRole("checkbox", { name: "Service User" })).toBeChecked();
  await plain.getByRole("checkbox", { name: "Yes, this user" }).check();
  await save.click();
  await expect(plain.getByRole("status")).toContainText("roles are saved.");
  expect(await records.user(linus.username)).toMatchObject({ roles: ["PROGRAM_MANAGER", "SERVICE_USER"] });
});

test("a page that somebody else has overtaken says so, and shows the present state", async ({
  plain,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(plain, "ada");
  await plain.goto(`/manage/users/${linus.username}`);
  await records.query("UPDATE users SET status = 'DISABLED' WHERE username = $1", [linus.username]);
  await plain.getByRole("checkbox", { name: "Program Manager" }).check();
  await plain.getByRole("button", { name: "Save" }).click();
  await expect(plain.getByText(en.words.refusals.changed_meanwhile)).toBeVisible();
  await expect(plain.getByRole("radio", { name: "Disabled" })).toBeChecked();
  expect(await records.user(linus.username)).toMatchObject({ status: "DISABLED", roles: [] });
  expect(await records.history(linus.username)).toEqual([]);
});

test("a new user: errors keep what was typed, and a password is shown once", async ({
  plain,
  openBrowser,
  signIn,
  records,
}) => {
  const { username } = await records.newPerson({ username: "taken" });
  await signIn(plain, "ada");
  await plain.goto("/manage/users");
  await plain.getByRole("link", { name: "New User" }).click();
  await plain.getByLabel("Username").fill(username.toUpperCase());
  await plain.getByLabel("Password (optional)").fill("a password of many words");
  await plain.getByLabel("Email").fill("not an address");
  await plain.getByLabel("Display name").fill("Nia Newcomer");
  await plain.getByRole("checkbox", { name: "Support User" }).check();
  await plain.getByRole("button", { name: "Create user" }).click();
  await expect(plain.getByRole("link", { name: "Enter an email address like name@example.com." })).toBeVisible();
  await expect(plain.getByLabel("Display name")).toHaveValue("Nia Newcomer");
  await expect(plain.getByLabel("Email")).toHaveValue("not an address");
  await expect(plain.getByLabel("Password (optional)")).toHaveValue("");
  await expect(plain.getByRole("checkbox", { name: "Support User" })).toBeChecked();
  expect(await plain.content()).not.toContain("a password of many words");

  await plain.getByLabel("Email").fill("nia@example.com");
  await plain.getByRole("button", { name: "Create user" }).click();
  await expect(plain.getByRole("link", { name: /^This username is taken\./ })).toBeVisible();

  await plain.getByLabel("Password (optional)").fill("Nia.Newcomer.2026");
  await plain.getByRole("button", { name: "Create user" }).click();
  await expect(plain.getByRole("link", { name: en.fields.password.easy })).toBeVisible();
  expect(await plain.content()).not.toContain("Nia.Newcomer.2026");

  const nia = `nia-${username}`;
  await plain.getByLabel("Username").fill(nia);
  await plain.getByRole("button", { name: "Create user" }).click();
  await expect(plain.getByRole("status")).toContainText(`${nia} is created and enabled.`);
  const made = (await plain.getByRole("code").textContent()) ?? "";
  expect(made).toMatch(/^(\w{4}-){4}\w{4}$/);
  await plain.getByRole("link", { name: "Done" }).click();
  await expect(plain).toHaveURL(new RegExp(`/manage/users/${nia}`));
  expect(await plain.content()).not.toContain(made);

  const hers = await openBrowser({ javaScriptEnabled: false });
  await hers.goto("/sign-in");
  await hers.getByLabel("Username").fill(nia);
  await hers.getByLabel("Password", { exact: true }).fill(made);
  await hers.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(hers).toHaveURL("/manage");
  await hers.getByRole("link", { name: "Users", exact: true }).click();
  await expect(hers.getByRole("heading", { level: 1 })).toHaveText("Manage your Users");
  await expect(hers.getByRole("link", { name: "New User" })).toHaveCount(0);
});

test("a profile, of somebody else and one's own", async ({ plain, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(plain, "cora");
  await plain.goto(`/manage/users/${linus.username}/profile`);
  await plain.getByLabel("Company").fill("Sunrise Ferries");
  await plain.getByLabel("Website").fill("javascript:alert(1)");
  await plain.getByRole("button", { name: "Save" }).click();
  await expect(plain.getByText("Enter a web address that begins with https:// or http://.").first()).toBeVisible();
  await expect(plain.getByLabel("Company")).toHaveValue("Sunrise Ferries");
  expect((await records.user(linus.username))?.["company"]).toBe(linus.company);
  await plain.getByLabel("Website").fill("https://ferries.example");
  await plain.getByRole("button", { name: "Save" }).click();
  await expect(plain.getByRole("status")).toContainText(`${linus.username}'s profile is saved.`);
  expect(await records.user(linus.username)).toMatchObject({ company: "Sunrise Ferries" });

  await plain.context().clearCookies();
  await signIn(plain, linus);
  await plain.getByRole("link", { name: "Edit profile" }).click();
  await plain.getByLabel("Phone").fill("+358 9 123 4567");
  await plain.getByRole("button", { name: "Save" }).click();
  await expect(plain.getByRole("status")).toContainText("profile is saved.");
  expect(await records.user(linus.username)).toMatchObject({ phone: "+358 9 123 4567", company: "Sunrise Ferries" });
});

test("deleting a user, whose name the audit keeps", async ({ plain, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(plain, "ada");
  await plain.goto(`/manage/users?q=${linus.username}`);
  await plain.getByRole("link", { name: `Delete ${linus.username}` }).click();
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText(`Delete ${linus.username}?`);
  await plain.getByLabel("Reason (optional)").fill("Asked for it");
  await plain.getByRole("button", { name: `Delete ${linus.username}` }).click();
  await expect(plain.getByRole("status")).toContainText(`${linus.username} is deleted.`);
  await expect(plain.getByRole("button", { name: "Undo" })).toHaveCount(0);
  expect(await records.user(linus.username)).toBeUndefined();
  expect(await records.history(linus.username)).toMatchObject([
    { event: "user.deleted", outcome: "DONE", actor_username: "ada", reason: "Asked for it" },
  ]);
});

test("the own sessions and the password", async ({ plain, openBrowser, signIn, records, password }) => {
  const linus = await records.newPerson({ username: "linus" });
  const [second, third] = [await openBrowser(), await openBrowser({ javaScriptEnabled: false })];
  for (const browser of [second, third, plain]) await signIn(browser, linus);
  const row = plain.getByRole("row");
  await expect(row).toHaveCount(4);
  await plain
    .getByRole("button", { name: /^Sign out Chrome on/ })
    .first()
    .click();
  await expect(row).toHaveCount(3);
  await plain.getByRole("button", { name: "Sign out all others" }).click();
  await expect(row).toHaveCount(2);
  expect(await records.openSessions(linus.username)).toBe(1);
  await second.reload();
  await expect(second.getByText("You were signed out from another browser. Please sign in again.")).toBeVisible();

  await signIn(third, linus);
  await plain.getByRole("link", { name: "Change password" }).click();
  const change = plain.getByRole("button", { name: "Change password" });
  await plain.getByLabel("Present password").fill("not the password");
  await plain.getByLabel("New password", { exact: true }).fill("short");
  await plain.getByLabel("New password again").fill("shorter");
  await change.click();
  await expect(plain.getByText("A password must have at least 12 characters.").first()).toBeVisible();
  await plain.getByLabel("Present password").fill("not the password");
  const easy = `${linus.username} Latchkey`;
  await plain.getByLabel("New password", { exact: true }).fill(easy);
  await plain.getByLabel("New password again").fill(easy);
  await change.click();
  await expect(plain.getByLabel("New password", { exact: true })).toHaveAccessibleDescription(
    new RegExp(en.fields.password.easy),
  );
  expect(await plain.content()).not.toContain(easy);
  await plain.getByLabel("Present password").fill("not the password");
  await plain.getByLabel("New password", { exact: true }).fill("a few words of my own");
  await plain.getByLabel("New password again").fill("a few words of my own");
  await change.click();
  await expect(plain.getByText("This is not your present password.").first()).toBeVisible();
  expect(await plain.content()).not.toContain("a few words of my own");
  await plain.getByLabel("Present password").fill(password);
  await plain.getByLabel("New password", { exact: true }).fill("a few words of my own");
  await plain.getByLabel("New password again").fill("a few words of my own");
  const copied = await plain.context().cookies();
  await change.click();
  await expect(plain.getByRole("status")).toContainText("Your password is changed. 1 open session ended.");
  // He goes on here by a new cookie; a copy of the one before is dead.
  await second.context().addCookies(copied);
  await second.goto("/account");
  await expect(second).toHaveURL(/\/sign-in\?from=/);
  await third.reload();
  await expect(third.getByText("Your password was changed. Please sign in again.")).toBeVisible();

  await plain.getByRole("button", { name: "Sign out this browser" }).click();
  await expect(plain).toHaveURL(/\/sign-in/);
  await plain.getByLabel("Username").fill(linus.username);
  await plain.getByLabel("Password", { exact: true }).fill("a few words of my own");
  await plain.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(plain).toHaveURL("/account");
});

test("a page that is not there says so, whoever asks", async ({ plain, signIn, records, expectBrowserError }) => {
  const linus = await records.newPerson({ username: "linus" });
  expectBrowserError("status of 404");
  await signIn(plain, linus);
  for (const path of ["/no-such-page", "/manage/users", `/manage/users/${linus.username}`]) {
    const answer = await plain.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(plain.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  }
  await plain.getByRole("link", { name: "Go to the start page" }).click();
  await expect(plain).toHaveURL("/account");
});
