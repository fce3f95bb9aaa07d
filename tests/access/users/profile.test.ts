/** What may stand in a field: any string is answered by a value or by one sentence. */
import { describe, expect, test } from "vitest";
import { makePackageKey } from "@/access/keys/package-key-format";
import { hashPassword, makePassword, passwordMatches } from "@/access/sign-in/passwords";
import { newPasswordField, profileFields, reasonField, usernameField } from "@/access/users/profile";
import { usernameKey } from "@/access/users/username";
import { texts } from "@/tests/wall/sources";

const GOOD = {
  ...{ email: "noor@example.com", displayName: "Noor", firstName: "", lastName: "", company: "", phone: "" },
  ...{ website: "", locality: "", region: "", postalCode: "", country: "" },
};

const UNREADABLE = ["a\0b", "a\ud800b", "\udc00", "a\u202eb", "a\u2066b", "a\u200fb", "a\nb", "a\u001bb", "a\ufeffb"];

/** The value that is kept, or the sentences of the refusal. */
function answer(field: { safeParse: typeof reasonField.safeParse }, value: unknown): unknown {
  const parsed = field.safeParse(value);
  return parsed.success ? parsed.data : parsed.error.issues.map(({ message }) => message);
}

describe("a username", () => {
  test.each([
    "linus",
    "o/neil",
    "a+b@example.com",
    "name with spaces",
    "100%",
    "王伟",
    "Ελένη",
    "זואי",
    "..a",
    "x".repeat(128),
  ])("may be %j", (username) => {
    expect(answer(usernameField, username)).toBe(username);
  });

  test("loses the spaces around it", () => {
    expect(answer(usernameField, "  linus ")).toBe("linus");
  });

  test.each(
    UNREADABLE.concat(
      "ada\u034f",
      "ada\ufe0f",
      "\u3164",
      "\u2800",
      "a\ufffdb",
      "a\u200bb",
      "a\u200db",
      "a\u00adb",
      "a\u2028b",
      "a\u00a0b",
      "a\u3000b",
      "a\tb",
    ),
  )("has nothing invisible in it: %j", (username) => {
    expect(answer(usernameField, username)).toContain("Username has a character that can't be shown.");
  });

  test.each([
    ["", "Enter a username."],
    ["   ", "Enter a username."],
    ["\u0301", "Username has nothing to see in it."],
    [".", "Username can't be only dots."],
    ["..", "Username can't be only dots."],
    ["x".repeat(10_000), "Username can have at most 128 characters."],
    [undefined, "Username must be text."],
    [["linus"], "Username must be text."],
  ])("is not %j", (username, sentence) => {
    expect(answer(usernameField, username)).toContain(sentence);
  });
});

describe("the key of a username", () => {
  test.each([
    ["Linus", "LINUS"],
    ["zoë", "Zoe\u0308"],
    ["linus", "ｌｉｎｕｓ"],
    ["οδος", "ΟΔΟΣ"],
    ["οδοσ", "οδος"],
    ["straße", "STRASSE"],
    ["straße", "STRAẞE"],
    ["ﬁn", "FIN"],
    [" linus", "linus "],
    ["Å", "\u212b"],
  ])("%j and %j are one", (one, other) => {
    expect(usernameKey(one)).toBe(usernameKey(other));
  });

  test.each([
    ["linus", "l1nus"],
    ["zoe", "zoë"],
    ["a b", "ab"],
    ["a", "а"],
  ])("%j and %j are two", (one, other) => {
    expect(usernameKey(one)).not.toBe(usernameKey(other));
  });

  test("is the same for every letter of Unicode in any case and form, and is its own key", () => {
    const differing: string[] = [];
    for (let code = 0; code < 0x2_0000; code += 1) {
      const name = `x${String.fromCodePoint(code)}x`;
      const key = usernameKey(name);
      const forms = [key, name.toUpperCase(), name.toLowerCase(), name.normalize("NFD"), name.normalize("NFKC")];
      if (forms.some((form) => usernameKey(form) !== key)) differing.push(code.toString(16));
    }
    expect(differing).toEqual([]);
  });

  test("of what is too long to be a username is nobody's, and costs no folding", () => {
    expect(usernameKey("\ufdfa".repeat(300_000))).toBe(usernameKey("another".repeat(300)));
    expect(answer(usernameField, usernameKey("x".repeat(600)))).toContain(
      "Username has a character that can't be shown.",
    );
  });

  test.each(["\ud800x", "a\0b", "\udfff", "x".repeat(10_000)])("can be stored, whatever it is made of: %j", (name) => {
    const key = usernameKey(name);
    expect(key.isWellFormed() && !key.includes("\0")).toBe(true);
  });
});

describe("a profile", () => {
  test("keeps text in any script, with joiners and emoji where they belong", () => {
    const profile = { ...GOOD, displayName: "👩‍💻 نور‌ا", firstName: "  Zoë ", website: "https://example.com/a?b" };
    expect(profileFields.parse(profile)).toEqual({ ...profile, firstName: "Zoë" });
  });

  test.each(Object.keys(GOOD))("refuses in %s what can't be stored or shown, and what is too long", (field) => {
    for (const text of UNREADABLE.concat("x".repeat(10_000))) {
      const parsed = profileFields.safeParse({ ...GOOD, [field]: text });
      expect(parsed.error?.issues.map(({ path }) => path[0])).toContain(field);
    }
    expect(profileFields.safeParse({ ...GOOD, [field]: ["x"] }).success).toBe(false);
    expect(profileFields.safeParse({ ...GOOD, [field]: undefined }).success).toBe(false);
  });

  test.each(Object.keys(GOOD))("refuses a whole package key in %s", (field) => {
    const parsed = profileFields.safeParse({ ...GOOD, [field]: `https://a@${makePackageKey("live")}` });
    const issues = parsed.error?.issues.map(({ path, message }) => `${String(path[0])}: ${message}`);
    expect(issues).toContainEqual(expect.stringMatching(new RegExp(`^${field}: .* can't have a package key in it`)));
  });

  test.each(["\u200b", "\u3164", "\u2800", "\u0301", "\u200d\u2060"])(
    "has a display name to see: not %j",
    (displayName) => {
      expect(answer(profileFields.shape.displayName, displayName)).toEqual(["Display name has nothing to see in it."]);
    },
  );

  test("takes markup and SQL as the text they are", () => {
    const text = "<script>alert(1)</script>'; DROP TABLE users --";
    expect(profileFields.parse({ ...GOOD, company: text }).company).toBe(text);
  });

  test.each(["", "noor", "@", "a@", "@b", "a b@c", "a@b@c", "a@b c"])("refuses %j as an e-mail address", (email) => {
    expect(profileFields.safeParse({ ...GOOD, email }).success).toBe(false);
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "//example.com", "https://", "example.com", " JavaScript:x"])(
    "refuses %j as a website, which becomes a link",
    (website) => {
      expect(profileFields.safeParse({ ...GOOD, website }).success).toBe(false);
    },
  );

  test("takes no more than the profile: what a form adds is dropped", () => {
    const forged = { ...GOOD, roles: ["ADMINISTRATOR"], status: "ENABLED", __proto__: { origin: "LOCAL" } };
    expect(Object.keys(profileFields.parse(forged)).sort()).toEqual(Object.keys(GOOD).sort());
  });

  test("a reason may be empty, and is one line of at most 500 characters", () => {
    expect(answer(reasonField, " He left. ")).toBe("He left.");
    expect(answer(reasonField, "")).toBe("");
    expect(answer(reasonField, "x".repeat(501))).toEqual(["Reason can have at most 500 characters."]);
    expect(answer(reasonField, "He left.\nada enabled linus")).toEqual(["Reason has a character that can't be shown."]);
  });
});

describe("a password", () => {
  test.each(["twelve chars", "            ", "пароль пароль", "x".repeat(128), "😀".repeat(12)])(
    "may be %j",
    (password) => {
      expect(answer(newPasswordField, password)).toBe(password);
    },
  );

  test.each([
    "",
    "eleven char",
    "x".repeat(129),
    "x".repeat(10_000),
    "twelve ch\0ars",
    "twelve ch\ud800ars",
    undefined,
  ])("is not %j", (password) => {
    expect(newPasswordField.safeParse(password).success).toBe(false);
  });

  test("is asked for nowhere without asking whether it is easy to guess", () => {
    const asking = [...texts("app", "scripts", "scim")].filter(([, source]) => source.includes("newPasswordField"));
    expect(asking.length).toBeGreaterThan(3);
    const silent = asking.filter(([, source]) => !/superRefine\(.*notEasyToGuess|await isEasyToGuess\(/.test(source));
    expect(silent.map(([file]) => file)).toEqual([]);
  });

  test("that is made is long, random and readable", () => {
    const made = Array.from({ length: 2_000 }, makePassword);
    expect(new Set(made).size).toBe(2_000);
    for (const password of made) expect(password).toMatch(/^(?:[2-9a-km-zA-HJ-NP-Z]{4}-){4}[2-9a-km-zA-HJ-NP-Z]{4}$/);
    // Each of the 56 characters comes up at each place about as often: 20 × 2,000 / 56 is 714 times in all.
    const counts = new Map<string, number>();
    for (const character of made.join("").replaceAll("-", "")) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(56);
    expect(Math.min(...counts.values())).toBeGreaterThan(550);
    expect(Math.max(...counts.values())).toBeLessThan(880);
    expect(newPasswordField.safeParse(made[0]).success).toBe(true);
  });

  test("matches its own hash, and nothing matches none", async () => {
    const hash = await hashPassword("a password of noor");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(hash).not.toBe(await hashPassword("a password of noor"));
    expect(await passwordMatches(hash, "a password of noor")).toBe(true);
    expect(await passwordMatches(hash, "A password of noor")).toBe(false);
    for (const password of ["", "a password of noor", "\0", "\ud800"]) {
      expect(await passwordMatches(null, password)).toBe(false);
    }
  });
});
