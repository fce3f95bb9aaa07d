/** Manage your Users: everything that the list shows is in its address, so Back, reload and a pasted link work. */
import { keyName, makePackageKey, shownParts } from "@/access/package-key-format";
import { expect, test } from "./fixtures";

test("the list has its columns in order, newest change first", async ({ page, signIn }) => {
  await signIn(page, "ada");
  await expect(page).toHaveURL("/manage/users");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Manage your Users");
  const labels = ["Username", "Email", "Display Name", "Company", "Status", "Access Settings"];
  await expect(page.getByRole("columnheader")).toHaveText([...labels, "Created", "Updated", "Actions"]);
  await expect(page.getByRole("columnheader", { name: "Updated" })).toHaveAttribute("aria-sort", "descending");
  await expect(page.getByText(/^Displaying 1 - 50 of \d+ results$/)).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(51);
});

test("search, filters, order and page are in the address", async ({ page, openBrowser, signIn }) => {
  await signIn(page, "ada");
  await page.getByRole("link", { name: "Username", exact: true }).click();
  await expect(page).toHaveURL("/manage/users?sort=username");
  await page.getByText("Filters").click();
  await page.getByRole("combobox", { name: "Managed by" }).selectOption("the platform");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/origin=PLATFORM/);
  await expect(page.getByRole("columnheader", { name: "Username" })).toHaveAttribute("aria-sort", "ascending");
  const filtered = await page.getByText(/^Displaying/).textContent();
  await page.getByRole("searchbox").fill("pat");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/q=pat/);
  await expect(page.getByRole("link", { name: "pat", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Remove filter Managed by: the platform/ })).toBeVisible();

  await page.reload();
  await expect(page.getByRole("searchbox")).toHaveValue("pat");
  const pasted = await openBrowser();
  await pasted.context().addCookies(await page.context().cookies());
  await pasted.goto(page.url());
  await expect(pasted.getByRole("searchbox")).toHaveValue("pat");
  await expect(pasted.getByRole("link", { name: "pat", exact: true })).toBeVisible();

  await page.goBack();
  await expect(page.getByRole("searchbox")).toHaveValue("");
  await expect(page.getByText(/^Displaying/)).toHaveText(filtered ?? "");
  await page.getByRole("link", { name: /^Remove filter Managed by: the platform/ }).click();
  await expect(page).toHaveURL("/manage/users?sort=username");
});

test("a package key that is pasted into the search of users stays in no address, also on the way to the sign-in", async ({
  page,
  openBrowser,
  signIn,
}) => {
  const key = makePackageKey("live");
  const name = keyName(shownParts(key));
  const stranger = await openBrowser({ javaScriptEnabled: false });
  await stranger.goto(`/manage/users?${new URLSearchParams({ q: `x${key}` })}`);
  await expect(stranger).toHaveURL(/\/sign-in\?from=/);
  expect(stranger.url()).not.toContain(key.slice(12, -4));
  await signIn(page, "ada");
  await page.getByRole("searchbox").fill(`api_key=${key}`);
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(`/manage/users?${new URLSearchParams({ q: name })}`);
  await expect(page.getByRole("searchbox")).toHaveValue(name);
  await expect(page.getByText("No users match")).toBeVisible();
  expect(await page.content()).not.toContain(key.slice(12, -4));
  await page.goto(`/manage/users?${new URLSearchParams({ q: `api_key%3D${key}` })}`);
  expect(page.url()).not.toContain(key.slice(12, -4));
});
