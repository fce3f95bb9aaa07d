/** What somebody sees who waits before a terminal. */
import { expect, it } from "vitest";
import { progressLine } from "@/scripts/terminal/progress";

it("counts the seconds while nothing else is known", () => {
  expect(progressLine("Starting", { done: 0, total: 0 }, 1_234)).toMatch(/^ {2}Starting … +1\.2 s$/);
});

it("shows a bar with counts, and the time left once something is done", () => {
  const bar = (filled: number): string => "━".repeat(filled) + "╌".repeat(20 - filled);
  const line = (done: number): string => progressLine("Adding users", { done, total: 1_000_000 }, 40_000);
  expect(line(0)).toBe(`  Adding users           ${bar(0)} 0 of 1,000,000`);
  expect(line(250_000)).toBe(`  Adding users           ${bar(5)} 250,000 of 1,000,000  2 min 0 s left`);
  expect(line(800_000)).toBe(`  Adding users           ${bar(16)} 800,000 of 1,000,000  10 s left`);
  expect(line(1_000_000)).toBe(`  Adding users           ${bar(20)} 1,000,000 of 1,000,000  0 s left`);
});
