/** What may stand in the fields of applications, packages and plans. */
import { describe, expect, test } from "vitest";
import {
  applicationNameField,
  packageNameField,
  planNameField,
  quotaField,
  throttleField,
} from "@/access/package-fields";

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
