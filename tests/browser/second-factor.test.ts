/** A second factor: setting it up, signing in with it, losing it, and having to have one. */
import type { Page } from "@playwright/test";
import type { Person } from "@/tests/people";
import { codeOf, wrongCode } from "@/tests/second-factor";
import { testPassword } from "@/tests/server";
import { startConsoleServer } from "./console-server";
import { expect, expectAccessible, test as base } from "./fixtures";

/** A console whose Community Managers must have one. */
const test = base.extend({
  server: [
    async ({}, use) => {
      const server = await startConsoleServer({ SECOND_FACTOR_ROLES: "COMMUNITY_MANAGER" });
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
});

// One console is enough for them.
test.describe.configure({ mode: "default" });
test.beforeEach(() => test.slow());

async function typePassword(page: Page, { username }: Person): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(testPassword());
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

async function typeCode(page: Page, label: string, code: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
}

const PROOF = { app: "Code of your present app", enrolment: "Enrolment code" } as const;

/** From the button to the recovery codes. `enrolmentCode` where a role requires the second factor. */
async function setUp(page: Page, enrolmentCode?: string): Promise<{ secret: string; recoveryCodes: string[] }> {
  await page.getByRole("button", { name: "Set up second factor" }).click();
  await expect(page.getByRole("img", { name: "QR code of the secret" })).toBeVisible();
  const secret = (await page.locator("main code").innerText()).replaceAll(" ", "");
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret));
  if (enrolmentCode !== undefined) await page.getByLabel(PROOF.enrolment, { exact: true }).fill(enrolmentCode);
  await page.getByLabel("Your password").fill(testPassword());
  await page.getByRole("button", { name: "Turn on second factor" }).click();
  await expect(page.getByText("The second factor is on. These are your recovery codes.")).toBeVisible();
  const recoveryCodes = (await page.locator("main code").innerText()).split("\n");
  expect(recoveryCodes).toHaveLength(10);
  return { secret, recoveryCodes };
}

async function cookieNames(page: Page): Promise<string[]> {
  const ours = (await page.context().cookies()).filter(({ name }) => name.startsWith("latchkey-"));
  for (const cookie of ours) expect(cookie).toMatchObject({ httpOnly: true, path: "/" });
  return ours.map(({ name }) => name.replace(/-\d+$/, "")).toSorted();
}

test("linus sets it up, and from then on his password alone opens nothing", async ({ page, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await typePassword(page, linus);
  await page.goto("/account");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Set up second factor" }).click();
  await expect(page).toHaveURL(/\/account\/second-factor/);
  await expectAccessible(page);
  // A form that lacks something says so, and the picture stays the one that was scanned.
  const shown = await page.locator("main code").innerText();
  await page.getByRole("button", { name: "Turn on second factor" }).click();
  await expect(page.getByRole("link", { name: "Enter your password." })).toBeVisible();
  expect(await page.locator("main code").innerText()).toBe(shown);
  await page.goto("/account");
  const { secret, recoveryCodes } = await setUp(page);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your second factor is on." })).toBeVisible();
  for (const path of ["/account", "/account/second-factor"]) {
    const text = await (await page.request.get(path)).text();
    for (const part of [secret, shown, ...recoveryCodes]) expect(text).not.toContain(part);
  }

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await typePassword(page, linus);
  await expect(page).toHaveURL(/\/sign-in\/code\?from=/);
  expect(await cookieNames(page)).toEqual(["latchkey-csrf", "latchkey-device", "latchkey-unfinished"]);
  const field = page.getByLabel("Code", { exact: true });
  await expect(field).toHaveAttribute("autocomplete", "one-time-code");
  await expect(field).toHaveAttribute("inputmode", "numeric");
  await expectAccessible(page);
  for (const path of ["/account", "/account/second-factor", "/account/password"]) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    expect([answer.status(), answer.headers()["location"]], path).toEqual([
      307,
      expect.stringContaining("/sign-in?from="),
    ]);
  }
  await typeCode(page, "Code", wrongCode(secret));
  await expect(page.getByRole("link", { name: /^This code is wrong/ })).toBeVisible();
  await expect(field).toHaveValue("");
  // The code that turned it on was one: the next one counts.
  await typeCode(page, "Code", codeOf(secret, 1));
  await expect(page).toHaveURL("/account");
  expect(await cookieNames(page)).toEqual(["latchkey-csrf", "latchkey-device", "latchkey-session"]);
  const entries = (await records.history(linus.username)).map(({ event, refusal }) => [event, refusal]);
  expect(entries.slice(-2)).toEqual([
    ["sign-in.refused", "wrong_code"],
    ["sign-in.succeeded", null],
  ]);
});

test("without scripts: setting it up, a recovery code, new ones, and turning it off", async ({
  openBrowser,
  records,
}) => {
  const page = await openBrowser({ javaScriptEnabled: false });
  const linus = await records.newPerson({ username: "linus" });
  await typePassword(page, linus);
  await page.goto("/account");
  const { secret, recoveryCodes } = await setUp(page);
  await page.getByRole("link", { name: "Done" }).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await typePassword(page, linus);
  await page.getByRole("link", { name: "Use a recovery code" }).click();
  await typeCode(page, "Recovery code", "not-a-code");
  await expect(page.getByRole("link", { name: /^This code is wrong/ })).toBeVisible();
  await typeCode(page, "Recovery code", recoveryCodes[0] ?? "");
  await expect(page).toHaveURL("/account");
  await expect(page.getByText("Recovery codes left").locator("xpath=following-sibling::dd")).toHaveText("9");

  await page.getByRole("link", { name: "New recovery codes" }).click();
  await page.getByLabel("Your password").fill(testPassword());
  const present = page.getByLabel(PROOF.app, { exact: true });
  await page.getByRole("button", { name: "Make new recovery codes" }).click();
  await expect(page.getByRole("link", { name: "Enter a code of your present app, or a recovery code." })).toBeVisible();
  await page.getByLabel("Your password").fill(testPassword());
  // It has signed linus in, and is used up.
  await present.fill(recoveryCodes[0] ?? "");
  await page.getByRole("button", { name: "Make new recovery codes" }).click();
  await expect(page.getByRole("link", { name: "This code is wrong, was used before, or has expired." })).toBeVisible();
  await expect(present).toHaveValue("");
  await page.getByLabel("Your password").fill(testPassword());
  await present.fill(codeOf(secret, 1));
  await page.getByRole("button", { name: "Make new recovery codes" }).click();
  const renewed = (await page.locator("main code").innerText()).split("\n");
  expect(renewed.filter((code) => recoveryCodes.includes(code))).toEqual([]);
  await page.getByRole("link", { name: "Done" }).click();
  await page.getByRole("link", { name: "Turn off second factor" }).click();
  await page.getByLabel("Your password").fill("not the password");
  await present.fill(renewed[0] ?? "");
  await page.getByRole("button", { name: "Turn off second factor" }).click();
  await expect(page.getByRole("link", { name: "This is not your password." })).toBeVisible();
  await page.getByLabel("Your password").fill(testPassword());
  await present.fill(renewed[0] ?? "");
  await page.getByRole("button", { name: "Turn off second factor" }).click();
  await expect(page.getByRole("status")).toHaveText("Your second factor is off.");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await typePassword(page, linus);
  await expect(page).toHaveURL("/account");
});

test("another app is brought in with a code of the one in use, in the session that shows its secret", async ({
  page,
  openBrowser,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  await typePassword(page, linus);
  const spy = await openBrowser({ javaScriptEnabled: false });
  await typePassword(spy, linus);
  await page.goto("/account");
  await page.getByRole("button", { name: "Set up second factor" }).click();
  const first = (await page.locator("main code").innerText()).replaceAll(" ", "");
  // Another session of his has nothing of it.
  await spy.goto("/account/second-factor");
  await expect(spy.getByText("You need an authenticator app on your phone.", { exact: true })).toBeVisible();
  await expect(spy.locator("main code")).toHaveCount(0);
  await page.goto("/account");
  const { secret } = await setUp(page);
  expect(secret).not.toBe(first);
  await page.goto("/account");
  await page.getByRole("button", { name: "Use another app" }).click();
  await expect(page.getByLabel(PROOF.app, { exact: true })).toBeVisible();
  await expectAccessible(page);
  const other = (await page.locator("main code").innerText()).replaceAll(" ", "");
  const replace = async (code: string): Promise<void> => {
    await page.getByLabel("Code", { exact: true }).fill(codeOf(other));
    await page.getByLabel(PROOF.app, { exact: true }).fill(code);
    await page.getByLabel("Your password").fill(testPassword());
    await page.getByRole("button", { name: "Turn on second factor" }).click();
  };
  await replace(wrongCode(secret));
  await expect(page.getByRole("link", { name: "This code is wrong, was used before, or has expired." })).toBeVisible();
  expect((await page.locator("main code").innerText()).replaceAll(" ", "")).toBe(other);
  // The code that turned it on was one: the next one counts.
  await replace(codeOf(secret, 1));
  await expect(page.getByText("The second factor is on. These are your recovery codes.")).toBeVisible();
});

test("cora, who must have one, reaches nothing until it is on; ada takes it away when she has lost it", async ({
  page,
  openBrowser,
  signIn,
  records,
}) => {
  const cora = await records.newPerson({ username: "cora", roles: ["COMMUNITY_MANAGER"] });
  await typePassword(page, cora);
  await page.goto("/manage/users?q=linus");
  await expect(page.getByText("Your role requires a second factor.")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toHaveCount(0);
  await expectAccessible(page);
  for (const path of [
    "/",
    "/account",
    "/account/profile",
    "/manage/users",
    "/manage/export/users.csv",
    "/manage/audit",
  ]) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    expect([answer.status(), answer.headers()["location"]], path).toEqual([
      307,
      expect.stringContaining("/account/second-factor?from="),
    ]);
  }
  await expect(page.getByText("You also need an enrolment code")).toBeVisible();
  const adas = await openBrowser();
  await signIn(adas, "ada");
  const enrolmentCode = await newEnrolmentCode(adas, cora);
  // It stands in the answer to the form and nowhere else.
  for (const path of [`/manage/users/${cora.username}`, `/manage/users/${cora.username}/history`, "/manage/audit"]) {
    expect(await (await adas.request.get(path)).text()).not.toContain(enrolmentCode);
  }
  await setUp(page, enrolmentCode);
  // And on to where she wanted to be.
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page).toHaveURL("/manage/users?q=linus");
  await page.goto("/account");
  await expect(page.getByText("A role of this account requires a second factor")).toBeVisible();
  await expect(page.getByRole("link", { name: "Turn off second factor" })).toHaveCount(0);

  await adas.goto(`/manage/users/${cora.username}`);
  await expect(adas.getByRole("button", { name: "Create enrolment code" })).toHaveCount(0);
  await adas.getByRole("link", { name: /^Remove second factor/ }).click();
  await expectAccessible(adas);
  await adas.getByRole("button", { name: "Remove second factor" }).click();
  await expect(adas.getByRole("status")).toContainText(
    `${cora.username}'s second factor is removed. 1 open session ended.`,
  );
  await page.goto("/account");
  await expect(page.getByText("Your second factor was changed. Please sign in again.")).toBeVisible();

  // For the next one she needs a code again: the old one does no more, and her password alone does not.
  await typePassword(page, cora);
  await page.getByRole("button", { name: "Set up second factor" }).click();
  const secret = (await page.locator("main code").innerText()).replaceAll(" ", "");
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret));
  await page.getByLabel(PROOF.enrolment, { exact: true }).fill(enrolmentCode);
  await page.getByLabel("Your password").fill(testPassword());
  await page.getByRole("button", { name: "Turn on second factor" }).click();
  await expect(page.getByRole("link", { name: "This code is wrong, was used before, or has expired." })).toBeVisible();
  await page.goto("/account/second-factor");
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret));
  await page.getByLabel(PROOF.enrolment, { exact: true }).fill(await newEnrolmentCode(adas, cora));
  await page.getByLabel("Your password").fill(testPassword());
  await page.getByRole("button", { name: "Turn on second factor" }).click();
  await expect(page.getByText("The second factor is on. These are your recovery codes.")).toBeVisible();
});

async function newEnrolmentCode(admins: Page, { username }: Person): Promise<string> {
  await admins.goto(`/manage/users/${username}`);
  await admins.getByRole("button", { name: "Create enrolment code" }).click();
  await expect(admins.getByText(`This is the enrolment code of ${username}.`)).toBeVisible();
  await expectAccessible(admins);
  const code = await admins.locator("main code").innerText();
  await admins.getByRole("link", { name: "Done" }).click();
  const created = `An enrolment code of ${username} is created.`;
  await expect(admins.getByRole("status").filter({ hasText: created })).toBeVisible();
  return code;
}
