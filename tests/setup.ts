/** What holds for every unit test: what is printed as an error or a warning fails it, unless the test expects it. */
import { afterEach, beforeEach, expect, vi } from "vitest";

type Level = "error" | "warn";

let printed: { level: Level; text: string }[] = [];

beforeEach(() => {
  printed = [];
  for (const level of ["error", "warn"] as const) {
    vi.spyOn(console, level).mockImplementation((...values: unknown[]) => {
      printed.push({ level, text: values.map(String).join(" ") });
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  const unexpected = printed;
  printed = [];
  expect(unexpected, "printed to the console during the test").toEqual([]);
});

/** For a test whose subject is what gets printed: takes it away and hands it over. */
export function takePrinted(level: Level): string[] {
  const taken = printed.filter((line) => line.level === level).map((line) => line.text);
  printed = printed.filter((line) => line.level !== level);
  return taken;
}
