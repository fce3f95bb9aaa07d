/** docs/security.md names what is there: an item once, and files that exist. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const rows = readFileSync(join(root, "docs/security.md"), "utf8").matchAll(/^\| (\d+\.\d+\.\d+) +\| ([12]) +\|(.*)$/gm);
const items = [...rows].map(([, item = "", , rest = ""]) => ({
  item,
  files: [...rest.matchAll(/`([\w./[\]@-]+\.\w+)`/g)],
}));

it("has every item once", () => {
  expect(items.length).toBeGreaterThan(150);
  expect(new Set(items.map(({ item }) => item)).size).toBe(items.length);
});

it("names no file that is not there", () => {
  const named = items.flatMap(({ item, files }) => files.map(([, file = ""]) => `${item} ${file}`));
  expect(named.length).toBeGreaterThan(items.length);
  expect(named.filter((line) => !existsSync(join(root, line.split(" ")[1] ?? "")))).toEqual([]);
});
