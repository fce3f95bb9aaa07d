/** User Access Settings: Save, what it does when somebody else was faster, and the roles. */
import type { Page } from "@playwright/test";
import type { Person } from "@/tests/people";
import { en } from "@/text/en";
import { expect, test } from "./fixtures";

function settingsOf({ username }: Person): string {
  return `/manage/users/${encodeURIComponent(username)}`;
}

async function expectInactive(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Save" })).toHaveAttribute("aria-disabled", "true");
}

async function expectActive(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Save" })).not.toHaveAttribute("aria-disabled");
}

test("Save is inactive until something changed, and again when it is changed back", async ({
  page,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(settingsOf(linus));
  await expect(page).toHaveTitle(/User Access Settings/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`User Access Settings : ${linus.displayName}`);
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText("Access Settings");
  await expectInactive(page);

  await page.getByRole("radio", { name: "Disabled" }).check();
  await expectActive(page);
  await page.getByRole("radio", { name: "Enabled" }).check();
  await expectInactive(page);
  await page.getByRole("checkbox", { name: "Support User" }).check();
  await expectActive(page);
  await page.getByRole("checkbox", { name: "Support User" }).uncheck();
  await expectInactive(page);
  await page.getByLabel("Reason (optional)").fill("Nothing yet");
  await expectActive(page);
  await page.getByLabel("Reason (optional)").fill("");
  await expectInactive(page);

  // Playwright would wait for it to become active.
  await page.getByRole("button", { name: "Save" }).click({ force: true });
  await expect(page.getByRole("status")).toHaveCount(0);
  expect(await records.history(linus.username)).toEqual([]);
});

test("Cancel changes nothing", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(settingsOf(linus));
  await page.getByRole("radio", { name: "Disabled" }).check();
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page).toHaveURL("/manage/users");
  expect(await records.user(linus.username)).toMatchObject({ status: "ENABLED" });
});

test("after Save the form begins anew, inactive, and can be used again", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(settingsOf(linus));
  for (const [choice, word] of [
    ["Disabled", "disabled"],
    ["Enabled", "enabled"],
  ] as const) {
    await page.getByRole("radio", { name: choice }).check();
    await page.getByLabel("Reason (optional)").fill(`Now ${word}`);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("status")).toContainText(`${linus.username} is ${word}.`);
    await expect(page.getByRole("radio", { name: choice })).toBeChecked();
    await expect(page.getByLabel("Reason (optional)")).toHaveValue("");
    await expectInactive(page);
  }
  const history = await records.history(linus.username);
  expect(history.map(({ event, reason }) => [event, reason])).toEqual([
    ["user.disabled", "Now disabled"],
    ["user.enabled", "Now enabled"],
  ]);
});

test("Save overwrites nothing that somebody else changed since the page was opened", async ({
  page,
  openBrowser,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  const grace = await openBrowser();
  await signIn(page, "ada");
  await signIn(grace, "grace");
  await page.goto(settingsOf(linus));
  await grace.goto(settingsOf(linus));

  await grace.getByRole("radio", { name: "Disabled" }).check();
  await grace.getByRole("button", { name: "Save" }).click();
  await expect(grace.getByRole("status")).toContainText("is disabled.");

  await page.getByRole("checkbox", { name: "Support User" }).check();
  await page.getByLabel("Reason (optional)").fill("Joins support");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(en.words.refusals.changed_meanwhile)).toBeVisible();
  await expect(page.getByRole("radio", { name: "Disabled" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Support User" })).not.toBeChecked();
  expect(await records.user(linus.username)).toMatchObject({ status: "DISABLED", roles: [] });
  expect(await records.history(linus.username)).toHaveLength(1);

  await page.getByRole("checkbox", { name: "Support User" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toContainText("roles are saved.");
  expect(await records.user(linus.username)).toMatchObject({ status: "DISABLED", roles: ["SUPPORT_USER"] });
});

for (const javaScriptEnabled of [true, false]) {
  test(`after that refusal the boxes are those of the database, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    openBrowser,
    signIn,
    records,
  }) => {
    const cora = await records.newPerson({ username: "cora", roles: ["COMMUNITY_MANAGER", "PROGRAM_MANAGER"] });
    const [ada, grace] = [await openBrowser({ javaScriptEnabled }), await openBrowser()];
    await signIn(ada, "ada");
    await signIn(grace, "grace");
    await ada.goto(settingsOf(cora));
    await grace.goto(settingsOf(cora));
    await grace.getByRole("radio", { name: "Disabled" }).check();
    await grace.getByRole("button", { name: "Save" }).click();
    await expect(grace.getByRole("status")).toContainText("is disabled.");

    await ada.getByRole("checkbox", { name: "Support User" }).check();
    await ada.getByRole("checkbox", { name: "Program Manager" }).uncheck();
    await ada.getByRole("button", { name: "Save" }).click();
    await expect(ada.getByText(en.words.refusals.changed_meanwhile)).toBeVisible();
    await expect(ada.getByRole("radio", { name: "Disabled" })).toBeChecked();
    for (const [role, held] of [
      ["Community Manager", true],
      ["Program Manager", true],
      ["Support User", false],
    ] as const) {
      await expect(ada.getByRole("checkbox", { name: role })).toBeChecked({ checked: held });
    }

    await ada.getByRole("radio", { name: "Enabled" }).check();
    await ada.getByRole("button", { name: "Save" }).click();
    await expect(ada.getByRole("status")).toContainText(`${cora.username} is enabled.`);
    expect(await records.user(cora.username)).toMatchObject({ status: "ENABLED", roles: cora.roles });
    const events = (await records.history(cora.username)).map(({ event }) => event);
    expect(events).toEqual(["user.disabled", "user.enabled"]);
  });

  test(`boxes that were all left unchecked come back unchecked, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    openBrowser,
    signIn,
    records,
  }) => {
    const cora = await records.newPerson({ username: "cora", roles: ["COMMUNITY_MANAGER"] });
    const ada = await openBrowser({ javaScriptEnabled });
    await signIn(ada, "ada");
    await ada.goto(settingsOf(cora));
    await ada.getByRole("checkbox", { name: "Community Manager" }).uncheck();
    await ada.getByRole("checkbox", { name: "Service User" }).check();
    await ada.getByRole("button", { name: "Save" }).click();
    await expect(ada.getByRole("link", { name: "Confirm that this user loses all access" })).toBeVisible();
    await expect(ada.getByRole("checkbox", { name: "Community Manager" })).not.toBeChecked();
    await expect(ada.getByRole("checkbox", { name: "Service User" })).toBeChecked();
    expect(await records.user(cora.username)).toMatchObject({ roles: ["COMMUNITY_MANAGER"] });
  });
}

test("a user who was deleted meanwhile is told to be gone", async ({ page, signIn, records, expectBrowserError }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(settingsOf(linus));
  await records.query("DELETE FROM users WHERE username = $1", [linus.username]);
  await page.getByRole("radio", { name: "Disabled" }).check();
  expectBrowserError("status of 404");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/This user no longer exists\.|There is no such page/).first()).toBeVisible();
});

test("ada gives and takes roles; cora may not", async ({ page, openBrowser, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(settingsOf(linus));
  await page.getByRole("checkbox", { name: "Community Manager" }).check();
  await page.getByRole("checkbox", { name: "Support User" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toContainText(`${linus.username}'s roles are saved.`);
  expect(await records.user(linus.username)).toMatchObject({ roles: ["COMMUNITY_MANAGER", "SUPPORT_USER"] });
  const given = page.url();
  await page.getByRole("checkbox", { name: "Support User" }).uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).not.toHaveURL(given);
  expect(await records.user(linus.username)).toMatchObject({ roles: ["COMMUNITY_MANAGER"] });
  await page.goto(`${settingsOf(linus)}/history`);
  await expect(page.getByText("Added: Community Manager, Support User.")).toBeVisible();
  await expect(page.getByText("Removed: Support User.")).toBeVisible();

  const cora = await openBrowser();
  await signIn(cora, "cora");
  await cora.goto(settingsOf(linus));
  await expect(cora.getByRole("radio", { name: "Disabled" })).toBeVisible();
  await expect(cora.getByRole("checkbox")).toHaveCount(0);
  await expect(cora.getByText(en.words.refusals.not_permitted).first()).toBeVisible();
});

test("the Service User switch asks for confirmation and ends the sessions", async ({
  page,
  openBrowser,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  const his = await openBrowser();
  await signIn(his, linus);
  await signIn(page, "ada");
  await page.goto(settingsOf(linus));
  const confirmation = page.getByRole("checkbox", { name: "Yes, this user shall lose all access to these pages" });
  await expect(confirmation).toBeHidden();
  await page.getByRole("checkbox", { name: "Service User" }).check();
  await expect(confirmation).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("link", { name: "Confirm that this user loses all access" })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Service User" })).toBeChecked();
  expect(await records.user(linus.username)).toMatchObject({ roles: [] });
  await confirmation.check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toContainText("1 open session ended.");
  expect(await records.user(linus.username)).toMatchObject({ roles: ["SERVICE_USER"], status: "ENABLED" });
  await his.reload();
  await expect(his.getByText("This account is for API access only and can't sign in here.")).toBeVisible();

  await expect(confirmation).toBeHidden();
  await page.getByRole("checkbox", { name: "Service User" }).uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(async () => (await records.user(linus.username))?.["roles"]).toEqual([]);
});

test("waiting is one-way: nothing is chosen, and nothing leads back", async ({ page, signIn, records }) => {
  const wei = await records.newPerson({ username: "wei", status: "WAITING" });
  await signIn(page, "ada");
  await page.goto(settingsOf(wei));
  await expect(page.getByRole("radio", { name: "Waiting" })).toHaveCount(0);
  const accountStatus = page.getByRole("group", { name: "Account Status" });
  await expect(accountStatus.getByRole("radio")).toHaveCount(2);
  await expect(accountStatus.getByRole("radio", { checked: true })).toHaveCount(0);
  await page.getByRole("radio", { name: "Enabled" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toContainText(`${wei.username} is enabled.`);
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
});

test("the own account and a reader's page are locked, with the reason", async ({ page, openBrowser, signIn }) => {
  await signIn(page, "ada");
  await page.goto("/manage/users/ada");
  await expect(page.getByText(en.words.refusals.own_account).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Save" })).toHaveCount(0);
  await expect(page.getByRole("radio").or(page.getByRole("checkbox"))).toHaveCount(0);

  const sam = await openBrowser();
  await signIn(sam, "sam");
  await sam.goto("/manage/users/linus");
  await expect(sam.getByText(en.words.refusals.not_permitted).first()).toBeVisible();
  await expect(sam.getByRole("radio").or(sam.getByRole("checkbox"))).toHaveCount(0);
  await sam.goto("/manage/users");
  await expect(sam.getByRole("link", { name: "New User" })).toHaveCount(0);
  await expect(sam.getByRole("link", { name: /Delete|disable|enable/ })).toHaveCount(0);
  await expect(sam.getByRole("table")).toBeVisible();
});

test("an administrator of the platform keeps the status and gets the roles from ada", async ({
  page,
  signIn,
  records,
}) => {
  const pablo = await records.newPerson({ username: "pablo", origin: "PLATFORM", roles: ["SUPPORT_USER"] });
  await signIn(page, "ada");
  await page.goto(settingsOf(pablo));
  await expect(page.getByRole("radio")).toHaveCount(0);
  await expect(page.getByRole("checkbox", { name: "Service User" })).toHaveCount(0);
  await page.getByRole("checkbox", { name: "Program Manager" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toContainText("roles are saved.");
  expect(await records.user(pablo.username)).toMatchObject({ roles: ["PROGRAM_MANAGER", "SUPPORT_USER"] });
});
