/** What every browser test of single sign-on has at hand: a provider of its worker's own, and a console that knows it. */
import type { Page } from "@playwright/test";
import { startConsoleServer } from "./console-server";
import { expect, test as base } from "./fixtures";
import { IdentityProvider } from "./identity-provider";

export { expect, expectAccessible } from "./fixtures";

type TestFixtures = {
  /** As it should be when a test begins. */
  provider: IdentityProvider;
  /** Says at the provider who one is, by the external id. */
  vouch: (page: Page, externalId: string | null) => Promise<void>;
  /** From the sign-in page to the provider and back. */
  signInByPlatform: (page: Page, externalId: string | null) => Promise<void>;
  /** The same up to the address that the provider sends the browser back to, where nobody has been yet. */
  beginByProgram: (page: Page, externalId: string | null, from?: string) => Promise<string>;
  /** The lines that the console prints from here on. */
  printedSince: () => string[];
};

type WorkerFixtures = {
  /** For a console that is set up in another way. */
  furtherSettings: Record<string, string>;
  workersProvider: IdentityProvider;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  furtherSettings: [{}, { option: true, scope: "worker" }],
  workersProvider: [
    async ({}, use) => {
      const provider = await IdentityProvider.start();
      await use(provider);
      await provider.stop();
    },
    { scope: "worker" },
  ],
  server: [
    async ({ workersProvider, furtherSettings }, use) => {
      const server = await startConsoleServer({ ...workersProvider.settings, ...furtherSettings });
      await workersProvider.register(furtherSettings["LATCHKEY_URL"] ?? server.url);
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  provider: async ({ workersProvider }, use) => {
    workersProvider.calm();
    await use(workersProvider);
  },
  vouch: async ({ provider: _ }, use) => use(vouch),
  signInByPlatform: async ({ provider: _ }, use) =>
    use(async (page, externalId) => {
      await page.goto("/sign-in");
      await page.getByRole("link", { name: "Continue with Harbour ID" }).click();
      await vouch(page, externalId);
    }),
  beginByProgram: async ({ provider }, use) =>
    use((page, externalId, from = "/") => beginByProgram(page, provider.issuer, externalId, from)),
  printedSince: async ({ server }, use) => {
    const before = server.printed().length;
    await use(() => server.printed().slice(before).split("\n").filter(Boolean));
  },
});

async function vouch(page: Page, externalId: string | null): Promise<void> {
  await expect(page.getByRole("heading", { name: "Harbour ID" })).toBeVisible();
  await page.getByLabel("Account").fill(externalId ?? "");
  await page.getByRole("button", { name: "Sign in at Harbour ID" }).click();
}

async function beginByProgram(
  { request }: Page,
  issuer: string,
  externalId: string | null,
  from: string,
): Promise<string> {
  const once = { maxRedirects: 0 };
  let answer = await request.get(`/sign-in/platform?from=${encodeURIComponent(from)}`, once);
  for (;;) {
    const address = new URL(answer.headers()["location"] ?? "", issuer);
    if (address.pathname === "/api/auth/callback/oidc") return address.href;
    answer = address.pathname.startsWith("/interaction/")
      ? await request.post(address.href, { ...once, form: { account: externalId ?? "" } })
      : await request.get(address.href, once);
    expect(answer.status(), `the way to ${address.pathname}`).toBe(303);
  }
}
