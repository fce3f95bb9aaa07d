/** What a package key looks like, and how it is told apart from what is none. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  checksum,
  hashPackageKey,
  isPackageKey,
  keyName,
  keyNameIn,
  makePackageKey,
  shownParts,
  withoutKeys,
} from "@/access/keys/package-key-format";

const RANDOM = "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ";
const KEY = `lk_live_${RANDOM}0mLq17`;

describe("the published example", () => {
  test("has the checksum that GitHub's scheme gives it", () => {
    expect(checksum(RANDOM)).toBe("0mLq17");
    expect(isPackageKey(KEY)).toBe(true);
  });

  test("is shown by its beginning and its last four characters", () => {
    expect(shownParts(KEY)).toEqual({ prefix: "lk_live_zQWB", lastFour: "Lq17" });
    expect(keyName(shownParts(KEY))).toBe("lk_live_zQWB…Lq17");
  });

  test("is stored as its SHA-256", () => {
    expect(hashPackageKey(KEY).toString("hex")).toBe(createHash("sha256").update(KEY).digest("hex"));
  });
});

test("10,000 made keys are valid and all different, and use every character", () => {
  const keys = Array.from({ length: 10_000 }, () => makePackageKey("live"));
  expect(keys.every(isPackageKey)).toBe(true);
  expect(keys.every((key) => /^lk_live_[0-9A-Za-z]{36}$/.test(key))).toBe(true);
  expect(new Set(keys).size).toBe(10_000);
  // At no place of the random part is a character missing or preferred: each is expected 161 times.
  for (let place = 8; place < 38; place += 1) {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key.charAt(place), (counts.get(key.charAt(place)) ?? 0) + 1);
    expect(counts.size).toBe(62);
    expect(Math.max(...counts.values())).toBeLessThan(161 * 1.7);
  }
});

test.each(["live", "test", "a", "0", "production12"])("a key of the environment %s is valid", (environment) => {
  const key = makePackageKey(environment);
  expect(key.startsWith(`lk_${environment}_`)).toBe(true);
  expect(isPackageKey(key)).toBe(true);
  expect(shownParts(key).prefix).toHaveLength(`lk_${environment}_`.length + 4);
});

test("every single changed, lost or doubled character is noticed", () => {
  for (let place = 8; place < KEY.length; place += 1) {
    for (const other of "0Aaz9Zq") {
      if (other === KEY.charAt(place)) continue;
      expect(isPackageKey(KEY.slice(0, place) + other + KEY.slice(place + 1))).toBe(false);
    }
    expect(isPackageKey(KEY.slice(0, place) + KEY.slice(place + 1))).toBe(false);
    expect(isPackageKey(KEY.slice(0, place) + KEY.charAt(place) + KEY.slice(place))).toBe(false);
  }
});

test.each([
  "",
  "lk_live_",
  `${KEY}\n`,
  ` ${KEY}`,
  KEY.toUpperCase(),
  KEY.replace("lk_", "sk_"),
  KEY.replace("live", "LIVE"),
  KEY.replace("live", ""),
  KEY.replace("live", "thirteenchars"),
  KEY.replace("0mLq17", "0mLq1７"),
  `lk_live_${"é".repeat(36)}`,
])("%j is no key", (text) => {
  expect(isPackageKey(text)).toBe(false);
});

describe("in a text that somebody pasted", () => {
  test.each([
    ["a key", KEY, "lk_live_zQWB…Lq17"],
    ["a header", `X-API-Key: ${KEY}`, "lk_live_zQWB…Lq17"],
    ["a quoted one", `"${KEY}"`, "lk_live_zQWB…Lq17"],
    ["one with something behind it", `${KEY}abc`, "lk_live_zQWB…Lq17"],
    ["one whose checksum is wrong", KEY.replace("0mLq17", "0mLq18"), "lk_live_zQWB…Lq18"],
    ["one with a letter before it", `api_key%3D${KEY}`, "lk_live_zQWB…Lq17"],
    ["one behind a part of another", `lk_test_abcdef ${KEY}`, "lk_live_zQWB…Lq17"],
    ["the larger part of one", KEY.slice(0, -1), "lk_live_zQWB"],
    ["a little more than its beginning", "lk_live_zQWBu", "lk_live_zQWB"],
  ])("%s is found and named by the parts that are shown", (_what, text, name) => {
    expect(keyNameIn(text)).toBe(name);
  });

  test("every whole key in a text that is kept gives way to its name, and nothing else does", () => {
    const other = KEY.replace("live", "test");
    expect(withoutKeys(`${KEY}: leaked, as was "${other}".`)).toBe(
      'lk_live_zQWB…Lq17: leaked, as was "lk_test_zQWB…Lq17".',
    );
    for (const text of ["", "lk_live_zQWB…Lq17", KEY.slice(0, -1), "silk_road_mapping"]) {
      expect(withoutKeys(text)).toBe(text);
    }
  });

  test.each([
    "lk_live_zQWB",
    "lk_live_zQWB…Lq17",
    "…Lq17",
    "linus",
    "",
    "lk_live_",
    "silk_road_mapping",
    "bulk_live_orders",
  ])("%j holds none", (text) => {
    expect(keyNameIn(text)).toBeNull();
  });
});
