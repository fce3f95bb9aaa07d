/** The keys of one character: they lead through lists, never stand in the way of typing, and can be turned off. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";

function rowLink(page: Page, row: number): Locator {
  return page.locator("tbody tr").nth(row).locator("a").first();
}

/** The keys work once the scripts do, which also draw the button that tells of them. */
async function untilKeysWork(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Keyboard" })).toBeVisible();
}

test("a user is found and opened with the keyboard alone", async ({ page, signIn, records }) => {
  const jack = await records.newPerson({ username: "jack" });
  await signIn(page, "ada");
  await page.goto("/manage/users");
  await untilKeysWork(page);
  const search = page.getByRole("searchbox");
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await page.keyboard.type(jack.username);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Displaying 1 - 1 of 1 result", { exact: true })).toBeVisible();
  await expect(search).toHaveValue(jack.username);
  for (const key of ["/", "j", "k", "?"]) await page.keyboard.press(key);
  await expect(search).toHaveValue(`${jack.username}/jk?`);
  await expect(page.getByRole("dialog")).toBeHidden();

  await page.goto(`/manage/users?q=${jack.username}`);
  await untilKeysWork(page);
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: jack.username, exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/manage/users/${jack.username}`);
});

test("j and k go along the rows of a list, and / to its filters where it has no search", async ({ page, signIn }) => {
  await signIn(page, "ada");
  await page.goto("/manage/audit");
  await untilKeysWork(page);
  await page.keyboard.press("j");
  await expect(rowLink(page, 0)).toBeFocused();
  await page.keyboard.press("k");
  await expect(rowLink(page, 0)).toBeFocused();
  await page.keyboard.press("j");
  await expect(rowLink(page, 1)).toBeFocused();
  for (const key of ["Alt+j", "Control+k", "Shift+J"]) await page.keyboard.press(key);
  await expect(rowLink(page, 1)).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.locator("main summary")).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  const { length } = await page.locator("tbody tr").all();
  await expect(rowLink(page, length - 2)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/manage\/audit\/\d+$/);
});

test("? shows the keys, which rest while a dialog is open and once they are turned off", async ({ page, signIn }) => {
  await signIn(page, "ada");
  await page.goto("/manage/package-keys");
  await untilKeysWork(page);
  const dialog = page.getByRole("dialog", { name: "Keyboard" });
  const first = page.locator("tbody tr").first().locator("a.row-link");
  await page.keyboard.press("j");
  await expect(first).toBeFocused();
  await page.keyboard.press("?");
  await expect(dialog.getByRole("heading")).toBeFocused();
  await page.keyboard.press("j");
  await expect(dialog.getByRole("heading")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(first).toBeFocused();

  await page.keyboard.press("?");
  await dialog.getByRole("checkbox", { name: "Use these keys in this browser" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await expect(first).toBeFocused();
  for (const key of ["j", "/", "?"]) await page.keyboard.press(key);
  await expect(first).toBeFocused();
  await page.reload();
  await untilKeysWork(page);
  await page.keyboard.press("j");
  await expect(first).not.toBeFocused();
  await page.getByRole("button", { name: "Keyboard" }).focus();
  await page.keyboard.press("Enter");
  const box = dialog.getByRole("checkbox", { name: "Use these keys in this browser" });
  await expect(box).not.toBeChecked();
  await box.focus();
  await page.keyboard.press("Space");
  await dialog.getByRole("button", { name: "Close" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Keyboard" })).toBeFocused();
  await page.keyboard.press("j");
  await expect(first).toBeFocused();
});
