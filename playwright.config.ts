import { defineConfig, devices } from "@playwright/test";
import { browserToLaunch } from "./tests/browser/chromium";

export default defineConfig({
  testDir: "tests/browser",
  testMatch: "**/*.test.ts",
  globalSetup: "./tests/browser/global-setup.ts",
  fullyParallel: true,
  // Each worker runs a console of its own on a database of its own.
  workers: 2,
  forbidOnly: process.env["CI"] !== undefined,
  timeout: 30_000,
  expect: { timeout: 7_000 },
  reporter: [["list"]],
  outputDir: "test-results",
  use: {
    ...devices["Desktop Chrome"],
    launchOptions: await browserToLaunch(),
    contextOptions: { reducedMotion: "reduce" },
    trace: "retain-on-failure",
    locale: "en-GB",
    timezoneId: "UTC",
  },
});
