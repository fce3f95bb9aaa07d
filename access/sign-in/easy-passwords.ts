/**
 * Whether a new password is easy to guess: for an attacker who begins with the passwords that most people choose, with
 * what lies beside each other on keyboards, with dates, and with what they know of the person. Says so to nobody else,
 * and is asked where a password is set, never where one is typed to sign in.
 */
import type { ZxcvbnFactory } from "@zxcvbn-ts/core";

/** Whose password it is to be: what an attacker may well know. */
export type PasswordOwner = {
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
};

/**
 * So many guesses a password has to withstand: where zxcvbn's score of 3 begins. Below it a password withstands who
 * guesses at a sign-in, and not who got hold of the hashes (D. L. Wheeler, "zxcvbn: Low-Budget Password Strength
 * Estimation", USENIX Security 2016, and the scores in the package).
 */
const ENOUGH_GUESSES = 1e8;

/**
 * So much of it is looked at: estimating holds the process up, and takes longer than proportionally to the length. What
 * follows can only make a password harder.
 */
const ESTIMATED_LENGTH = 48;

/** How many ways of reading "p@$$w0rd" with letters are tried: of the library's hundred "1111…" takes too long. */
const READINGS = 10;

/** What everybody expects in a password for this console; who it belongs to and where it is come to it. */
const CONTEXT: readonly string[] = ["Latchkey"];

/** Whether an attacker who knows this person is likely to find the password with fewer guesses than it has to withstand. */
export async function isEasyToGuess(password: string, owner: PasswordOwner): Promise<boolean> {
  estimator ??= loadEstimator();
  const { guesses } = (await estimator).check(squeezed(password).slice(0, ESTIMATED_LENGTH), wordsOf(owner));
  return guesses < ENOUGH_GUESSES;
}

let estimator: Promise<ZxcvbnFactory> | undefined;

/** Loaded when the first password is set: its words take some 15 MB and a tenth of a second, which no start needs. */
async function loadEstimator(): Promise<ZxcvbnFactory> {
  const { ZxcvbnFactory } = await import("@zxcvbn-ts/core");
  const { adjacencyGraphs: graphs, dictionary } = await import("@zxcvbn-ts/language-common");
  const lists = Object.entries(dictionary).map(([name, words]) => [name, words.map(squeezed)] as const);
  return new ZxcvbnFactory({ dictionary: Object.fromEntries(lists), graphs, l33tMaxSubstitutions: READINGS });
}

/** Without what merely stands between words: "ada.lovelace" is no harder than "adalovelace", nor "p-a-s-s" than "pass". */
function squeezed(text: string): string {
  return text.normalize("NFKC").replaceAll(/[\s\-_.,:;]/g, "");
}

/** What divides an e-mail address into mailbox and domain, that into its labels, and any text into words. */
const DIVIDERS: readonly RegExp[] = [/[@/+\s]+/u, /[@/+\s.]+/u, /[^\p{L}\p{N}]+/u];

/** Each value as a whole and each part of it, and the names in both orders. */
function wordsOf({ username, email, displayName, firstName, lastName, company }: PasswordOwner): string[] {
  const host = new URL(process.env["LATCHKEY_URL"] ?? "http://localhost").hostname;
  const names = [firstName + lastName, lastName + firstName];
  const values = [...CONTEXT, username, email, displayName, firstName, lastName, ...names, company, host];
  const parts = values.flatMap((value) => [value, ...DIVIDERS.flatMap((divider) => value.split(divider))]);
  return [...new Set(parts.map(squeezed))].filter((word) => word.length > 1);
}
