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
};

type WorkerFixtures = { workersProvider: IdentityProvider };

export const test = base.extend<TestFixtures, WorkerFixtures>({
  workersProvider: [
    async ({}, use) => {
      const provider = await IdentityProvider.start();
      await use(provider);
      await provider.stop();
    },
    { scope: "worker" },
  ],
  server: [
    async ({ workersProvider }, use) => {
      const server = await startConsoleServer(workersProvider.settings);
      await workersProvider.register(server.url);
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  provider: async ({ workersProvider }, use) => {
    workersProvider.calm();
    await use(workersProvider);
  },
  vouch: async ({}, use) => use(vouch),
  signInByPlatform: async ({ provider: _ }, use) =>
    use(async (page, externalId) => {
      await page.goto("/sign-in");
      await page.getByRole("link", { name: "Continue with Harbour ID" }).click();
      await vouch(page, externalId);
    }),
});

async function vouch(page: Page, externalId: string | null): Promise<void> {
  await expect(page.getByRole("heading", { name: "Harbour ID" })).toBeVisible();
  await page.getByLabel("Account").fill(externalId ?? "");
  await page.getByRole("button", { name: "Sign in at Harbour ID" }).click();
}
