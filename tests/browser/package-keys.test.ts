/** Package keys of a user: made and shown once, disabled, enabled, approved and deleted; and why one does not work. */
import type { Locator, Page } from "@playwright/test";
import { isPackageKey, keyName, shownParts } from "@/access/keys/package-key-format";
import type { Person } from "@/tests/people";
import { browser } from "@/text/en/browser";
import { expect, test } from "./fixtures";

function keysOf({ username }: Pick<Person, "username">): string {
  return `/manage/users/${encodeURIComponent(username)}/package-keys`;
}

function rowOf(page: Page, key: string): Locator {
  return page.getByRole("row").filter({ hasText: key });
}

/** Makes a key through the page and answers it. */
async function makeKey(page: Page, who: Person): Promise<string> {
  await page.goto(keysOf(who));
  await page.getByRole("link", { name: "New Package Key" }).click();
  await page.getByLabel("Name of the new application").fill("Tide Tables");
  await page.getByLabel("Package and plan").selectOption("Maps – Gold");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByRole("status").first()).toContainText("is created and enabled.");
  return (await page.getByRole("code").textContent()) ?? "";
}

test("ada makes a key for linus: it is seen once, then disabled, enabled, and told of in the history", async ({
  page,
  signIn,
  records,
}) => {
  test.slow();
  const linus = await records.newPerson({ username: "linus" });
  await records.newKey(await records.newPerson(), { package: "Maps", plan: "Gold" });
  await signIn(page, "ada");
  const key = await test.step("the key is shown once, with Copy", async () => {
    const made = await makeKey(page, linus);
    expect(isPackageKey(made)).toBe(true);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy Package key" }).click();
    await expect(page.getByText("Copied")).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(made);
    return made;
  });
  const name = keyName(shownParts(key));

  await test.step("a reload does not show it again, and makes no other one", async () => {
    await page.reload();
    await expect(page.getByRole("button", { name: "Create key" })).toBeVisible();
    expect(await page.content()).not.toContain(key);
    await page.goto(keysOf(linus));
    await expect(rowOf(page, name)).toContainText("Tide Tables");
    await expect(rowOf(page, name)).toContainText("Maps – Gold");
    await expect(rowOf(page, name)).toContainText("Never");
    expect(await page.content()).not.toContain(key);
    const rows = await records.keysOf(linus);
    expect(rows).toMatchObject([{ status: "ENABLED", application: "Tide Tables", prefix: key.slice(0, 12) }]);
    expect(JSON.stringify([rows, await records.history(linus.username)])).not.toContain(key);
  });

  await test.step("disabling asks once above the page, and says what it did", async () => {
    const link = page.getByRole("link", { name: `Enabled: disable key ${name} of ${linus.username}` });
    await link.click();
    const dialog = page.getByRole("dialog", { name: `Disable key ${name}?` });
    await expect(dialog).toContainText("Calls with this key are refused from now on.");
    await expect(dialog).toContainText("Never");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(link).toBeFocused();
    await link.click();
    await dialog.getByLabel("Reason (optional)").fill(`${key} leaked in a log`);
    await dialog.getByRole("button", { name: "Disable key" }).click();
    await expect(page.getByRole("status")).toContainText(`Package key ${name} is disabled.`);
    await expect(page).toHaveURL(new RegExp(`${keysOf(linus)}\\?notice=\\d+$`));
    await expect(dialog).toBeHidden();
    expect(await records.keysOf(linus)).toMatchObject([{ status: "DISABLED" }]);
  });

  await test.step("enabling brings it back, and its notice offers nothing that would touch the user", async () => {
    await page.getByRole("link", { name: `Disabled: enable key ${name} of ${linus.username}` }).click();
    const dialog = page.getByRole("dialog", { name: `Enable key ${name}?` });
    await expect(dialog).toContainText("Calls with this key are let pass from now on.");
    await dialog.getByRole("button", { name: "Enable key" }).click();
    await expect(page.getByRole("status")).toContainText(`Package key ${name} is enabled.`);
    await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
    expect(await records.keysOf(linus)).toMatchObject([{ status: "ENABLED" }]);
  });

  await test.step("the history tells all of it", async () => {
    await page.getByRole("link", { name: "History" }).click();
    const told = page.getByRole("listitem").filter({ hasText: name });
    await expect(told).toHaveCount(3);
    await expect(told.nth(0)).toContainText("Package key enabled by ada");
    await expect(told.nth(1)).toContainText("Package key disabled by ada");
    await expect(told.nth(1)).toContainText(`Reason: ${name} leaked in a log`);
    await expect(told.nth(2)).toContainText("Package key created by ada");
    expect(await page.content()).not.toContain(key);
  });
});

test("a key goes to an application that is there, or to a new one, and to a plan that was chosen", async ({
  page,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  await records.newKey(linus, { application: "Harbour Map" });
  await records.newKey(linus, { application: "Ferry Times", package: "Weather", plan: "Trial", planActive: false });
  await signIn(page, "ada");
  await page.goto(`${keysOf(linus)}/new`);
  const newName = page.getByLabel("Name of the new application");
  await expect(newName).toBeHidden();
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByRole("link", { name: "Choose an application." })).toBeVisible();
  await expect(page.getByRole("link", { name: "Choose a plan." })).toBeVisible();

  await page.getByLabel("Application", { exact: true }).selectOption("A new application…");
  await expect(newName).toBeVisible();
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByRole("link", { name: "Enter a name for the application." })).toBeVisible();
  await expect(newName).toBeVisible();

  await page.getByLabel("Application", { exact: true }).selectOption("Ferry Times");
  await expect(newName).toBeHidden();
  await page.getByLabel("Package and plan").selectOption("Weather – Trial (inactive)");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByRole("status").first()).toContainText("It does not work yet. Blocked: plan inactive.");
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page).toHaveURL(new RegExp(`${keysOf(linus)}\\?notice=\\d+$`));
  expect(await records.keysOf(linus)).toMatchObject([{}, {}, { application: "Ferry Times", status: "ENABLED" }]);
});

test("a waiting key is approved, and never waits again", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  const { name, id } = await records.newKey(linus, { status: "WAITING" });
  await signIn(page, "cora");
  await page.goto(keysOf(linus));
  await page.getByRole("link", { name: `Waiting: approve key ${name} of ${linus.username}` }).click();
  const dialog = page.getByRole("dialog", { name: `Approve key ${name}?` });
  await dialog.getByRole("button", { name: "Approve key" }).click();
  await expect(page.getByRole("status")).toContainText(`Package key ${name} is enabled.`);
  await expect(page.getByRole("link", { name: `Enabled: disable key ${name}` })).toBeVisible();
  expect(await records.key(id)).toMatchObject({ status: "ENABLED" });
});

test("a key says why it does not work, beside its own status, and enabling it does not promise otherwise", async ({
  page,
  signIn,
  records,
}) => {
  const dora = await records.newPerson({ username: "dora", status: "DISABLED" });
  const wei = await records.newPerson({ username: "wei", status: "WAITING" });
  const linus = await records.newPerson({ username: "linus" });
  const plan = { package: "Closed", plan: "Trial", planActive: false };
  const keys = [
    { owner: dora, key: await records.newKey(dora), block: browser.keyBlocks.user_disabled },
    { owner: wei, key: await records.newKey(wei), block: browser.keyBlocks.user_waiting },
    { owner: linus, key: await records.newKey(linus, plan), block: browser.keyBlocks.plan_inactive },
  ];
  const works = await records.newKey(linus);
  await signIn(page, "ada");
  for (const { owner, key, block } of keys) {
    await page.goto(keysOf(owner));
    await expect(rowOf(page, key.name)).toContainText("Enabled");
    await expect(rowOf(page, key.name)).toContainText(block);
  }
  await expect(rowOf(page, works.name)).toContainText("Enabled");
  await expect(rowOf(page, works.name)).not.toContainText("Blocked");

  const disabled = await records.newKey(dora, { status: "DISABLED" });
  await page.goto(keysOf(dora));
  await page.getByRole("link", { name: `Disabled: enable key ${disabled.name}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Calls with this key stay refused as long as the user is disabled.");
  await dialog.getByRole("button", { name: "Enable key" }).click();
  await expect(page.getByRole("status")).toContainText(`is enabled. ${browser.keyBlocks.user_disabled}.`);
});

test("a disabled or waiting key of an inactive plan tells both, before and after it is enabled", async ({
  page,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  const plan = { package: "Closed", plan: "Trial", planActive: false };
  await signIn(page, "ada");
  for (const [status, word, verb] of [
    ["DISABLED", "Disabled", "Enable"],
    ["WAITING", "Waiting", "Approve"],
  ] as const) {
    const { name } = await records.newKey(linus, { ...plan, status });
    await page.goto(keysOf(linus));
    await expect(rowOf(page, name)).toContainText(`${word}${browser.keyBlocks.plan_inactive}`);
    await page.getByRole("link", { name: `Delete key ${name}` }).click();
    const deletion = page.getByRole("dialog", { name: `Delete key ${name}?` });
    await expect(deletion).toContainText(`${word}${browser.keyBlocks.plan_inactive}`);
    await expect(deletion).toContainText("Calls with this key are refused already, and stay so.");
    await page.keyboard.press("Escape");
    await expect(deletion).toBeHidden();
    await page.getByRole("link", { name: `${word}: ${verb.toLowerCase()} key ${name}` }).click();
    const dialog = page.getByRole("dialog", { name: `${verb} key ${name}?` });
    await expect(dialog).toContainText("Calls with this key stay refused as long as the plan is inactive.");
    await expect(dialog).not.toContainText("let pass");
    await dialog.getByRole("button", { name: `${verb} key` }).click();
    await expect(page.getByRole("status")).toContainText(`${name} is enabled. ${browser.keyBlocks.plan_inactive}.`);
  }
});

test("more keys and applications than the pages of a user list are not passed over in silence", async ({
  page,
  openBrowser,
  signIn,
  records,
}) => {
  test.slow();
  const linus = await records.newPerson({ username: "linus" });
  const { planId, applicationId } = await records.newKey(linus, { application: "Zenith" });
  const owner = (await records.user(linus.username))?.["id"];
  await records.query(
    "INSERT INTO applications (owner_id, name) SELECT $1, 'Buoy ' || n FROM generate_series(1, 1000) n",
    [owner],
  );
  await records.query(
    `INSERT INTO package_keys (application_id, plan_id, status, hash, prefix, last_four)
     SELECT $1, $2, 'ENABLED', sha256(gen_random_uuid()::text::bytea), 'lk_test_0000', '0000' FROM generate_series(1, 1000)`,
    [applicationId, planId],
  );
  await signIn(page, "ada");
  const user = `/manage/users/${linus.username}`;
  const told = (what: string) => page.getByText(`No more than 1,000 ${what} are listed here`);
  for (const [below, what] of [
    ["applications", "applications"],
    ["package-keys", "package keys"],
  ] as const) {
    await page.goto(`${user}/${below}`);
    await expect(page.getByRole("row")).toHaveCount(1_001);
    await expect(told(what)).toBeVisible();
  }
  await page.getByRole("link", { name: "among all package keys" }).click();
  await expect(page.getByText("Displaying 1 - 50 of 1,001 results")).toBeVisible();

  await page.goto(`${user}/package-keys/new`);
  await expect(page.getByText("No more than 1,000 applications are offered here.")).toBeVisible();
  await page.getByLabel("Application", { exact: true }).selectOption("A new application…");
  await page.getByLabel("Name of the new application").fill("Zenith");
  await page.getByLabel("Package and plan").selectOption("Maps – Gold");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByRole("status").first()).toContainText("is created and enabled.");
  const [made] = await records.query("SELECT count(*)::int AS count FROM package_keys WHERE application_id = $1", [
    applicationId,
  ]);
  expect(made).toEqual({ count: 1_002 });

  const own = await openBrowser();
  await signIn(own, linus);
  await own.goto("/account");
  await expect(own.getByText("No more than 1,000 applications are listed here.")).toBeVisible();
  await expect(own.getByText("No more than 1,000 package keys are listed here.")).toBeVisible();
  await expect(own.getByRole("link", { name: "among all package keys" })).toHaveCount(0);

  await records.query("DELETE FROM applications WHERE owner_id = $1 AND name LIKE 'Buoy 1%'", [owner]);
  await page.goto(`${user}/applications`);
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await expect(told("applications")).toHaveCount(0);
  await records.query("DELETE FROM users WHERE id = $1", [owner]);
});

test("a key is deleted, and an open confirmation of somebody slower says so", async ({
  page,
  openBrowser,
  signIn,
  records,
  expectBrowserError,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  const { name, id } = await records.newKey(linus);
  const grace = await openBrowser();
  await signIn(page, "ada");
  await signIn(grace, "grace");
  await page.goto(keysOf(linus));
  await grace.goto(keysOf(linus));
  await grace.getByRole("link", { name: `Enabled: disable key ${name}` }).click();
  await page.getByRole("link", { name: `Delete key ${name} of ${linus.username}` }).click();
  const dialog = page.getByRole("dialog", { name: `Delete key ${name}?` });
  await expect(dialog).toContainText("The key is removed for good.");
  await dialog.getByRole("button", { name: "Delete key" }).click();
  await expect(page.getByRole("status")).toContainText(`Package key ${name} is deleted.`);
  await expect(page.getByText("No package keys yet")).toBeVisible();
  expect(await records.key(id)).toBeUndefined();

  expectBrowserError("status of 404");
  await grace.getByRole("dialog").getByRole("button", { name: "Disable key" }).click();
  await expect(grace.getByText(/This package key no longer exists\.|There is no such page/).first()).toBeVisible();
});

test("who disables a key that somebody disabled meanwhile is told so, and nothing is written twice", async ({
  openBrowser,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  const { id } = await records.newKey(linus);
  const ada = await openBrowser({ javaScriptEnabled: false });
  await signIn(ada, "ada");
  await ada.goto(`/manage/package-keys/${id}/status?to=DISABLED`);
  await records.query("UPDATE package_keys SET status = 'DISABLED' WHERE id = $1", [id]);
  await ada.getByRole("button", { name: "Disable key" }).click();
  await expect(ada.getByText("This key is Disabled already.")).toBeVisible();
  expect(await records.history(linus.username)).toEqual([]);
});

test("linus reads his own applications and keys, and what holds them back, and changes nothing", async ({
  page,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  const works = await records.newKey(linus, { application: "Harbour Map" });
  const blocked = await records.newKey(linus, {
    application: "Ferry Times",
    package: "Closed",
    plan: "Trial",
    planActive: false,
  });
  const others = await records.newKey(await records.newPerson());
  await signIn(page, linus);
  await expect(page).toHaveURL("/account");
  await expect(page.getByRole("row").filter({ hasText: "Harbour Map" }).first()).toContainText("1 of 1 works");
  await expect(page.getByRole("row").filter({ hasText: "Ferry Times" }).first()).toContainText("0 of 1 work");
  await expect(rowOf(page, works.name)).toContainText("Enabled");
  await expect(rowOf(page, blocked.name)).toContainText(browser.keyBlocks.plan_inactive);
  await expect(rowOf(page, works.name).getByRole("link")).toHaveCount(0);
  await expect(rowOf(page, works.name).getByRole("button")).toHaveCount(0);
  expect(await page.content()).not.toContain(others.name);
});
