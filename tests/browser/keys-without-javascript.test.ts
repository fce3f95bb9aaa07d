/** The tasks about keys as plain pages and forms, in a browser that runs no script. */
import type { Page } from "@playwright/test";
import { isPackageKey, keyName, shownParts } from "@/access/keys/package-key-format";
import { en } from "@/text/en";
import { expect, test as base } from "./fixtures";

const test = base.extend<{ plain: Page }>({
  plain: async ({ openBrowser }, use) => use(await openBrowser({ javaScriptEnabled: false })),
});

test("a key is made and shown once: the form that is sent again makes no other one", async ({
  plain,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  await records.newKey(linus, { application: "Harbour Map" });
  await signIn(plain, "ada");
  await plain.goto(`/manage/users/${linus.username}/package-keys`);
  await plain.getByRole("link", { name: "New Package Key" }).click();
  await expect(plain.getByLabel("Name of the new application")).toBeHidden();
  await plain.getByRole("button", { name: "Create key" }).click();
  await expect(plain.getByRole("link", { name: "Choose a plan." })).toBeVisible();
  await plain.getByLabel("Application", { exact: true }).selectOption("A new application…");
  await plain.getByLabel("Name of the new application").fill("Tide Tables");
  await plain.getByRole("button", { name: "Create key" }).click();
  await expect(plain.getByRole("link", { name: "Choose a plan." })).toBeVisible();
  await expect(plain.getByLabel("Name of the new application")).toHaveValue("Tide Tables");
  await plain.getByLabel("Package and plan").selectOption("Maps – Gold");
  await plain.getByRole("button", { name: "Create key" }).click();
  const key = (await plain.getByRole("code").textContent()) ?? "";
  expect(isPackageKey(key)).toBe(true);

  await plain.reload();
  await expect(plain.getByText(en.words.refusals.sent_before)).toBeVisible();
  expect(await plain.content()).not.toContain(key);
  expect(await records.keysOf(linus)).toMatchObject([
    {},
    { application: "Tide Tables", prefix: shownParts(key).prefix },
  ]);
  await plain.goto(`/manage/users/${linus.username}/package-keys`);
  await expect(plain.getByRole("row").filter({ hasText: keyName(shownParts(key)) })).toContainText("Tide Tables");
});

test("a key is disabled, enabled and deleted on pages of their own", async ({ plain, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  const { name, id } = await records.newKey(linus);
  const keys = `/manage/users/${linus.username}/package-keys`;
  await signIn(plain, "ada");
  await plain.goto(keys);
  await plain.getByRole("link", { name: `Enabled: disable key ${name}` }).click();
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText(`Disable key ${name}?`);
  await plain.getByRole("link", { name: "Cancel" }).click();
  await expect(plain).toHaveURL(keys);
  await plain.getByRole("link", { name: `Enabled: disable key ${name}` }).click();
  await plain.getByLabel("Reason (optional)").fill("Leaked");
  await plain.getByRole("button", { name: "Disable key" }).click();
  await expect(plain).toHaveURL(new RegExp(`${keys}\\?notice=\\d+$`));
  await expect(plain.getByRole("status")).toContainText(`Package key ${name} is disabled.`);
  await plain.getByRole("link", { name: `Disabled: enable key ${name}` }).click();
  await plain.getByRole("button", { name: "Enable key" }).click();
  await expect(plain.getByRole("status")).toContainText(`Package key ${name} is enabled.`);
  await plain.getByRole("link", { name: `Delete key ${name}` }).click();
  await plain.getByRole("button", { name: "Delete key" }).click();
  await expect(plain.getByRole("status")).toContainText(`Package key ${name} is deleted.`);
  expect(await records.key(id)).toBeUndefined();
});

test("an application is created and deleted, and a plan switched off and on", async ({ plain, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  const plan = { package: `Maps of ${linus.username}`, plan: "Gold" };
  await records.newKey(linus, { application: "Harbour Map", ...plan });
  await signIn(plain, "ada");
  await plain.goto("/manage/packages");
  await plain.getByRole("link", { name: `Active: deactivate plan Gold of ${plan.package}` }).click();
  await expect(plain.getByText("this stops 1 working package key.")).toBeVisible();
  await plain.getByRole("button", { name: "Deactivate Gold" }).click();
  await expect(plain.getByRole("status")).toContainText(`Plan Gold of ${plan.package} is inactive.`);
  await plain.getByRole("link", { name: `Inactive: activate plan Gold of ${plan.package}` }).click();
  await plain.getByRole("button", { name: "Activate Gold" }).click();
  await expect(plain.getByRole("status")).toContainText("1 package key works now.");

  await plain.goto(`/manage/users/${linus.username}/applications`);
  await plain.getByRole("link", { name: "New Application" }).click();
  await plain.getByLabel("Name").fill("Tide Tables");
  await plain.getByRole("button", { name: "Create application" }).click();
  await expect(plain.getByRole("status")).toContainText("Application Tide Tables is created.");
  await plain.getByRole("link", { name: "Delete application Harbour Map" }).click();
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText("Delete Harbour Map?");
  await plain.getByRole("button", { name: "Delete Harbour Map" }).click();
  await expect(plain.getByRole("status")).toContainText("Application Harbour Map is deleted.");
  expect(await records.keysOf(linus)).toEqual([]);
});

test("the list of all keys: search, filters and pages", async ({ plain, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  const { name } = await records.newKey(linus);
  await records.newKey(linus, { status: "DISABLED" });
  await signIn(plain, "sam");
  await plain.getByRole("link", { name: "Package Keys", exact: true }).click();
  await plain.getByRole("searchbox").fill(linus.username);
  await plain.getByRole("button", { name: "Search" }).click();
  await expect(plain.getByText("Displaying 1 - 2 of 2 results")).toBeVisible();
  await plain.getByText("Filters").click();
  await plain.getByRole("combobox", { name: "State" }).selectOption("Works");
  await plain.getByRole("button", { name: "Apply" }).click();
  await expect(plain.getByText("Displaying 1 - 1 of 1 result", { exact: true })).toBeVisible();
  await expect(plain.getByRole("row").filter({ hasText: name })).toHaveCount(1);
});
