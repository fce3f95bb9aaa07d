/** The fault tests are a run of their own (`npm run test:faults`): they take minutes, and some take the machine's memory. */
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const root = join(import.meta.dirname, "../..");

export default defineConfig({
  root,
  resolve: { alias: [{ find: /^@\//, replacement: `${root}/` }] },
  test: {
    include: ["tests/faults/*.fault.ts"],
    environment: "node",
    globalSetup: "./tests/faults/global-setup.ts",
    pool: "forks",
    // Each scenario has the machine to itself.
    fileParallelism: false,
    // Whatever has a limit says so; everything else may take its time.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 300_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
  },
});
