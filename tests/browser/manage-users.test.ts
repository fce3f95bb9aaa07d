/** Manage your Users: everything that the list shows is in its address, so Back, reload and a pasted link work. */
import { keyName, makePackageKey, shownParts } from "@/access/keys/package-key-format";
import { expect, test } from "./fixtures";

test("the list has its columns in order, newest change first", async ({ page, signIn }) => {
  await signIn(page, "ada");
  await expect(page).toHaveURL("/manage");
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await expect(page).toHaveURL("/manage/users");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Manage your Users");
  const labels = ["Username", "Email", "Display Name", "Company", "Status", "Access Settings"];
  const times = ["Last sign-in", "Created", "Updated"];
  await expect(page.getByRole("columnheader")).toHaveText([...labels, "Keys", ...times, "Actions"]);
  await expect(page.getByRole("columnheader", { name: "Updated" })).toHaveAttribute("aria-sort", "descending");
  await expect(page.getByText(/^Displaying 1 - 50 of \d+ results$/)).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(51);
});

test("search, filters, order and page are in the address", async ({ page, openBrowser, signIn }) => {
  await signIn(page, "ada");
  await page.goto("/manage/users");
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
  await page.goto("/manage/users");
  await page.getByRole("searchbox").fill(`api_key=${key}`);
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(`/manage/users?${new URLSearchParams({ q: name })}`);
  await expect(page.getByRole("searchbox")).toHaveValue(name);
  await expect(page.getByText("No users match")).toBeVisible();
  expect(await page.content()).not.toContain(key.slice(12, -4));
  await page.goto(`/manage/users?${new URLSearchParams({ q: `api_key%3D${key}` })}`);
  expect(page.url()).not.toContain(key.slice(12, -4));
});

test("a search answers while it is typed, keeps the cursor where it is, and is one step back", async ({
  page,
  signIn,
  records,
}) => {
  const { username } = await records.newPerson({ username: "typed" });
  await signIn(page, "ada");
  await page.goto("/manage/users");
  const search = page.getByRole("searchbox");
  await search.click();
  await page.keyboard.type(username, { delay: 60 });
  await expect(page).toHaveURL(new RegExp(`[?&]q=${username}(&|$)`));
  await expect(page.getByRole("link", { name: username, exact: true })).toBeVisible();
  await expect(search).toBeFocused();
  await expect(search).toHaveValue(username);
  await page.keyboard.type("zzz");
  await expect(page.getByText("No users match")).toBeVisible();
  await expect(search).toHaveValue(`${username}zzz`);
  await page.goBack();
  await expect(page).toHaveURL("/manage/users");
  await expect(search).toHaveValue("");
});

test("what an address says in vain is told, and the list is shown without it", async ({ page, signIn }) => {
  await signIn(page, "ada");
  await page.goto("/manage/users?department=sales&status=ASLEEP&after=nonsense&page=3");
  await expect(page.getByText("doesn’t know: status, department, page, place.")).toBeVisible();
  await expect(page.getByText(/^Displaying 1 - 50 of \d+ results$/)).toBeVisible();
  await page.goto("/manage/users");
  await expect(page.getByText("doesn’t know")).toHaveCount(0);
});

test("ada saves a view, finds it again, shares it with sam and removes it", async ({ page, openBrowser, signIn }) => {
  const name = `Disabled ${Date.now()}`;
  await signIn(page, "ada");
  await page.goto("/manage/users?status=DISABLED&signIn=-90d&sort=username");
  await expect(page.getByRole("link", { name: "Remove filter Last sign-in: not in the last 90 days" })).toBeVisible();
  await page.getByRole("link", { name: "Save view" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(page).toHaveURL("/manage/users?status=DISABLED&signIn=-90d&sort=username");
  await expect(page.getByRole("link", { name })).toHaveAttribute("aria-current", "true");
  const sams = await openBrowser({ javaScriptEnabled: false });
  await signIn(sams, "sam");
  await sams.goto("/manage/views");
  await expect(sams.getByRole("link", { name, exact: true })).toHaveCount(0);
  await page.getByRole("link", { name: "All views" }).click();
  await page.getByRole("link", { name: `Settings of view ${name}` }).click();
  await page.getByRole("checkbox", { name: "Share it" }).check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("Everybody in the console");
  await sams.reload();
  await sams.getByRole("link", { name, exact: true }).click();
  await expect(sams).toHaveURL("/manage/users?status=DISABLED&signIn=-90d&sort=username");
  await page.getByRole("link", { name: `Settings of view ${name}` }).click();
  await page.getByRole("button", { name: "Remove view" }).click();
  await expect(page).toHaveURL("/manage/views");
  await expect(page.getByRole("link", { name, exact: true })).toHaveCount(0);
});

test("a view of which one filter is known no longer says so, and filters by the rest", async ({
  page,
  signIn,
  records,
}) => {
  const grace = await records.newPerson({ username: "grace", roles: ["ADMINISTRATOR"] });
  await records.query(
    `INSERT INTO saved_views (owner_id, name, query)
     SELECT id, 'Sales, disabled', 'status=DISABLED&department=sales' FROM users WHERE username_key = $1`,
    [grace.username],
  );
  await signIn(page, grace);
  await page.goto("/manage/users");
  await page.getByRole("link", { name: "Sales, disabled" }).click();
  await expect(page.getByText("doesn’t know: department.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Remove filter Status: Disabled" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Disabled/ }).first()).toBeVisible();
  await expect(page.getByRole("row", { name: /Waiting/ })).toHaveCount(0);
});

test("what the list shows is taken as a file, and the audit knows with which filter", async ({
  page,
  signIn,
  records,
}) => {
  const who = await records.newPerson({ username: "formula", displayName: "=1+1" });
  await signIn(page, "ada");
  await page.goto(`/manage/users?q=${who.username}`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("users.csv");
  const text = await (await page.request.get(`/manage/export/users.csv?q=${who.username}`)).text();
  expect(text.startsWith("\uFEFFUsername,Email,")).toBe(true);
  expect(text.split("\r\n")[1]).toMatch(new RegExp(`^${who.username},[^,]+,'=1\\+1,`));
  const entries = await records.query(
    "SELECT after FROM audit_entries WHERE event = 'users.exported' AND after->>'filter' = $1",
    [`q=${who.username}`],
  );
  expect(entries).toHaveLength(2);
});
