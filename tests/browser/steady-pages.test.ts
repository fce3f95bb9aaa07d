/** A page is there when it is drawn: nothing moves when its scripts come, and nothing is fetched that nobody asked for. */
import { expect, test } from "./fixtures";

const TELEPHONE = { width: 412, height: 823 };

test("on a telephone the list stays where it is when the scripts come", async ({ page, signIn }) => {
  await signIn(page, "ada");
  await page.setViewportSize(TELEPHONE);
  let letScriptsCome = (): void => undefined;
  const awaited = new Promise<void>((resolve) => (letScriptsCome = resolve));
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await awaited;
    await route.continue();
  });
  await page.goto("/manage/users", { waitUntil: "commit" });
  const list = page.getByRole("table");
  const selectPage = page.getByRole("button", { name: "Select page" });
  await expect(list).toBeVisible();
  await expect(selectPage).toBeHidden();
  await page.evaluate(() => document.fonts.ready);
  const before = await list.boundingBox();
  letScriptsCome();
  await expect(selectPage).toBeVisible();
  expect(await list.boundingBox()).toEqual(before);
});

test("no link fetches a page before somebody goes there", async ({ page, signIn }) => {
  await signIn(page, "ada");
  await expect(page).toHaveURL("/manage");
  const fetched: string[] = [];
  page.on("request", (request) => {
    if (request.headers()["rsc"] !== undefined) fetched.push(request.url());
  });
  await page.goto("/manage/users");
  await expect(page.getByRole("button", { name: "Select page" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(fetched).toEqual([]);
  await page.getByRole("link", { name: "Overview" }).click();
  await expect(page).toHaveURL("/manage");
  expect(fetched).toHaveLength(1);
});
