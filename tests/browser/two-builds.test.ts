/** Two builds of the same sources are one console, and a page that was open during an upgrade loses nothing. */
import { expect, type Page } from "@playwright/test";
import { findProgram, type Gateway } from "@/tests/gateways/gateway";
import { freePorts } from "@/tests/server";
import { type Checkout, givenCheckout, givenOtherBuild, startNginx } from "./checkouts";
import { type ConsoleServer, startConsoleServer } from "./console-server";
import { test as base } from "./fixtures";

/** Who listens behind nginx: both of our builds, or one of other sources. */
type Behind = { readonly url: string; readonly ours: () => Promise<void>; readonly other: () => Promise<void> };

const test = base.extend<object, { behind: Behind }>({
  server: [({ behind }, use) => use({ url: behind.url } as ConsoleServer), { scope: "worker" }],
  behind: [
    async ({}, use) => {
      const { PORT } = await freePorts();
      const url = `http://localhost:${PORT}`;
      const checkouts: Checkout[] = [givenCheckout(), givenOtherBuild()];
      const secret = "a secret of the installation, which is as long as one has to be";
      const shared = { LATCHKEY_URL: url, NEXTAUTH_SECRET: secret, LATCHKEY_TRUSTED_PROXIES: "1" };
      const first = await startConsoleServer(shared);
      const alike = { ...shared, DATABASE_URL: first.databaseUrl };
      const [second, third] = await Promise.all(checkouts.map(({ folder }) => startConsoleServer(alike, folder)));
      if (!second || !third) throw new Error("There are two checkouts.");
      let nginx: Gateway | undefined;
      const lead = async (...consoles: ConsoleServer[]): Promise<void> => {
        await nginx?.stop();
        nginx = await startNginx(
          Number(PORT),
          consoles.map((console) => console.url.replace("localhost", "127.0.0.1")),
        );
      };
      await use({ url, ours: () => lead(first, second), other: () => lead(third) });
      await nginx?.stop();
      for (const console of [second, third, first]) await console.stop();
      for (const { remove } of checkouts) remove();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

test.skip(findProgram("nginx") === undefined, "nginx is not installed");
test.describe.configure({ mode: "default", timeout: 90_000 });

test.beforeEach(({ behind }) => behind.ours());

const UPGRADED = "The console was upgraded while this page was open";
const WORD = "Zq7-kolibri-plum-anchor";

async function fillNewUser(page: Page, username: string): Promise<void> {
  await page.goto("/manage/new-user");
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Email").fill(`${username}@example.com`);
  await page.getByLabel("Display Name").fill(`<b>"${username}"</b>`);
  await page.getByLabel("Password (optional)").fill(WORD);
}

async function submitNewUser(page: Page, username: string): Promise<void> {
  await page.getByRole("button", { name: "Create user" }).click();
  await page.waitForURL(`**/manage/users/${username}**`);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without scripts";

  test(`forms are answered by either of two builds of the same sources, ${how}`, async ({ openBrowser, signIn }) => {
    const page = await openBrowser({ javaScriptEnabled });
    await signIn(page, "ada");
    // nginx asks one after the other, so that each page is of one console and each of its forms goes to the other, or not.
    for (const turn of [1, 2, 3, 4]) {
      const username = `alike-${javaScriptEnabled ? "s" : "p"}-${turn}`;
      await fillNewUser(page, username);
      if (turn > 2) await page.request.get("/api/health");
      await submitNewUser(page, username);
    }
  });

  test(`what was typed before an upgrade is there after it and is sent again, ${how}`, async ({
    openBrowser,
    signIn,
    behind,
    expectBrowserError,
  }) => {
    for (const status of ["404", "409"]) expectBrowserError(status);
    const page = await openBrowser({ javaScriptEnabled });
    await signIn(page, "ada");
    const username = `typed-${javaScriptEnabled ? "s" : "p"}`;
    await fillNewUser(page, username);
    await behind.other();
    const answered = page.waitForResponse((one) => one.status() === 409 && one.request().isNavigationRequest());
    await page.getByRole("button", { name: "Create user" }).click();
    const answer = await answered;
    expect(answer.headers()["content-type"]).toContain("text/html");
    await expect(page.getByRole("complementary", { name: UPGRADED })).toBeVisible();
    await expect(page.getByLabel("Username")).toHaveValue(username);
    await expect(page.getByLabel("Email")).toHaveValue(`${username}@example.com`);
    await expect(page.getByLabel("Display Name")).toHaveValue(`<b>"${username}"</b>`);
    await expect(page.getByLabel("Password (optional)")).toHaveValue("");
    expect(await page.content()).not.toContain(WORD);
    // Nothing was done, and now it is.
    expect((await page.request.get(`/manage/users/${username}`)).status()).toBe(404);
    await page.getByLabel("Password (optional)").fill(WORD);
    await submitNewUser(page, username);
    await expect(page.getByText(UPGRADED)).toHaveCount(0);
  });

  test(`a sign-in that was begun before an upgrade goes on after it, ${how}`, async ({
    openBrowser,
    behind,
    password,
    expectBrowserError,
  }) => {
    for (const status of ["404", "409"]) expectBrowserError(status);
    const page = await openBrowser({ javaScriptEnabled, locale: "de-DE" });
    await page.goto("/sign-in");
    await page.getByLabel("Benutzername").fill("ada");
    await page.getByLabel("Passwort", { exact: true }).fill(password);
    await behind.other();
    await page.getByRole("button", { name: "Anmelden", exact: true }).click();
    await expect(page.getByText("Die Konsole wurde aktualisiert, während diese Seite offen war")).toBeVisible();
    await expect(page.getByLabel("Benutzername")).toHaveValue("ada");
    await expect(page.getByLabel("Passwort", { exact: true })).toHaveValue("");
    expect(await page.content()).not.toContain(password);
    await page.getByLabel("Passwort", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Anmelden", exact: true }).click();
    await page.waitForURL((url) => url.pathname !== "/sign-in");
  });
}

test("another site has nothing shown on our pages", async ({ openBrowser, behind }) => {
  await behind.other();
  const { request } = await openBrowser();
  const multipart = { [`$ACTION_ID_40${"0".repeat(40)}`]: "", username: "from elsewhere" };
  const foreign = await request.post("/sign-in", { multipart, headers: { origin: "https://evil.example" } });
  expect([foreign.status(), (await foreign.text()).includes("from elsewhere")]).toEqual([403, false]);
  const ours = await request.post("/sign-in", { multipart, headers: { origin: behind.url } });
  expect([ours.status(), (await ours.text()).includes("from elsewhere")]).toEqual([409, true]);
});
