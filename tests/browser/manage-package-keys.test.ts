/** All package keys: everything that the list shows is in its address, and no whole key ever is. */
import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { browser } from "@/text/en/browser";
import { expect, test } from "./fixtures";
import type { Records } from "./records";

const KEYS = "/manage/package-keys";

/** A company's worth of keys that no other test has: three people, four keys, two packages. */
async function givenKeys(records: Records) {
  const tag = randomUUID().slice(0, 8);
  const [linus, dora, wei] = [
    await records.newPerson({ username: "linus", email: `linus@${tag}.example.com` }),
    await records.newPerson({ username: "dora", email: `dora@${tag}.example.com`, status: "DISABLED" }),
    await records.newPerson({ username: "wei", email: `wei@${tag}.example.com` }),
  ];
  const [maps, weather] = [`Maps ${tag}`, `Weather ${tag}`];
  const keys = {
    works: await records.newKey(linus, { application: `Beacon ${tag}`, package: maps }),
    blocked: await records.newKey(dora, { application: `Anchor ${tag}`, package: maps }),
    disabled: await records.newKey(wei, { application: `Compass ${tag}`, package: weather, status: "DISABLED" }),
    waiting: await records.newKey(wei, { application: `Compass ${tag}`, package: weather, status: "WAITING" }),
  };
  return { tag, linus, dora, wei, maps, weather, ...keys };
}

async function expectKeys(page: Page, ...names: string[]): Promise<void> {
  await expect(page.getByText(new RegExp(`^Displaying 1 - ${names.length} of ${names.length} `))).toBeVisible();
  for (const name of names) await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(1);
}

test("the list has its columns in order, newest change first, and leads to the keys of a user", async ({
  page,
  signIn,
  records,
}) => {
  const { tag, dora, blocked } = await givenKeys(records);
  await signIn(page, "ada");
  await page.getByRole("link", { name: "Package Keys", exact: true }).click();
  await expect(page).toHaveURL(KEYS);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Manage your Package Keys");
  const labels = ["Key", "Application", "Status", "Package Name", "Plan Name", "Username", "Created", "Updated"];
  await expect(page.getByRole("columnheader")).toHaveText([...labels, "Last used"]);
  await expect(page.getByRole("columnheader", { name: "Updated" })).toHaveAttribute("aria-sort", "descending");
  await page.goto(`${KEYS}?q=${tag}`);
  const row = page.getByRole("row").filter({ hasText: blocked.name });
  await expect(row).toContainText(browser.keyBlocks.user_disabled);
  await row.getByRole("link", { name: dora.username, exact: true }).click();
  await expect(page).toHaveURL(`/manage/users/${dora.username}/package-keys`);
});

test("a key is found by its beginning, its end, its user, their email and its application", async ({
  page,
  signIn,
  records,
}) => {
  const { tag, linus, wei, works, blocked, disabled, waiting } = await givenKeys(records);
  await signIn(page, "ada");
  const [begin = "", end = ""] = works.name.split("…");
  for (const [q, field, ...names] of [
    [begin, "key", works.name],
    [end, "key", works.name],
    [works.name, "all", works.name],
    [linus.username, "username", works.name],
    [`dora@${tag}`, "email", blocked.name],
    [`compass ${tag}`, "application", disabled.name, waiting.name],
    [wei.username, "all", disabled.name, waiting.name],
    [tag, "all", works.name, blocked.name, disabled.name, waiting.name],
  ] as const) {
    await page.goto(`${KEYS}?${new URLSearchParams({ q, field })}`);
    await expectKeys(page, ...names);
  }
  await page.goto(`${KEYS}?q=${tag}&field=username`);
  await expect(page.getByText("No package keys match")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(KEYS);
});

test("a whole key that is pasted into the search finds it, and stays in no address and on no page", async ({
  page,
  openBrowser,
  signIn,
  records,
}) => {
  const { works } = await givenKeys(records);
  const plain = await openBrowser({ javaScriptEnabled: false });
  for (const browser of [page, plain]) {
    await signIn(browser, "ada");
    await browser.goto(KEYS);
    await browser.getByRole("searchbox").fill(` ${works.key} `);
    await browser.getByRole("button", { name: "Search" }).click();
    await expect(browser).toHaveURL(`${KEYS}?${new URLSearchParams({ q: works.name })}`);
    await expectKeys(browser, works.name);
    await expect(browser.getByRole("searchbox")).toHaveValue(works.name);
    expect(await browser.content()).not.toContain(works.key);
  }
  await page.goBack();
  expect(page.url()).not.toContain(works.key);
});

test("filters, order and page are in the address, and survive reload, Back and a pasted link", async ({
  page,
  openBrowser,
  signIn,
  records,
}) => {
  const { tag, maps, weather, works, blocked, disabled, waiting } = await givenKeys(records);
  await signIn(page, "ada");
  await page.goto(`${KEYS}?q=${tag}`);
  await page.getByText("Filters").click();
  for (const [state, name] of [
    ["Works", works.name],
    ["Enabled, but blocked", blocked.name],
    ["Waiting", waiting.name],
    ["Disabled", disabled.name],
  ] as const) {
    await page.getByRole("combobox", { name: "State" }).selectOption(state);
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByRole("link", { name: `Remove filter State: ${state}` })).toBeVisible();
    await expectKeys(page, name);
  }
  await page.getByRole("link", { name: "Remove filter State: Disabled" }).click();
  await expectKeys(page, works.name, blocked.name, disabled.name, waiting.name);
  await page.getByRole("combobox", { name: "Package" }).selectOption(weather);
  await page.getByRole("button", { name: "Apply" }).click();
  await expectKeys(page, disabled.name, waiting.name);
  await page.reload();
  await expectKeys(page, disabled.name, waiting.name);
  await page.getByRole("link", { name: `Remove filter Package: ${weather}` }).click();
  await expectKeys(page, works.name, blocked.name, disabled.name, waiting.name);
  await page.getByText("Filters").click();
  await page.getByRole("combobox", { name: "Plan" }).selectOption(`${maps} – Gold`);
  await page.getByRole("button", { name: "Apply" }).click();
  await expectKeys(page, works.name, blocked.name);

  await page.getByRole("link", { name: "Application", exact: true }).click();
  await expect(page.getByRole("columnheader", { name: "Application" })).toHaveAttribute("aria-sort", "ascending");
  await expect(page.getByRole("row").nth(1)).toContainText(blocked.name);
  await page.getByRole("link", { name: "Application", exact: true }).click();
  await expect(page.getByRole("columnheader", { name: "Application" })).toHaveAttribute("aria-sort", "descending");
  await expect(page.getByRole("row").nth(1)).toContainText(works.name);
  const pasted = await openBrowser();
  await pasted.context().addCookies(await page.context().cookies());
  await pasted.goto(page.url());
  await expect(pasted.getByRole("row").nth(1)).toContainText(works.name);
  await page.goBack();
  await expect(page.getByRole("row").nth(1)).toContainText(blocked.name);
});

test("thirty keys are two pages of twenty-five", async ({ page, signIn, records }) => {
  const who = await records.newPerson({ username: "many" });
  for (let count = 0; count < 30; count += 1) await records.newKey(who);
  await signIn(page, "sam");
  await page.goto(`${KEYS}?q=${who.username}`);
  await page.getByRole("link", { name: "25", exact: true }).click();
  await expect(page.getByText("Displaying 1 - 25 of 30 results")).toBeVisible();
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page.getByText("Displaying 26 - 30 of 30 results")).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${KEYS}\\?q=${who.username}&per=25&after=[\\w-]+$`));
  await expect(page.getByRole("row")).toHaveCount(6);
  await page.reload();
  await expect(page.getByText("Displaying 26 - 30 of 30 results")).toBeVisible();
  await page.getByRole("link", { name: "Previous page" }).click();
  await expect(page.getByText("Displaying 1 - 25 of 30 results")).toBeVisible();
  await page.getByRole("link", { name: "Last page" }).click();
  await expect(page).toHaveURL(`${KEYS}?q=${who.username}&per=25&place=last`);
  await expect(page.getByText("Displaying 26 - 30 of 30 results")).toBeVisible();
});

test("a key is disabled from the list, which stays as it was searched", async ({ page, signIn, records }) => {
  const { tag, linus, works } = await givenKeys(records);
  await signIn(page, "ada");
  await page.goto(`${KEYS}?q=${tag}&sort=application`);
  const link = page.getByRole("link", { name: `Enabled: disable key ${works.name} of ${linus.username}` });
  await link.click();
  const dialog = page.getByRole("dialog", { name: `Disable key ${works.name}?` });
  await expect(dialog).toContainText(linus.username);
  await page.keyboard.press("Escape");
  await expect(link).toBeFocused();
  await link.click();
  await dialog.getByRole("button", { name: "Disable key" }).click();
  await expect(page.getByRole("status")).toContainText(`Package key ${works.name} is disabled.`);
  await expect(page).toHaveURL(new RegExp(`${KEYS}\\?q=${tag}&sort=application&notice=\\d+$`));
  await expect(page.getByRole("searchbox")).toHaveValue(tag);
  await page.getByRole("link", { name: `Disabled: enable key ${works.name}` }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Enable key ${works.name}?`);
});
