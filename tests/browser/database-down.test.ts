/** While the database is out of reach nothing pretends to be something else, and everything can be read. */
import type { Page } from "@playwright/test";
import { dropDatabase } from "@/tests/server";
import { type ConsoleServer, startConsoleServer } from "./console-server";
import { expect, expectAccessible, test as base } from "./fixtures";
import { expectNothingInline, expectSecured } from "./security-headers";

/** A console whose database went away after it had started. */
const test = base.extend<{ broken: ConsoleServer; plain: Page }>({
  broken: async ({}, use) => {
    const server = await startConsoleServer();
    await dropDatabase(server.databaseUrl);
    await use(server);
    await server.stop();
  },
  baseURL: ({ broken }, use) => use(broken.url),
  plain: ({ openBrowser }, use) => openBrowser({ javaScriptEnabled: false }).then(use),
});

const COOKIE = "latchkey-session";

test("a page that failed can be read without scripts", async ({ plain, broken, expectBrowserError }) => {
  expectBrowserError("status of 500");
  await plain.context().addCookies([{ name: COOKIE, value: "a".repeat(43), url: broken.url }]);
  for (const path of ["/account", "/manage/users", "/sign-in"]) {
    const answer = await plain.goto(path);
    expect(answer?.status(), path).toBe(500);
    if (answer) expectNothingInline(await answer.text(), expectSecured(answer, path), path);
    await expect(plain.getByRole("heading", { level: 1, name: "Something went wrong" })).toBeAttached();
    await expect(plain.getByText("Load the page again in a minute.")).toBeVisible();
    await expect(plain).toHaveTitle("Something went wrong · Latchkey");
  }
});

test("and with scripts, which have nothing to add", async ({ page, broken, expectBrowserError }) => {
  expectBrowserError("status of 500");
  await page.context().addCookies([{ name: COOKIE, value: "a".repeat(43), url: broken.url }]);
  expect((await page.goto("/account"))?.status()).toBe(500);
  await expect(page.getByText("Load the page again in a minute.")).toBeVisible();
  await expectAccessible(page);
});

test("nobody is told that the password was wrong", async ({ page, plain, broken, password, expectBrowserError }) => {
  expectBrowserError("status of 500");
  // React's number for an error of the server whose text it does not tell.
  expectBrowserError("React error #441");
  await plain.goto("/sign-in");
  await plain.getByLabel("Username").fill("ada");
  await plain.getByLabel("Password", { exact: true }).fill(password);
  await plain.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(plain.getByRole("heading", { level: 1, name: "Something went wrong" })).toBeAttached();
  await expect(plain.getByText("Load the page again in a minute.")).toBeVisible();

  await page.goto("/sign-in");
  await page.getByLabel("Username").fill("ada");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Something went wrong" })).toBeAttached();

  const { csrfToken } = (await (await page.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { csrfToken, username: "ada\n[admin] forged", password };
  const told = await page.request.post("/api/auth/callback/credentials", { form, maxRedirects: 0 });
  expect(told.headers()["location"]).toBe(`${broken.url}/api/auth/error?error=unavailable`);
  await page.goto("/api/auth/error?error=unavailable");
  await expect(page.getByText("Signing in is not possible at the moment. Try again in a minute.")).toBeVisible();

  const lines = broken.printed().split("\n");
  expect(lines.filter((line) => line.startsWith("Sign-in failed: "))).toHaveLength(3);
  expect(lines.filter((line) => line.startsWith("[admin]"))).toEqual([]);
});
