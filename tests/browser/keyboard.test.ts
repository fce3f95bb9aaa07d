/** The main story with the keyboard alone. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";

/** Presses Tab until the focus is there; a page that hides it from the keyboard fails. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never reaches ${String(target)}.`);
}

test("ada disables linus by keyboard; Esc closes, and the focus comes back to the link", async ({
  page,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(`/manage/users?q=${linus.username}`);
  const link = page.getByRole("link", { name: `Enabled: disable ${linus.username}` });
  const dialog = page.getByRole("dialog", { name: `Disable ${linus.username}?` });
  await tabTo(page, link);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole("heading")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(link).toBeFocused();
  await expect(page).toHaveURL(`/manage/users?q=${linus.username}`);

  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  await tabTo(page, dialog.getByRole("button", { name: "Cancel" }));
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(link).toBeFocused();
  expect(await records.history(linus.username)).toEqual([]);

  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  await tabTo(page, dialog.getByLabel("Reason (optional)"));
  await page.keyboard.type("By keyboard");
  await tabTo(page, dialog.getByRole("button", { name: `Disable ${linus.username}` }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText(`${linus.username} is disabled.`);
  await tabTo(page, page.getByRole("button", { name: "Undo" }));
  await page.keyboard.press("Space");
  await expect(page.getByRole("status")).toContainText(`${linus.username} is enabled.`);
});

test("a dialog that is closed stays until the page behind it is back, so that no key meets a page on its way out", async ({
  page,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  // The way back takes as long as the test wants it to.
  await page.addInitScript(() => {
    const back = history.back.bind(history);
    history.back = () => addEventListener("go-back", back, { once: true });
  });
  await signIn(page, "ada");
  await page.goto(`/manage/users?q=${linus.username}`);
  const link = page.getByRole("link", { name: `Enabled: disable ${linus.username}` });
  const dialog = page.getByRole("dialog", { name: `Disable ${linus.username}?` });
  await link.focus();
  for (let times = 0; times < 2; times += 1) {
    await page.keyboard.press("Enter");
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(link).not.toBeFocused();
    await expect(dialog).toBeVisible();
    await page.evaluate(() => dispatchEvent(new Event("go-back")));
    await expect(dialog).toBeHidden();
    await expect(link).toBeFocused();
    await expect(page).toHaveURL(`/manage/users?q=${linus.username}`);
  }
});

test("while the dialog is open the page behind it is out of reach", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(`/manage/users?q=${linus.username}`);
  await page.getByRole("link", { name: `Enabled: disable ${linus.username}` }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  for (let steps = 0; steps < 8; steps += 1) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(
      () => document.activeElement !== document.body && document.activeElement?.closest("dialog") === null,
    );
    expect(outside).toBe(false);
  }
});

test("the address of an open dialog is a page of its own, and Back closes it", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(`/manage/users?q=${linus.username}`);
  await page.getByRole("link", { name: `Enabled: disable ${linus.username}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await page.goBack();
  await expect(dialog).toBeHidden();
  await page.goForward();
  await expect(dialog).toBeVisible();
  await page.reload();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Disable ${linus.username}?`);
});

test("the first Tab offers to skip to the content", async ({ page, signIn }) => {
  await signIn(page, "ada");
  await page.goto("/manage/users");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.locator("main :focus")).toHaveCount(1);
});

test("Settings are saved by keyboard, and an inactive Save does nothing", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(`/manage/users/${linus.username}`);
  const save = page.getByRole("button", { name: "Save" });
  await tabTo(page, save);
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("radio", { name: "Enabled" }));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: "Disabled" })).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText(`${linus.username} is disabled.`);
  expect(await records.history(linus.username)).toHaveLength(1);
});
