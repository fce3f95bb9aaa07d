/** Takes the pictures of the docs: `npm run screenshots`. No test, so the tests' own configuration does not find it. */
import base from "@/playwright.config";
import { defineConfig } from "@playwright/test";

export default defineConfig(base, {
  testDir: ".",
  testMatch: "pictures.ts",
  globalSetup: "../browser/global-setup.ts",
  outputDir: "../../test-results",
  workers: 1,
  timeout: 600_000,
  use: { actionTimeout: 20_000 },
});
