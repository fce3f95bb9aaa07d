/** Later and for a time: put down on User Access Settings, told in the list, cancelled, and carried out. */
import { expect, test } from "./fixtures";
import { fieldsOf, post, withValues } from "./forms";
import type { Records, Row } from "./records";

const DATE = "Date and time in UTC";

async function scheduled(records: Records, username: string): Promise<Row[]> {
  return records.query(
    `SELECT c.target::text, c.status::text, c.due_at, c.reason FROM scheduled_changes c JOIN users u ON u.id = c.user_id
     WHERE u.username = $1 ORDER BY c.created_at`,
    [username],
  );
}

for (const javaScriptEnabled of [true, false]) {
  test(`ada puts a disabling down, sees it in the list and cancels it, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    openBrowser,
    signIn,
    records,
  }) => {
    const page = await openBrowser({ javaScriptEnabled });
    const { username } = await records.newPerson({ username: "linus" });
    await signIn(page, "ada");
    await page.goto(`/manage/users/${username}`);
    await page.getByRole("button", { name: "Schedule" }).click();
    await expect(page.getByRole("link", { name: "Enter a date and a time, such as 2027-01-31 18:00." })).toBeVisible();
    await page.getByLabel(DATE).fill("2020-01-31T18:00");
    await page.getByRole("button", { name: "Schedule" }).click();
    await expect(page.getByRole("link", { name: /^This time is over/ })).toBeVisible();
    await expect(page.getByLabel(DATE)).toHaveValue("2020-01-31T18:00");
    await page.getByLabel(DATE).fill("2090-01-31T18:00");
    await page.getByLabel(/^Reason for the scheduled change/).fill("Contract ends");
    await page.getByRole("button", { name: "Schedule" }).click();
    await expect(page.getByText("Disable on 31 Jan 2090 18:00 UTC")).toBeVisible();
    expect(await scheduled(records, username)).toEqual([
      { target: "DISABLED", status: "PENDING", due_at: new Date("2090-01-31T18:00:00Z"), reason: "Contract ends" },
    ]);

    await page.getByLabel(DATE).fill("2091-01-31T18:00");
    await page.getByRole("button", { name: "Schedule" }).click();
    await expect(page.getByRole("link", { name: /^A change of this kind is scheduled already/ })).toBeVisible();

    await page.goto(`/manage/users?q=${username}`);
    await expect(page.getByRole("row").filter({ hasText: username })).toContainText("Disable on 31 Jan 2090 18:00 UTC");
    await page.goto(`/manage/users/${username}`);
    await page.getByRole("button", { name: "Cancel: Disable on 31 Jan 2090 18:00 UTC" }).click();
    await expect(page.getByText("Nothing is scheduled.")).toBeVisible();
    expect(await scheduled(records, username)).toMatchObject([{ status: "CANCELLED" }]);
    expect(await records.user(username)).toMatchObject({ status: "ENABLED" });
  });
}

test("linus is disabled until a date, which comes", async ({ page, signIn, records }) => {
  test.slow();
  const { username } = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(`/manage/users/${username}`);
  await page.getByRole("radio", { name: "Disable now, until a date" }).check();
  await page.getByLabel(DATE).fill("2090-01-31T18:00");
  await page.getByRole("button", { name: "Schedule" }).click();
  await expect(page.getByText("Disabled until 31 Jan 2090 18:00 UTC")).toBeVisible();
  expect(await records.user(username)).toMatchObject({ status: "DISABLED" });
  await records.query(
    "UPDATE scheduled_changes SET due_at = now() WHERE user_id = (SELECT id FROM users WHERE username = $1)",
    [username],
  );
  // The console looks for what is due every quarter of a minute.
  await expect.poll(async () => (await records.user(username))?.["status"], { timeout: 40_000 }).toBe("ENABLED");
  await page.reload();
  await expect(page.getByText("Nothing is scheduled.")).toBeVisible();
  await page.getByText("Scheduled before: 1").click();
  await expect(page.getByText("Disabled until 31 Jan 2090", { exact: false })).toHaveCount(0);
});

test("whoever is disabled already can be enabled at a time", async ({ page, signIn, records }) => {
  const { username } = await records.newPerson({ username: "dora", status: "DISABLED" });
  await signIn(page, "ada");
  await page.goto(`/manage/users/${username}`);
  await page.getByLabel("Disabled until (date and time in UTC)").fill("2090-01-31T18:00");
  await page.getByRole("button", { name: "Schedule" }).click();
  await expect(page.getByText("Disabled until 31 Jan 2090 18:00 UTC")).toBeVisible();
  expect(await scheduled(records, username)).toMatchObject([{ target: "ENABLED", status: "PENDING" }]);
});

test("nothing is ever put down for pat, by no page and by no hand", async ({ openBrowser, signIn, records }) => {
  const [ada, sam] = [await openBrowser({ javaScriptEnabled: false }), await openBrowser()];
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const { username } = await records.newPerson({ username: "linus" });
  await signIn(ada, "ada");
  await signIn(sam, "sam");
  await ada.goto(`/manage/users/${pat.username}`);
  await expect(ada.getByText("Scheduled changes")).toHaveCount(0);
  await expect(ada.getByRole("button", { name: "Schedule" })).toHaveCount(0);

  await ada.goto(`/manage/users/${username}`);
  const form = ada.locator("form").filter({ has: ada.getByRole("button", { name: "Schedule" }) });
  const fields = withValues(await fieldsOf(form), { due: "2090-01-31T18:00" });
  for (const kind of ["on", "until", "end"]) {
    expect((await post(ada, ada.url(), withValues(fields, { username: pat.username, kind }))).status()).toBe(200);
    expect((await post(sam, ada.url(), withValues(fields, { kind }))).status()).toBe(200);
  }
  for (const values of [{ due: "2090-02-31T18:00" }, { due: "soon" }, { due: "2090-01-31T99:00" }, { kind: "never" }]) {
    expect((await post(ada, ada.url(), withValues(fields, values))).status()).toBe(200);
  }
  expect(await scheduled(records, pat.username)).toEqual([]);
  expect(await scheduled(records, username)).toEqual([]);
  expect(await records.user(pat.username)).toMatchObject({ status: "ENABLED" });
  const refusedTo = async (who: string): Promise<unknown[]> =>
    (await records.history(who)).map(({ event, outcome, refusal }) => [event, outcome, refusal]);
  const attempt = (refusal: string): unknown[] => Array(3).fill(["schedule.created", "REFUSED", refusal]);
  expect(await refusedTo(pat.username)).toEqual(attempt("platform_user"));
  expect(await refusedTo(username)).toEqual(attempt("not_permitted"));
});
