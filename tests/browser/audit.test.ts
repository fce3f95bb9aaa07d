/** The audit as administrators read it: found, opened, taken as a file, and by nobody without a role. */
import { expect, expectAccessible, test } from "./fixtures";
import { expectNoSidewaysScrolling } from "./forms";

test("what ada did to linus is found, opened, and stands where the chain says", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "audited" });
  await signIn(page, "ada");
  await page.goto(`/manage/users/${linus.username}/status`);
  await page.getByRole("textbox", { name: "Reason" }).fill("=Left <b>in</b> November");
  await page.getByRole("button", { name: `Disable ${linus.username}` }).click();
  await expect(page.getByRole("status")).toContainText(`${linus.username} is disabled.`);

  await page.getByRole("link", { name: "Audit", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Audit");
  await page.getByText("Filters").click();
  await page.getByRole("textbox", { name: "Subject" }).fill(linus.username);
  await page.getByRole("combobox", { name: "Source" }).selectOption("Page");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(new RegExp(`subject=${linus.username}`));
  await expect(page.getByText("Displaying 1 - 1 of 1 result")).toBeVisible();
  const row = page.getByRole("row").nth(1);
  for (const part of ["Disabled", "ada", "Page", linus.username, "=Left <b>in</b> November"]) {
    await expect(row).toContainText(part);
  }
  await row.getByRole("link", { name: "Disabled" }).click();
  await expect(page.getByRole("main")).toContainText("user.disabled");
  const [link] = await records.query(
    `SELECT l.position::text AS position, encode(l.hash, 'hex') AS hash FROM audit_links l
     JOIN audit_entries e ON e.id = l.entry_id WHERE e.subject_username = $1`,
    [linus.username],
  );
  await expect(page.getByRole("main")).toContainText(String(link?.["hash"]));
  await expectAccessible(page);
});

test("it is taken as CSV and as JSON Lines, without formulas, and that is on record", async ({
  page,
  signIn,
  records,
}) => {
  const { username } = await records.newPerson({ username: "exported" });
  await signIn(page, "ada");
  await page.goto(`/manage/users/${username}/status`);
  await page.getByRole("textbox", { name: "Reason" }).fill("=1+1");
  await page.getByRole("button", { name: `Disable ${username}` }).click();
  await expect(page.getByRole("status")).toContainText(`${username} is disabled.`);

  await page.goto(`/manage/audit?subject=${username}`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  const csv = await (await page.request.get(`/manage/audit/export.csv?subject=${username}`)).text();
  expect(csv.trim().split("\r\n")).toHaveLength(2);
  expect(csv).toContain(",'=1+1,");
  const lines = await (await page.request.get(`/manage/audit/export.jsonl?subject=${username}`)).text();
  expect(
    lines
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toMatchObject([
    { event: "user.disabled", subjectUsername: username, reason: "=1+1", after: { status: "DISABLED" } },
  ]);
  const exports = await records.query(
    "SELECT actor_username FROM audit_entries WHERE event = 'audit.exported' AND after::text LIKE $1",
    [`%${username}%`],
  );
  expect(exports).toEqual([{ actor_username: "ada" }, { actor_username: "ada" }, { actor_username: "ada" }]);
});

test("sam reads it too, a user without a role has no such page, and nonsense is told", async ({
  page,
  openBrowser,
  signIn,
}) => {
  await signIn(page, "sam");
  expect((await page.goto("/manage/audit?what=everything&after=nonsense&from=yesterday"))?.status()).toBe(200);
  await expect(page.getByText("which was left out: what, from, place.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Audit");
  const linus = await openBrowser();
  await signIn(linus, "linus");
  for (const path of ["/manage/audit", "/manage/audit/1", "/manage/audit/export.csv", "/manage/audit/export.jsonl"]) {
    expect((await linus.request.get(path)).status(), path).toBe(404);
  }
});

test("no page of it is wider than 320 px, also without scripts", async ({ openBrowser, signIn }) => {
  const page = await openBrowser({
    javaScriptEnabled: false,
    colorScheme: "dark",
    viewport: { width: 320, height: 640 },
  });
  // Of whom the audit knows no actor.
  await page.goto("/sign-in");
  await page.getByLabel("Username").fill("nobody-at-all");
  await page.getByLabel("Password", { exact: true }).fill("a wrong password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await signIn(page, "ada");
  await page.goto("/manage/audit?per=25");
  await expect(page.getByRole("link", { name: "Sign-in refused" }).first()).toBeVisible();
  await expectNoSidewaysScrolling(page);
  // Each card has the lines that it has something to say in.
  await expect(page.getByRole("cell").first()).toBeVisible();
  await expect(page.getByRole("cell").filter({ hasText: /^$/ })).toHaveCount(0);
  await page.getByRole("table").getByRole("link").first().click();
  await expectNoSidewaysScrolling(page);
});

test("a link of another site begins no export, and leaves no entry; the page behind it does", async ({
  page,
  signIn,
  records,
  expectBrowserError,
}) => {
  const anna = await records.newPerson({ username: "anna", roles: ["ADMINISTRATOR"] });
  expectBrowserError("status of 403");
  await signIn(page, anna);
  const exports = `SELECT event FROM audit_entries WHERE actor_username = '${anna.username}' AND event LIKE '%exported'`;
  for (const path of ["/manage/audit/export.csv", "/manage/export/users.csv"]) {
    const before = await records.query(exports);
    const answer = await page.request.get(path, { headers: { "Sec-Fetch-Site": "cross-site", Accept: "text/html" } });
    expect(answer.status()).toBe(403);
    expect(await records.query(exports)).toEqual(before);
    await page.route(`**${path}`, (route) => route.fulfill({ response: answer }), { times: 1 });
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: "Download from here" })).toBeAttached();
    await expectAccessible(page);
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download the file" }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  }
});
