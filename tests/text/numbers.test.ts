import { describe, expect, it } from "vitest";
import { LANGUAGES } from "@/text/language";
import { textsIn } from "@/text/texts";

describe.each(LANGUAGES)("numbers in %s", (language) => {
  it.each([0, 7, 999, 1_000, 12_345, 999_999, 1_000_000, 1_234_567_890n, -1_000])("writes %s as Intl does", (value) => {
    expect(textsIn(language).number(value)).toBe(new Intl.NumberFormat(language).format(value));
  });
});
