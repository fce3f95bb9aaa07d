/** Settings > Platform: an administrator gets the identity platform connected, and sees what fails and why. */
import { randomUUID } from "node:crypto";
import { en } from "@/text/en";
import { expect, test } from "./fixtures";
import { fieldsOf, post, textOf, withValues } from "./forms";
import {
  call,
  emptyPlatform,
  expectDone,
  givenTokens,
  NEW_RECEIVER,
  NEW_TOKEN,
  newToken,
  PLATFORM,
} from "./platform-scene";

test.beforeEach(({ records }) => emptyPlatform(records));

test("ada creates a token, which is shown once and opens the door for the platform", async ({
  page,
  signIn,
  server,
  records,
}) => {
  await signIn(page, "ada");
  await page.getByRole("link", { name: "Platform", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Identity Platform");
  await expect(page.getByText(`${server.url}/scim/v2`, { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy Base URL" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "No tokens yet" })).toBeVisible();
  await expect(page.getByText(/^Paste the base URL and a token into the provisioning settings/)).toBeVisible();

  await page.getByRole("link", { name: "New Token" }).click();
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("link", { name: /^Enter a label/ })).toBeVisible();
  await page.getByLabel("Label").fill("Okta production");
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByText("Token Okta production is created.")).toBeVisible();
  const token = await page.locator("main code", { hasText: "lk_scim_" }).innerText();
  expect((await call(server, token)).status).toBe(200);

  await page.getByRole("link", { name: "Done" }).click();
  await expectDone(page, "Token Okta production is created.");
  const row = page.getByRole("row").filter({ hasText: `…${token.slice(-4)}` });
  for (const word of ["Okta production", "In use", "ada"]) await expect(row).toContainText(word);
  await expect(row).not.toContainText("Never");
  const listed = page.getByRole("row").filter({ hasText: "GET /Users" });
  for (const word of ["200 OK", "Okta production"]) await expect(listed).toContainText(word);

  expect(await page.content()).not.toContain(token);
  await page.goBack();
  await page.reload();
  await expect(page.getByLabel("Label")).toBeVisible();
  expect(await page.content()).not.toContain(token);
  const stored = await records.query("SELECT FROM platform_tokens t WHERE t::text LIKE '%' || $1 || '%'", [token]);
  expect(stored).toEqual([]);
});

test("while two tokens are in use none is offered, and a form from before makes none", async ({
  page,
  openBrowser,
  signIn,
  records,
}) => {
  const early = await openBrowser({ javaScriptEnabled: false });
  await signIn(early, "ada");
  await early.goto(NEW_TOKEN);
  const fields = withValues(await fieldsOf(early.locator("main form")), { label: "The third" });
  await givenTokens(records, "Okta production", "Okta next");
  const before = await records.query("SELECT * FROM platform_tokens ORDER BY id");

  await signIn(page, "ada");
  await page.goto(PLATFORM);
  await expect(page.getByText(en.words.refusals.too_many_platform_tokens)).toBeVisible();
  await expect(page.getByRole("link", { name: "New Token" })).toHaveCount(0);
  await page.goto(NEW_TOKEN);
  await expect(page.getByRole("heading", { name: "Two tokens are in use already" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Create token" })).toHaveCount(0);

  const [last] = await records.query("SELECT max(id) AS id FROM audit_entries");
  const answer = await post(early, early.url(), fields);
  expect(await textOf(answer)).toContain(en.words.refusals.too_many_platform_tokens);
  expect(await records.query("SELECT * FROM platform_tokens ORDER BY id")).toEqual(before);
  const told = await records.query("SELECT event, outcome, refusal FROM audit_entries WHERE id > $1", [last?.["id"]]);
  expect(told).toEqual([{ event: "platform-token.created", outcome: "REFUSED", refusal: "too_many_platform_tokens" }]);
});

test("ada revokes a token: the platform's calls with it are refused, and the page says so", async ({
  page,
  signIn,
  server,
}) => {
  test.slow();
  await signIn(page, "ada");
  const token = await newToken(page, "Okta production");
  await page.goto(PLATFORM);
  await page.getByRole("link", { name: "Revoke Okta production" }).click();
  const dialog = page.getByRole("dialog", { name: "Revoke Okta production?" });
  await expect(dialog).toContainText("The identity platform's calls with it are refused from then on.");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: "Revoke Okta production" })).toBeFocused();
  expect((await call(server, token)).status).toBe(200);
  await page.getByRole("link", { name: "Revoke Okta production" }).click();
  await dialog.getByRole("button", { name: "Revoke token" }).click();
  await expectDone(page, "Token Okta production is revoked.");
  await expect(page.getByRole("heading", { name: "No tokens yet" })).toBeVisible();
  await page.getByText("Revoked: 1").click();
  await expect(page.getByRole("row").filter({ hasText: `…${token.slice(-4)}` })).toContainText("Revoked");

  // Calls without a good token are noted once in ten seconds.
  await expect(async () => {
    expect((await call(server, token)).status).toBe(401);
    await page.goto(PLATFORM);
    await expect(page.getByRole("row").filter({ hasText: "401 Unauthorized" })).toContainText("None that is in use", {
      timeout: 500,
    });
  }).toPass({ timeout: 20_000 });
});

test("the last calls say what failed and why, and can be cut down to those", async ({
  page,
  signIn,
  server,
  records,
}) => {
  await signIn(page, "ada");
  const token = await newToken(page, "Okta production");
  await page.goto(`${PLATFORM}?calls=failed`);
  await expect(page.getByRole("heading", { name: "No calls failed" })).toBeVisible();

  await call(server, token, `/Users?${new URLSearchParams({ filter: 'userName eq "nobody at all"' })}`);
  await call(server, token, "/Users", { method: "POST", body: "{ this is no JSON" });
  await call(server, token, `/Users/${randomUUID()}`);
  await page.getByRole("link", { name: "Show all calls" }).click();
  await expect(page).toHaveURL(PLATFORM);
  const rows = page.getByRole("table", { name: /^The last/ }).getByRole("row");
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(1)).toContainText("404 Not Found");
  await expect(rows.nth(2)).toContainText("400 Bad Request");
  await expect(rows.nth(3)).toContainText('GET /Users?filter=userName eq "nobody at all"');
  await expect(rows.nth(3)).toContainText("200 OK");
  const [kept] = await records.query("SELECT detail FROM platform_calls WHERE status = 400");
  await expect(rows.nth(2)).toContainText(String(kept?.["detail"]));

  await page.getByRole("link", { name: "Failed only" }).click();
  await expect(page).toHaveURL(`${PLATFORM}?calls=failed`);
  await expect(page.getByRole("link", { name: "Failed only" })).toHaveAttribute("aria-current", "true");
  await expect(rows).toHaveCount(3);
  await expect(page.getByText("200 OK")).toHaveCount(0);
});

test("without single sign-on its page says what to set and what to paste", async ({ page, signIn, server }) => {
  await signIn(page, "ada");
  await page.goto(PLATFORM);
  await page.getByRole("link", { name: "Single Sign-On" }).click();
  await expect(page.getByRole("heading", { name: "Single sign-on is not set up" })).toBeVisible();
  for (const setting of ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME", "OIDC_CLAIM"]) {
    await expect(page.getByText(setting, { exact: true })).toBeVisible();
  }
  await expect(page.getByText(`${server.url}/api/auth/callback/oidc`, { exact: true })).toBeVisible();
  await expect(page.getByText(`${server.url}/sign-in/platform`, { exact: true })).toBeVisible();
});

test("without JavaScript ada does all of it, and a form that is sent again makes no second token", async ({
  openBrowser,
  signIn,
  records,
  server,
}) => {
  const ada = await openBrowser({ javaScriptEnabled: false });
  await signIn(ada, "ada");
  await ada.goto(NEW_TOKEN);
  const fields = withValues(await fieldsOf(ada.locator("main form")), { label: "Okta production" });
  const token = await newToken(ada, "Okta production");
  expect((await call(server, token)).status).toBe(200);
  await ada.getByRole("link", { name: "Done" }).click();
  await expect(ada.getByRole("row").filter({ hasText: `…${token.slice(-4)}` })).toContainText("In use");

  const first = await post(ada, `${server.url}${NEW_TOKEN}`, fields);
  expect(await textOf(first)).toContain("Token Okta production is created.");
  const again = await post(ada, `${server.url}${NEW_TOKEN}`, fields);
  expect(await textOf(again)).toContain(en.words.refusals.sent_before);
  expect(await textOf(again)).not.toContain("lk_scim_");
  expect(await records.query("SELECT FROM platform_tokens")).toHaveLength(2);

  await ada.goto(PLATFORM);
  await ada.getByRole("link", { name: "Revoke Okta production" }).first().click();
  await expect(ada.getByRole("heading", { level: 1 })).toHaveText("Revoke Okta production?");
  await ada.getByRole("button", { name: "Revoke token" }).click();
  await expectDone(ada, "Token Okta production is revoked.");
  await ada.getByRole("link", { name: "Failed only" }).click();
  await expect(ada).toHaveURL(/calls=failed/);

  await ada.goto(NEW_RECEIVER);
  await ada.getByLabel("Label").fill("SIEM");
  await ada.getByLabel("Endpoint").fill("https://siem.example.com/push");
  await ada.getByLabel("Audience").fill("https://siem.example.com");
  await ada.getByRole("button", { name: "Add receiver" }).click();
  await expectDone(ada, "Receiver SIEM is added.");
  await ada.getByRole("link", { name: "Remove SIEM" }).click();
  await ada.getByRole("button", { name: "Remove receiver" }).click();
  await expectDone(ada, "Receiver SIEM is removed.");
});
