import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: [{ find: /^@\//, replacement: `${import.meta.dirname}/` }],
  },
  test: {
    include: ["tests/**/*.test.ts"],
    // Those are Playwright's.
    exclude: ["tests/browser/**"],
    environment: "node",
    globalSetup: "./tests/global-setup.ts",
    // Receivers of the tests are on this machine.
    env: { RECEIVERS_ON_LOOPBACK: "allowed" },
    setupFiles: "./tests/setup.ts",
    // Tests of one file share a database and follow each other; files have databases of their own and run side by side.
    pool: "forks",
    maxWorkers: 2,
    // They end what hangs, and nothing that a busy machine is slow at.
    testTimeout: 40_000,
    hookTimeout: 60_000,
  },
});
