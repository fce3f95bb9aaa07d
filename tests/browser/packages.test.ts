/** Packages and plans: created, renamed, changed, and a plan switched off with all its keys, in numbers. */
import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { browser } from "@/text/en/browser";
import { en } from "@/text/en";
import { expect, test } from "./fixtures";
import { type Fields, fieldsOf, post, textOf, withValues } from "./forms";

function named(like: string): string {
  return `${like} ${randomUUID().slice(0, 8)}`;
}

function sectionOf(page: Page, packageName: string): Locator {
  return page.locator("section").filter({ has: page.getByRole("heading", { name: packageName }) });
}

test("ada makes a package with plans, and changes their names and limits", async ({ page, signIn }) => {
  const [maps, atlas] = [named("Maps"), named("Atlas")];
  await signIn(page, "ada");
  await page.getByRole("link", { name: "Packages", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Manage your Packages");
  await page.getByRole("link", { name: "New Package" }).click();
  await page.getByRole("button", { name: "Create package" }).click();
  await expect(page.getByRole("link", { name: "Enter a name for the package." })).toBeVisible();
  await page.getByRole("textbox", { name: "Name" }).fill(maps);
  await page.getByRole("button", { name: "Create package" }).click();
  await expect(page.getByRole("status")).toContainText(`Package ${maps} is created.`);
  await expect(sectionOf(page, maps)).toContainText("No plans yet");

  await page.getByRole("link", { name: `New Plan of ${maps}` }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Gold");
  await page.getByLabel("Throttle (calls per second)").fill("many");
  await page.getByRole("button", { name: "Create plan" }).click();
  await expect(page.getByRole("link", { name: /^Throttle must be a whole number/ })).toBeVisible();
  await expect(page.getByLabel("Throttle (calls per second)")).toHaveValue("many");
  await page.getByLabel("Throttle (calls per second)").fill("100");
  await page.getByRole("button", { name: "Create plan" }).click();
  await expect(page.getByRole("status")).toContainText(`Plan Gold of ${maps} is created.`);
  const gold = sectionOf(page, maps).getByRole("row").filter({ hasText: "Gold" });
  await expect(gold).toContainText("100 per second");
  await expect(gold).toContainText("No limit");
  await expect(gold).toContainText("Active");

  await page.getByRole("link", { name: `Settings of plan Gold of ${maps}` }).click();
  await expect(page.getByRole("button", { name: "Save" })).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("Quota (calls per day)").fill("250000");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toContainText(`Plan Gold of ${maps} is saved.`);
  await expect(gold).toContainText("250,000 per day");

  await page.getByRole("link", { name: `Rename package ${maps}` }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(atlas);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toContainText(`Package ${maps} is now called ${atlas}.`);
  await expect(sectionOf(page, atlas)).toContainText("Gold");

  await page.goto("/manage/packages/new");
  await page.getByRole("textbox", { name: "Name" }).fill(atlas);
  await page.getByRole("button", { name: "Create package" }).click();
  await expect(page.getByRole("link", { name: "There is a package of that name already." })).toBeVisible();
});

test("a plan is deactivated with all its keys, and activated again: no key is written to", async ({
  page,
  signIn,
  records,
}) => {
  const maps = named("Maps");
  const linus = await records.newPerson({ username: "linus" });
  const dora = await records.newPerson({ username: "dora", status: "DISABLED" });
  const plan = { package: maps, plan: "Gold" };
  const { name, id } = await records.newKey(linus, plan);
  await records.newKey(linus, plan);
  await records.newKey(linus, { ...plan, status: "DISABLED" });
  await records.newKey(dora, plan);
  const before = await records.key(id);
  await signIn(page, "ada");
  await page.goto("/manage/packages");
  const gold = sectionOf(page, maps).getByRole("row").filter({ hasText: "Gold" });
  await expect(gold).toContainText("2 of 4 work");
  const link = page.getByRole("link", { name: `Active: deactivate plan Gold of ${maps}` });
  await link.click();
  const dialog = page.getByRole("dialog", { name: `Deactivate plan Gold of ${maps}?` });
  await expect(dialog).toContainText("this stops 2 working package keys.");
  await page.keyboard.press("Escape");
  await expect(link).toBeFocused();
  await link.click();
  await dialog.getByLabel("Reason (optional)").fill("Sold no more");
  await dialog.getByRole("button", { name: "Deactivate Gold" }).click();
  await expect(page.getByRole("status")).toContainText(
    `Plan Gold of ${maps} is inactive. 2 package keys stopped working.`,
  );
  await expect(gold).toContainText("Inactive");
  await expect(gold).toContainText("0 of 4 work");
  expect(await records.key(id)).toEqual(before);

  await page.goto(`/manage/users/${linus.username}/package-keys`);
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText(browser.keyBlocks.plan_inactive);

  await page.goto("/manage/packages");
  await page.getByRole("link", { name: `Inactive: activate plan Gold of ${maps}` }).click();
  await expect(page.getByRole("dialog")).toContainText("this restores 2 working package keys.");
  await page.getByRole("dialog").getByRole("button", { name: "Activate Gold" }).click();
  await expect(page.getByRole("status")).toContainText(`Plan Gold of ${maps} is active. 2 package keys work now.`);
  expect(await records.key(id)).toEqual(before);
});

test("what somebody else changed in a plan meanwhile is not overwritten", async ({ openBrowser, signIn, records }) => {
  const maps = named("Maps");
  const { planId } = await records.newKey(await records.newPerson(), { package: maps });
  const ada = await openBrowser({ javaScriptEnabled: false });
  await signIn(ada, "ada");
  await ada.goto(`/manage/plans/${planId}/change`);
  await records.query("UPDATE plans SET throttle_per_second = 7 WHERE id = $1", [planId]);
  await ada.getByLabel("Quota (calls per day)").fill("5000");
  await ada.getByRole("button", { name: "Save" }).click();
  await expect(ada.getByText(en.words.refusals.changed_meanwhile)).toBeVisible();
  const [row] = await records.query("SELECT throttle_per_second, quota_per_day FROM plans WHERE id = $1", [planId]);
  expect(row).toEqual({ throttle_per_second: 7, quota_per_day: null });
});

test("sam and cora read the packages and change nothing, by no page and by no hand-made POST", async ({
  openBrowser,
  signIn,
  records,
}) => {
  const maps = named("Maps");
  const { planId } = await records.newKey(await records.newPerson(), { package: maps });
  const [row] = await records.query("SELECT package_id FROM plans WHERE id = $1", [planId]);
  const packageId = String(row?.["package_id"]);
  const [ada, sam, cora] = [await openBrowser({ javaScriptEnabled: false }), await openBrowser(), await openBrowser()];
  await signIn(ada, "ada");
  await signIn(sam, "sam");
  await signIn(cora, "cora");
  const pages: Record<string, Fields> = {
    "/manage/packages/new": [["name", named("Forged")]],
    [`/manage/packages/${packageId}/rename`]: [["name", named("Forged")]],
    [`/manage/packages/${packageId}/new-plan`]: [["name", "Forged"]],
    [`/manage/plans/${planId}/change`]: [["name", "Forged"]],
    [`/manage/plans/${planId}/activity`]: [],
  };
  const stateOf = (): Promise<unknown> =>
    records.query(
      "SELECT g.name AS package, p.* FROM packages g LEFT JOIN plans p ON p.package_id = g.id ORDER BY 1, 2",
    );
  const before = await stateOf();

  for (const reader of [sam, cora]) {
    await reader.goto("/manage/packages");
    const section = sectionOf(reader, maps);
    await expect(section).toContainText("Active");
    await expect(section.getByRole("link")).toHaveCount(0);
    await expect(reader.getByRole("link", { name: "New Package" })).toHaveCount(0);
    for (const path of Object.keys(pages).filter((each) => !each.endsWith("/activity"))) {
      expect((await reader.request.get(path)).status(), path).toBe(404);
    }
    await reader.goto(`/manage/plans/${planId}/activity`);
    await expect(reader.getByText(en.words.refusals.not_permitted)).toBeVisible();
    await expect(reader.locator("main form")).toHaveCount(0);

    for (const [path, values] of Object.entries(pages)) {
      const told = (await records.query("SELECT FROM audit_entries")).length;
      await ada.goto(path);
      const fields = await fieldsOf(ada.locator("main form"));
      const answer = await post(reader, ada.url(), withValues(fields, Object.fromEntries(values)));
      if (answer.status() !== 404) expect(await textOf(answer), path).toContain(en.words.refusals.not_permitted);
      expect(await stateOf(), path).toEqual(before);
      const entries = await records.query("SELECT outcome, refusal FROM audit_entries ORDER BY id OFFSET $1", [told]);
      expect(entries, path).toEqual([{ outcome: "REFUSED", refusal: "not_permitted" }]);
    }
  }
});
