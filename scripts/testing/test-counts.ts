/** How many tests passed, failed and were skipped, from the reports of the test runners. */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";

const ROOT = join(import.meta.dirname, "../..");

export type Count = { passed: number; failed: number; skipped: number };

export function addCounts(one: Count, other: Count): Count {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

/** The last line of a run. Skipped tests are told only when there are any. */
export function formatCount({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed` + (skipped > 0 ? `, ${skipped} skipped` : "");
}

const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

export function vitestCount(report: string): Count {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = vitestSchema.parse(readReport(report));
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

const skippedSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), ancestorTitles: z.array(z.string()), title: z.string() }),
      ),
    }),
  ),
});

/** What did not run, and why: the file and the outermost title of its skipped tests, each once. */
export function vitestSkipped(report: string): string[] {
  const { testResults } = skippedSchema.parse(readReport(report));
  const lines = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "skipped")
      .map(({ ancestorTitles: [outermost], title }) => `${relative(ROOT, name)}: ${outermost ?? title}`),
  );
  return [...new Set(lines)];
}

const playwrightSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** A test that passed at its second attempt only is no passed test. */
export function playwrightCount(report: string): Count {
  const { expected, unexpected, flaky, skipped } = playwrightSchema.parse(readReport(report)).stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

function readReport(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
