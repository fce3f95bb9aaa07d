/** Which new passwords are too easy to guess, for somebody who knows whose they are to be. */
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isEasyToGuess } from "@/access/sign-in/easy-passwords";
import { PASSWORD_MINIMUM, makePassword } from "@/access/sign-in/passwords";

const ADA = {
  username: "ada",
  email: "ada.byron@harbour-analytics.example",
  displayName: "Ada Lovelace",
  firstName: "Augusta Ada",
  lastName: "King",
  company: "Northwind APIs",
};

afterEach(() => vi.unstubAllEnvs());

describe("easy to guess is", () => {
  it.each([
    ["a common password", "1q2w3e4r5t6y"],
    ["one with a year", "Password2026"],
    ["one in other letters", "P@$$w0rd1234"],
    ["one spaced out", "p a s s w o r d 1"],
    ["one twice", "iloveyou iloveyou"],
    ["two of them", "dragonmonkey12"],
    ["two words of a list", "correct horse"],
    ["a row of keys", "qwertyuiop[]"],
    ["a row of digits", "012345678901"],
    ["two dates", "01.01.1990-31.12.1999"],
    ["one character over and over", "x".repeat(128)],
    ["one that is no letter", "😀".repeat(12)],
    ["nothing to see", " ".repeat(12)],
    ["whatever comes after much that is easy", `${"la".repeat(24)}teakettlesonata`],
    ["the product", "Latchkey2026!"],
    ["the product in other letters", "L4tchk3y2026!"],
    ["the username", "ada-ada-ada-ada"],
    ["the e-mail address", ADA.email],
    ["its mailbox", "ada.byron.1815"],
    ["its domain", "Harbour-Analytics1"],
    ["the display name", "Lovelace, Ada!"],
    ["the names in their order", "augusta.ada.king.1"],
    ["the other way round", "King Augusta Ada 1"],
    ["the company", "northwindapis2026"],
    ["a word of the company", "Northwind1234"],
  ])("%s: %s", async (_, password) => {
    expect(await isEasyToGuess(password, ADA)).toBe(true);
  });

  it("each of the common passwords that are long enough", async () => {
    const long = dictionary["passwords-common"].filter((password) => password.length >= PASSWORD_MINIMUM);
    expect(long.length).toBeGreaterThan(300);
    const passed: string[] = [];
    for (const password of long) if (!(await isEasyToGuess(password, ADA))) passed.push(password);
    expect(passed).toEqual([]);
  });

  it("what names the place where the console is", async () => {
    const password = "Kestrelworks2026";
    expect(await isEasyToGuess(password, ADA)).toBe(false);
    vi.stubEnv("LATCHKEY_URL", "https://latchkey.kestrelworks.example");
    expect(await isEasyToGuess(password, ADA)).toBe(true);
  });
});

describe("not easy to guess is", () => {
  it.each([
    ["some words", "correct horse battery staple"],
    ["words in one", "teakettlesonata"],
    ["words in another script", "чайник и соната"],
    ["twelve characters by chance", "kdh3ksl39dks"],
    ["the name of somebody else", "Grace Lindqvist 7"],
    ["words with the own name among them", "ada and my tea kettle"],
  ])("%s: %s", async (_, password) => {
    expect(await isEasyToGuess(password, ADA)).toBe(false);
  });

  it("what is made here", async () => {
    for (let made = 0; made < 100; made += 1) expect(await isEasyToGuess(makePassword(), ADA)).toBe(false);
  });

  it("anything for somebody of whom nothing is known, as long as it is hard", async () => {
    const nobody = { username: "", email: "", displayName: "", firstName: "", lastName: "", company: "" };
    expect(await isEasyToGuess("Northwind-Lovelace", nobody)).toBe(false);
    expect(await isEasyToGuess("Northwind-Lovelace", ADA)).toBe(true);
  });
});

// Nothing else is answered meanwhile. How long is too long depends on the machine, so the library as it comes is the measure.
it("takes a fraction of the time that the worst of the field would take the library, whoever it is for", async () => {
  const words = Array.from({ length: 60 }, (_, index) => `w${index}${"x".repeat(index % 20)}`).join(" ");
  const owner = {
    ...ADA,
    displayName: words.slice(0, 200),
    company: words.slice(-200),
    firstName: words.slice(0, 100),
  };
  const library = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  const worst = ["1", "4", "@", "p@$$w0rd", "@4!1|05$", "0123456789", "01011990", "iIlL1|!oO0sS5$", "()"].map((part) =>
    part.repeat(128).slice(0, 128),
  );
  // The first one loads the words.
  await isEasyToGuess("teakettlesonata", owner);
  const theirs = await processorTime(() => {
    for (const password of worst) library.check(password);
  });
  const ours = await processorTime(async () => {
    for (const password of worst) await isEasyToGuess(password, owner);
  });
  expect(ours).toBeLessThan(theirs / 5);
});

async function processorTime(work: () => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
