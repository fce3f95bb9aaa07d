/** Users by file: what is read, what is refused with words and kept, and what of it the review page tells. */
import { en } from "@/text/en";
import { expect, test } from "./fixtures";
import { fieldsOf, post, textOf, withValues } from "./forms";
import { draftByFile, givenCrew, job, jobId, startBecause, statuses, untilFinished } from "./job-scene";

const BAD: readonly (readonly [string, string, Buffer, string | RegExp])[] = [
  ["a spreadsheet", "names.xlsx", Buffer.from("504b0304140006000800", "hex"), /^This is no plain text\./],
  ["Latin-1", "names.txt", Buffer.from("göran\n", "latin1"), /^This is no plain text\./],
  ["a million lines", "names.txt", Buffer.from("u\n".repeat(1_000_000)), /^This list has more than 100,000 usernames/],
  ["a table without a heading", "names.csv", Buffer.from("Jane,linus\nRick,dora\n"), /^This looks like a table/],
  [
    "an open quotation mark",
    "names.csv",
    Buffer.from('Username,Name\nlinus,"J\n'),
    /^In the row on line 2 a quotation/,
  ],
];

test("bad files are refused in words, and what was typed is kept", async ({ openBrowser, signIn, records }) => {
  test.slow();
  const plain = await openBrowser({ javaScriptEnabled: false });
  await signIn(plain, "ada");
  const before = await records.query("SELECT count(*) FROM jobs");
  await plain.goto("/manage/jobs/from-file");
  await plain.getByRole("radio", { name: "Enable them" }).check();
  await plain.getByRole("button", { name: "Review" }).click();
  await expect(plain.getByRole("link", { name: /^Paste usernames, or choose a file/ })).toBeVisible();
  await expect(plain.getByRole("radio", { name: "Enable them" })).toBeChecked();
  for (const [what, name, buffer, sentence] of BAD) {
    await plain.getByLabel("Or a file").setInputFiles({ name, mimeType: "text/plain", buffer });
    await plain.getByRole("button", { name: "Review" }).click();
    await expect(plain.getByRole("link", { name: sentence }), what).toBeVisible();
    await expect(plain.getByRole("radio", { name: "Enable them" })).toBeChecked();
  }
  const long = Array.from({ length: 2_000 }, (_, index) => `somebody-${index}`).join("\n");
  await plain.getByLabel("Usernames", { exact: true }).fill(`${long}\n${"x".repeat(129)}`);
  await plain.getByRole("button", { name: "Review" }).click();
  await expect(plain.getByRole("link", { name: "Line 2,001 is longer than any username." })).toBeVisible();
  await expect(plain.getByLabel("Usernames", { exact: true })).toHaveValue(`${long}\n${"x".repeat(129)}`);
  expect(await records.query("SELECT count(*) FROM jobs")).toEqual(before);
});

test("a file that is too large is given back before it is sent, and refused where it is sent all the same", async ({
  page,
  signIn,
}) => {
  await signIn(page, "ada");
  await page.goto("/manage/jobs/from-file");
  const huge = { name: "names.txt", mimeType: "text/plain", buffer: Buffer.alloc(5 * 1024 * 1024, "u\n") };
  await page.getByLabel("Or a file").setInputFiles(huge);
  await expect(page.getByText("This file is larger than 4 MB. Split it into smaller ones.")).toBeVisible();
  await expect(page.getByLabel("Or a file")).toHaveValue("");
  const multipart = { names: "x".repeat(14 * 1024 * 1024) };
  const headers = { origin: new URL(page.url()).origin };
  const answer = await page.request.post("/manage/jobs/from-file", { multipart, headers });
  expect(answer.status()).toBe(413);
  expect(await answer.text()).toContain("larger than 13 MB");
});

test("who was signed out while typing a long list is told so, and has it one page back", async ({
  openBrowser,
  signIn,
  records,
  expectBrowserError,
}) => {
  expectBrowserError("status of 403");
  const anna = await records.newPerson({ username: "anna", roles: ["ADMINISTRATOR"] });
  const list = Array.from({ length: 2_000 }, (_, index) => `somebody-${index}`).join("\n");
  const ended = `UPDATE sessions SET ended_at = now(), "end" = 'ENDED_BY_ADMINISTRATOR' WHERE user_id = (SELECT id FROM users WHERE username = '${anna.username}')`;
  for (const javaScriptEnabled of [false, true]) {
    const page = await openBrowser({ javaScriptEnabled });
    await signIn(page, anna);
    await page.goto("/manage/jobs/from-file");
    await page.getByLabel("Usernames", { exact: true }).fill(list);
    await records.query(ended);
    await page.getByRole("button", { name: "Review" }).click();
    if (javaScriptEnabled) {
      await expect(page).toHaveURL(/\/sign-in\?from=%2Fmanage%2Fjobs%2Ffrom-file$/);
      continue;
    }
    await expect(page.getByRole("heading", { level: 1, name: "You are signed out" })).toBeAttached();
    const link = page.getByRole("link", { name: "Sign in" });
    await expect(link).toHaveAttribute("href", "/sign-in?from=%2Fmanage%2Fjobs%2Ffrom-file");
  }
});

test("a table in UTF-16, with names that stand there twice and some that nobody has", async ({
  page,
  signIn,
  records,
}) => {
  const { prefix, names } = await givenCrew(records, 2);
  await signIn(page, "ada");
  await page.goto("/manage/jobs/from-file");
  const text = [
    "Email;Username",
    ...names.map((name) => `x;${name}`),
    `y;${names[0]?.toUpperCase()}`,
    "z;nobody",
    "alone",
  ];
  const buffer = Buffer.from(`\uFEFF${text.join("\r\n")}`, "utf16le");
  await page.getByLabel("Or a file").setInputFiles({ name: "Leavers.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Review" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Disable 2 users?");
  await expect(page.getByText("5 named in Leavers.csv.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Named before in the same list" })).toBeVisible();
  await page.getByRole("link", { name: "Skipped (3)" }).click();
  await expect(page.getByRole("row").filter({ hasText: "nobody" })).toContainText("Nobody has this username");
  await expect(page.getByRole("row").filter({ hasText: "Line 4:" })).toContainText("Named before in the same list");
  const alone = page.getByRole("row").filter({ hasText: "Line 6: alone" });
  await expect(alone).toContainText("A row with more or fewer cells than the heading");
  expect(await statuses(records, prefix)).toEqual({ ENABLED: 2 });
});

test("the leaver of a table is reviewed and nobody's manager, whatever stands in the other headings", async ({
  openBrowser,
  signIn,
  records,
}) => {
  const plain = await openBrowser({ javaScriptEnabled: false });
  const { prefix, names } = await givenCrew(records, 2);
  const [leaver = "", manager = ""] = names;
  await signIn(plain, "ada");
  await draftByFile(plain, `"Name (last, first)",Username,Manager\r\n"Doe, Jane",${leaver},${manager}\r\n`);
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText("Disable 1 user?");
  await expect(plain.getByRole("link", { name: leaver })).toBeVisible();
  await expect(plain.getByText(manager)).toHaveCount(0);
  await startBecause(plain, "Left");
  await untilFinished(records, jobId(plain));
  expect(await statuses(records, prefix)).toEqual({ DISABLED: 1, ENABLED: 1 });
  expect(await records.history(leaver)).toHaveLength(1);
  expect(await records.history(manager)).toEqual([]);
});

test("hundred thousand names are read and reviewed", async ({ page, signIn, records }) => {
  test.slow();
  await signIn(page, "ada");
  const text = Array.from({ length: 100_000 }, (_, index) => `nobody-${index}`).join("\n");
  const id = await draftByFile(page, text);
  await expect(page.getByText("None of these 100,000 users would change.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Disable/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page).toHaveURL("/manage/jobs");
  expect(await job(records, id)).toBeUndefined();
});

test("what no page offers does nothing by hand", async ({ openBrowser, signIn, records }) => {
  const [ada, cora, sam, linus, nobody] = [
    await openBrowser({ javaScriptEnabled: false }),
    await openBrowser(),
    await openBrowser(),
    await openBrowser(),
    await openBrowser(),
  ];
  await signIn(ada, "ada");
  await signIn(cora, "cora");
  await signIn(sam, "sam");
  await signIn(linus, "linus");
  const { prefix, names } = await givenCrew(records, 1);
  await ada.goto("/manage/jobs/from-file");
  const upload = { address: ada.url(), fields: await fieldsOf(ada.locator("main form")) };
  const given = withValues(upload.fields, { usernames: names.join("\n") });
  const drafts = await records.query("SELECT id FROM jobs");
  for (const [who, status] of [
    [sam, 200],
    [linus, 404],
    [nobody, 303],
  ] as const) {
    const answer = await post(who, upload.address, given);
    expect(answer.status()).toBe(status);
    if (who === sam) expect(await textOf(answer)).toContain(en.words.refusals.not_permitted);
  }
  const multipart = Object.fromEntries(given.filter(([name]) => name !== "file"));
  const foreign = { multipart, headers: { origin: "https://evil.example" } };
  expect((await ada.request.post(upload.address, foreign)).status()).toBe(403);
  expect(await records.query("SELECT id FROM jobs")).toEqual(drafts);

  await ada.getByLabel("Usernames", { exact: true }).fill(names.join("\n"));
  await ada.getByRole("button", { name: "Review" }).click();
  const id = jobId(ada);
  const decision = withValues(await fieldsOf(ada.locator("main form")), { step: "start", reason: "By hand" });
  for (const who of [cora, sam, linus, nobody]) await post(who, ada.url(), decision);
  for (const values of [{ step: "nonsense" }, { reason: "" }, { id: "nonsense" }, { id: crypto.randomUUID() }]) {
    expect((await post(ada, ada.url(), withValues(decision, values))).status()).toBe(200);
  }
  expect(await job(records, id)).toMatchObject({ status: "DRAFT" });
  expect(await statuses(records, prefix)).toEqual({ ENABLED: 1 });
  expect(await records.history(names[0] ?? "")).toEqual([]);
});
