/** The count at the end of `npm test`: it must never call a broken run a good one. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { addCounts, formatCount, playwrightCount, vitestCount, vitestSkipped } from "@/scripts/testing/test-counts";
import { runStep } from "@/scripts/testing/test-steps";

const folder = mkdtempSync(join(tmpdir(), "latchkey-counts-"));
const report = join(folder, "report.json");

afterAll(() => rmSync(folder, { recursive: true }));

let said: string[];

beforeEach(() => {
  said = [];
  vi.spyOn(console, "log").mockImplementation((text: string) => void said.push(text));
});

function given(content: unknown): string {
  writeFileSync(report, JSON.stringify(content));
  return report;
}

const good = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 };

describe("the count", () => {
  test("says nothing of skipped tests when there are none", () => {
    expect(formatCount({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
    expect(formatCount({ passed: 12, failed: 1, skipped: 2 })).toBe("12 passed, 1 failed, 2 skipped");
  });

  test("is a sum", () => {
    const sum = addCounts({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 });
    expect(sum).toEqual({ passed: 11, failed: 22, skipped: 33 });
  });

  test("takes what Vitest reports, and calls tests to do skipped", () => {
    expect(vitestCount(given(good))).toEqual({ passed: 3, failed: 0, skipped: 2 });
  });

  test("takes what Playwright reports, and calls a flaky test failed", () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
    expect(playwrightCount(given({ stats }))).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });
});

describe("what was skipped", () => {
  const file = join(import.meta.dirname, "../gateways/nginx.test.ts");
  const testOf = (status: string, ...titles: string[]): object => ({
    status,
    ancestorTitles: titles,
    title: "a key passes",
  });

  test("is told once, with the file and the outermost title, which says why", () => {
    const assertionResults = [
      testOf("skipped", "nginx is not installed", "a key that works"),
      testOf("skipped", "nginx is not installed"),
      testOf("passed", "nginx"),
    ];
    expect(vitestSkipped(given({ testResults: [{ name: file, assertionResults }] }))).toEqual([
      "tests/gateways/nginx.test.ts: nginx is not installed",
    ]);
  });

  test("is nothing when all tests ran", () => {
    const testResults = [{ name: file, assertionResults: [testOf("passed", "nginx"), testOf("failed", "nginx")] }];
    expect(vitestSkipped(given({ testResults }))).toEqual([]);
  });
});

describe("a step", () => {
  test("without a report counts as one test", async () => {
    const passing = await runStep({ name: "types", commands: [["node", "-e", ""]] });
    expect(passing).toEqual({ passed: 1, failed: 0, skipped: 0 });
  });

  test("that fails shows what it printed, and goes no further", async () => {
    const commands: [string, ...string[]][] = [
      ["node", "-e", "console.log('the cause'); process.exit(3)"],
      ["node", "-e", "console.log('too far')"],
    ];
    expect(await runStep({ name: "lint", commands })).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(said.join("\n")).toContain("the cause");
    expect(said.join("\n")).not.toContain("too far");
  });

  test("whose program is missing has failed", async () => {
    expect((await runStep({ name: "lint", commands: [["no-such-program"]] })).failed).toBe(1);
  });

  test("that ends badly has a failure, also when its report knows of none", async () => {
    const count = await runStep({
      name: "unit",
      commands: [["node", "-e", "process.exit(1)"]],
      count: () => vitestCount(given(good)),
    });
    expect(count).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  test("that leaves no report has failed, also when it says that all is well", async () => {
    const count = await runStep({
      name: "unit",
      commands: [["node", "-e", ""]],
      count: () => vitestCount(join(folder, "missing.json")),
    });
    expect(count).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test("may be work in this very process", async () => {
    expect((await runStep({ name: "build", commands: [() => Promise.resolve()] })).passed).toBe(1);
    expect((await runStep({ name: "build", commands: [() => Promise.reject(new Error("no room"))] })).failed).toBe(1);
    expect(said.join("\n")).toContain("no room");
  });
});
