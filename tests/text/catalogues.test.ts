import { describe, expect, it } from "vitest";
import { browserTextsIn } from "@/text/browser-texts";
import { LANGUAGES, type Language } from "@/text/language";
import { textsIn } from "@/text/texts";

/** Names of products and of standards, and words that both languages share. */
const ALIKE: ReadonlySet<string> = new Set([
  "Administrator",
  "Audience",
  "Authorization",
  "Authorization (optional)",
  "Browser",
  "Code",
  "Control Center",
  "Filter",
  "Format",
  "Gate",
  "Gates",
  "Hash",
  "Id",
  "Name",
  "Plan",
  "Position",
  "Region",
  "Status",
  "Token",
  "Website",
]);

const catalogueOf = (language: Language) => ({ ...textsIn(language), browser: browserTextsIn(language) });

type Entry = { readonly path: string; readonly value: unknown };

/** Every string and function, by where it stands. */
function entriesOf(value: unknown, path = ""): Entry[] {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([name, inner]) => entriesOf(inner, path === "" ? name : `${path}.${name}`));
}

describe.each(LANGUAGES.filter((language) => language !== "en"))("the catalogue in %s", (language) => {
  const english = new Map(entriesOf(catalogueOf("en")).map(({ path, value }) => [path, value]));
  const entries = entriesOf(catalogueOf(language));

  it("says all that the English one says, and nothing else", () => {
    expect(entries.map(({ path }) => path).toSorted()).toEqual([...english.keys()].toSorted());
    expect(entries.length).toBeGreaterThan(100);
  });

  it("leaves nothing empty and nothing in English", () => {
    const empty = entries.filter(({ value }) => typeof value === "string" && value.trim() === "");
    const same = entries.filter(
      ({ path, value }) =>
        typeof value === "string" && /\p{L}{2}/u.test(value) && value === english.get(path) && !ALIKE.has(value),
    );
    expect(empty.map(({ path }) => path)).toEqual([]);
    expect(same.map(({ path, value }) => `${path}: ${String(value)}`)).toEqual([]);
  });

  it("never takes more than the English sentence is given", () => {
    const greedy = entries.filter(({ path, value }) => {
      const inEnglish = english.get(path);
      return typeof value === "function" && typeof inEnglish === "function" && value.length > inEnglish.length;
    });
    expect(greedy.map(({ path }) => path)).toEqual([]);
  });
});
