/** Changing many: reviewed, started with a reason, carried out by the console, told row by row, and taken back. */
import { readFile } from "node:fs/promises";
import { en } from "@/text/en";
import { expect, expectAccessible, test } from "./fixtures";
import { expectNoSidewaysScrolling } from "./forms";
import {
  draftByFile,
  draftByNames,
  givenCrew,
  givenLargeCrew,
  job,
  jobId,
  startBecause,
  statuses,
  untilFinished,
} from "./job-scene";

test("ada disables three users by name, sees who was skipped, and takes it back", async ({ page, signIn, records }) => {
  const { prefix, names } = await givenCrew(records, 3);
  const dora = await records.newPerson({ username: "dora", status: "DISABLED" });
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  await signIn(page, "ada");
  const id = await draftByNames(page, [...names, dora.username, pat.username, "ada", "nobody-at-all"], "Disable");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Disable 3 users?");
  await expect(page.getByText("Nothing is changed yet.")).toBeVisible();
  for (const why of [
    "Disabled already1",
    "Managed by the platform, and changed only there1",
    "The account of who ordered this1",
    "Nobody has this username1",
  ]) {
    await expect(page.getByRole("listitem").filter({ hasText: why })).toBeVisible();
  }
  for (const name of names) await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Skipped (4)" }).click();
  await expect(page.getByRole("row").filter({ hasText: "nobody-at-all" })).toContainText("Nobody has this username");
  expect(await statuses(records, prefix)).toEqual({ ENABLED: 3 });

  await startBecause(page, " ");
  await expect(page.getByRole("link", { name: "Enter a reason." })).toBeVisible();
  await startBecause(page, "Their program ended");
  await untilFinished(records, id);
  await expect(page.getByText("Finished: 3 users are disabled.")).toBeVisible();
  await expect(page.getByText("Reason: Their program ended")).toBeVisible();
  expect(await statuses(records, prefix)).toEqual({ DISABLED: 3 });
  for (const name of names) {
    expect(await records.history(name)).toMatchObject([
      { event: "user.disabled", outcome: "DONE", source: "JOB", reason: "Their program ended", job_id: id },
    ]);
  }
  expect(await records.history(pat.username)).toEqual([]);

  await page.getByRole("button", { name: "Undo…" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Enable 3 users?");
  await expect(page.getByText(/^3 changed by job \d+/)).toBeVisible();
  const undo = jobId(page);
  await startBecause(page, "A mistake");
  await untilFinished(records, undo);
  await expect(page.getByText("Finished: 3 users are enabled.")).toBeVisible();
  expect(await statuses(records, prefix)).toEqual({ ENABLED: 3 });
  expect(await records.user(dora.username)).toMatchObject({ status: "DISABLED" });
});

test("ada ticks users in the list, or takes everybody whom its search finds", async ({ page, signIn, records }) => {
  const { prefix, names } = await givenCrew(records, 27);
  const [first = "", second = ""] = names;
  await signIn(page, "ada");
  await page.goto(`/manage/users?q=${prefix}&per=25&sort=username`);
  await page.getByRole("button", { name: "Disable selected" }).click();
  await expect(page.getByRole("link", { name: "Choose at least one user." })).toBeVisible();
  await page.goto(`/manage/users?q=${prefix}`);
  for (const name of [first, second]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByRole("button", { name: "Disable selected" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Disable 2 users?");
  await expect(page.getByText("2 chosen in the list of users.")).toBeVisible();
  await startBecause(page, "Chosen");
  await untilFinished(records, jobId(page));
  expect(await statuses(records, prefix)).toEqual({ DISABLED: 2, ENABLED: 25 });

  await page.goto(`/manage/users?q=${prefix}&per=25&sort=username`);
  await page.getByRole("button", { name: "Disable all 27 that match" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Disable 25 users?");
  await expect(page.getByRole("listitem").filter({ hasText: "Disabled already2" })).toBeVisible();
  await expect(page.getByRole("link", { name: "this list of users" })).toHaveAttribute(
    "href",
    new RegExp(`^/manage/users\\?.*q=${prefix}`),
  );
  await startBecause(page, "All of them");
  await untilFinished(records, jobId(page));
  expect(await statuses(records, prefix)).toEqual({ DISABLED: 27 });
});

test("a job goes on while its page is reloaded, closed and open twice, and can be stopped", async ({
  page,
  openBrowser,
  signIn,
  records,
}) => {
  test.slow();
  const size = 30_000;
  const prefix = await givenLargeCrew(records, size);
  const others = await openBrowser();
  await signIn(page, "ada");
  await signIn(others, "grace");
  const names = Array.from({ length: size }, (_, index) => `${prefix}-${index + 1}`);
  const id = await draftByFile(page, names.join("\n"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Disable 30,000 users?");
  await startBecause(page, "Spring cleaning");
  await expect(page.getByRole("progressbar", { name: "Users done" })).toHaveAttribute("aria-valuemax", `${size}`);
  await others.goto(`/manage/jobs/${id}`);
  const seen = others.getByRole("progressbar", { name: "Users done" });
  const [begun] = [Number(await seen.getAttribute("aria-valuenow"))];
  // The page asks again by itself.
  await expect.poll(async () => Number(await seen.getAttribute("aria-valuenow"))).toBeGreaterThan(begun);
  await page.reload();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText(/^Stopped: /)).toBeVisible();
  await expect(others.getByText(/^Stopped: /)).toBeVisible();

  const { DISABLED = 0, ENABLED = 0 } = await statuses(records, prefix);
  expect(await job(records, id)).toMatchObject({ status: "STOPPED", changed: DISABLED });
  expect(DISABLED + ENABLED).toBe(size);
  expect(DISABLED).toBeGreaterThan(0);
  expect(ENABLED).toBeGreaterThan(0);
  await expect(page.getByRole("link", { name: /^Not reached/ })).toBeVisible();
  await records.query("DELETE FROM users WHERE username_key LIKE $1 || '-%'", [prefix]);
});

test("the result as a file has a row for each user, and nothing that a spreadsheet would run", async ({
  page,
  signIn,
  records,
}) => {
  const { names } = await givenCrew(records, 2);
  const formula = `=cmd|'/c calc'!A1-${names[0]}`;
  await signIn(page, "ada");
  const id = await draftByNames(page, [...names, formula], "Disable");
  await startBecause(page, "For the file");
  await untilFinished(records, id);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toMatch(/^job-\d+\.csv$/);
  const lines = (await readFile(await file.path(), "utf8"))
    .replace(/^\uFEFF/, "")
    .trim()
    .split("\r\n");
  expect(lines[0]).toBe("Username,Outcome,Why,Line");
  expect(lines.slice(1).toSorted()).toEqual(
    [
      // Only names of a file have a line.
      ...names.map((name) => `${name},Disabled,,`),
      `"'${formula}",Skipped,Nobody has this username,`,
    ].toSorted(),
  );
});

test("a draft can be discarded, and is gone then", async ({ page, signIn, records, expectBrowserError }) => {
  const { prefix, names } = await givenCrew(records, 1);
  await signIn(page, "ada");
  const id = await draftByNames(page, names, "Disable");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page).toHaveURL("/manage/jobs");
  expect(await job(records, id)).toBeUndefined();
  expect(await statuses(records, prefix)).toEqual({ ENABLED: 1 });
  expectBrowserError("status of 404");
  expect((await page.goto(`/manage/jobs/${id}`))?.status()).toBe(404);
});

test("sam sees jobs and can do nothing to them; linus sees none", async ({ page, openBrowser, signIn, records }) => {
  const { names } = await givenCrew(records, 1);
  const [his, linus] = [await openBrowser(), await openBrowser()];
  await signIn(page, "ada");
  await signIn(his, "sam");
  await signIn(linus, "linus");
  const id = await draftByNames(page, names, "Disable");
  // A draft is nobody's matter but hers who reviews it.
  expect((await his.request.get(`/manage/jobs/${id}`)).status()).toBe(404);
  await his.goto("/manage/jobs");
  await expect(his.locator("main form")).toHaveCount(0);
  await expect(his.getByRole("link", { name: "Change users by file" })).toHaveCount(0);
  await his.goto("/manage/jobs/from-file");
  await expect(his.getByText(en.words.refusals.not_permitted)).toBeVisible();
  await expect(his.locator("main form")).toHaveCount(0);
  await startBecause(page, "For sam to see");
  await untilFinished(records, id);
  await his.goto(`/manage/jobs/${id}`);
  await expect(his.getByText("Finished: 1 user is disabled.")).toBeVisible();
  await expect(his.locator("main form")).toHaveCount(0);
  for (const path of ["/manage/jobs", `/manage/jobs/${id}`, `/manage/jobs/${id}/result.csv`]) {
    expect((await linus.request.get(path)).status(), path).toBe(404);
  }
  await his.goto(`/manage/users/${names[0] ?? ""}`);
  await expect(his.getByText("Nothing is scheduled.")).toBeVisible();
  await expect(his.getByRole("button", { name: "Schedule" })).toHaveCount(0);
});

test("everything goes without scripts, and nothing is wider than 320 px", async ({ openBrowser, signIn, records }) => {
  const plain = await openBrowser({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
  const { prefix, names } = await givenCrew(records, 2);
  await signIn(plain, "ada");
  const id = await draftByNames(plain, [...names, "w".repeat(128)], "Disable");
  await expectNoSidewaysScrolling(plain);
  await plain.getByRole("link", { name: "Skipped (1)" }).click();
  await expectNoSidewaysScrolling(plain);
  await startBecause(plain, "");
  await expect(plain.getByRole("link", { name: "Enter a reason." })).toBeVisible();
  await startBecause(plain, "Without scripts");
  await untilFinished(records, id);
  // Nobody has to ask for the page again: it does so by itself.
  await expect(plain.getByText("Finished: 2 users are disabled.")).toBeVisible();
  expect(await statuses(records, prefix)).toEqual({ DISABLED: 2 });
  await expectNoSidewaysScrolling(plain);
  await plain.goto("/manage/jobs");
  await expectNoSidewaysScrolling(plain);
  await plain.goto(`/manage/users/${names[0] ?? ""}`);
  await expectNoSidewaysScrolling(plain);
});

test("the pages of jobs and schedules are accessible", async ({ page, signIn, records }) => {
  test.slow();
  const { names } = await givenCrew(records, 1);
  await signIn(page, "ada");
  await page.goto("/manage/jobs/from-file");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Review" }).click();
  await expect(page.getByRole("link", { name: "Paste usernames, or choose a file that has some." })).toBeVisible();
  await expectAccessible(page);
  const id = await draftByNames(page, [...names, "nobody-at-all"], "Disable");
  await expectAccessible(page);
  await records.query("BEGIN");
  // The job waits for whoever holds its user.
  await records.query("SELECT id FROM users WHERE username_key = ANY ($1) FOR UPDATE", [names]);
  await startBecause(page, "To look at it");
  await expect(page.getByRole("progressbar", { name: "Users done" })).toBeVisible();
  await expectAccessible(page);
  await records.query("COMMIT");
  await untilFinished(records, id);
  await expect(page.getByText("Finished: 1 user is disabled.")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/manage/jobs");
  await expectAccessible(page);
  await page.goto(`/manage/users/${names[0] ?? ""}`);
  await expectAccessible(page);
});
