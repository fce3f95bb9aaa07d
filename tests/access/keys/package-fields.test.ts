/** What may stand in the fields of applications, packages and plans. */
import { describe, expect, test } from "vitest";
import {
  applicationNameField,
  packageNameField,
  planNameField,
  quotaField,
  throttleField,
} from "@/access/keys/package-fields";
import { keyName, makePackageKey, shownParts } from "@/access/keys/package-key-format";

const names = [
  ["application", applicationNameField, "Enter a name for the application."],
  ["package", packageNameField, "Enter a name for the package."],
  ["plan", planNameField, "Enter a name for the plan."],
] as const;

describe.each(names)("the name of a %s", (_what, field, missing) => {
  test.each(["Harbour Map", "Карта 2", "地図 <b>&amp;", "x".repeat(100), "' OR 1=1 --", "a/b?c#d%"])(
    "may be %j",
    (text) => {
      expect(field.parse(text)).toBe(text);
      expect(field.parse(` ${text}\t`)).toBe(text);
    },
  );

  test.each(["", "   ", "\n"])("must be there: %j", (text) => {
    expect(field.safeParse(text).error?.issues[0]?.message).toBe(missing);
  });

  test.each(["\u200b", "\u3164", "\u2800", "\u0301", " \u00a0 \u2060"])("has something to see: %j", (text) => {
    expect(field.safeParse(text).success).toBe(false);
  });

  test.each(["Gold\u200b", "Go\u00adld", "Go\u200dld", "Gold\ufe0f", "Harbour\u00a0Map"])(
    "looks like no other one: %j",
    (text) => {
      expect(field.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([
        expect.stringMatching(/ has a character that can't be shown\.$/),
      ]);
    },
  );

  test("is no package key, and has none in it", () => {
    const key = makePackageKey("live");
    for (const text of [key, `Key ${key}`, `x${key}`]) {
      const messages = field.safeParse(text).error?.issues.map(({ message }) => message);
      expect(messages).toEqual([expect.stringMatching(/ name can't have a package key in it\.$/)]);
      expect(messages?.join()).not.toContain(key);
    }
    const name = keyName(shownParts(key));
    expect(field.parse(name)).toBe(name);
  });

  test.each(["x".repeat(101), "a\0b", "a\nb", "a\u202eb", "\ud800", "a\ufeffb", undefined, null, 7, ["a"]])(
    "can't be %j",
    (value) => {
      expect(field.safeParse(value).error?.issues[0]?.message).toMatch(/^[A-Z].+\.$/);
    },
  );
});

describe.each([
  ["throttle", throttleField, 1_000_000],
  ["quota", quotaField, 1_000_000_000],
] as const)("a %s", (_what, field, maximum) => {
  test("is a whole number, or empty for no limit", () => {
    expect(["", "  ", "1", " 50 ", "007", String(maximum)].map((text) => field.parse(text))).toEqual([
      ...[null, null, 1, 50, 7, maximum],
    ]);
  });

  const wrong = ["0", "-1", "1.5", "1e3", "1,000", "１２", "0x10", "NaN", "Infinity", "9".repeat(400), "\0", "many"];

  test.each([...wrong, String(maximum + 1), undefined, null, 7])("can't be %j", (value) => {
    const most = maximum.toLocaleString("en");
    expect(field.safeParse(value).error?.issues[0]?.message).toMatch(
      new RegExp(`^\\w+ must be a whole number from 1 to ${most}, or empty for no limit\\.$`),
    );
  });
});
