/**
 * No text of a stranger keeps the one thread of a process busy. Every regular expression of the product is read from its
 * sources and fed with 16 KB of its own pieces, and so is whatever else reads such texts.
 */
import { runInNewContext } from "node:vm";
import ts from "typescript";
import { expect, test } from "vitest";
import { keyNameIn } from "@/access/keys/package-key-format";
import { logLine } from "@/access/operation/log-line";
import { withoutSecrets } from "@/access/operation/secrets";
import { browserName } from "@/app/browser-name";
import { readCredential } from "@/gate/credentials";
import { conditionOf } from "@/scim/filter";
import { parsePath } from "@/scim/path";
import { languageOf } from "@/scripts/server/request-language";
import { LANGUAGE_COOKIE } from "@/text/language";
import { textsFor } from "./pattern-texts";
import { texts } from "./wall/sources";

const LENGTH = 16_384;
/** Of processor time. A pattern that is no slower than its text is long takes less than one. */
const LIMIT_MS = 50;
const TRIES = 5;
/** A pattern that would never end is ended. */
const GIVEN_UP_MS = 10_000;

const FOLDERS = ["access", "app", "components", "gate", "jobs", "scim", "scripts", "signals", "text"] as const;
/** They run in no server, on nothing but what is on this machine. */
const NO_SERVER = /^scripts\/(?:bench|testing)\//;

/** They see nothing that somebody has typed. */
const OWN_TEXTS: Readonly<Record<string, string>> = {
  'scripts/server/error-pages.ts /<script\\b[^>]*>[^]*?<\\/script>|<link\\b[^>]*\\bas="script"[^>]*>/g':
    "pages of the build",
  "text/grouped.ts /\\B(?=(\\d{3})+$)/g": "the digits of a number",
};

/** What is put together while the program runs, as it is then. By its place in the sources. */
const MADE: Readonly<Record<string, readonly RegExp[]>> = {
  "access/sign-in/random-codes.ts new RegExp(`^[${ALPHABET}]{${GROUPS * GROUP_LENGTH}}$`)": [
    /^[23456789abcdefghjkmnpqrstuvwxyz]{24}$/,
  ],
  "scripts/server/request-language.ts new RegExp(`(?:^|; *)(?:__Host-)?${LANGUAGE_COOKIE}=([a-z]{2})(?:;|$)`)": [
    new RegExp(`(?:^|; *)(?:__Host-)?${LANGUAGE_COOKIE}=([a-z]{2})(?:;|$)`),
  ],
  // Those of the build: a folder of app/ with a name in brackets is the second form, one with dots the third and fourth.
  "scripts/server/route-patterns.ts new RegExp(regex)": [
    /^\/manage\/users\/([^/]+?)(?:\/)?$/,
    /^\/manage\/users\/([^/]+?)\/sessions\/end(?:\/)?$/,
    /^\/api\/auth\/(.+?)(?:\/)?$/,
    /^\/scim\/v2(?:\/(.+?))?(?:\/)?$/,
  ],
  "scripts/server/unknown-actions.ts new RegExp(`^\\\\$ACTION_ID_(${ID})$`)": [/^\$ACTION_ID_([0-9a-f]{42})$/],
  'scripts/server/unknown-actions.ts new RegExp(`^\\\\{"id":"(${ID})"`)': [/^\{"id":"([0-9a-f]{42})"/],
};

type Found = { readonly literals: ReadonlyMap<string, RegExp>; readonly made: readonly string[] };

const { literals, made } = findPatterns();

test.each([...literals].filter(([place]) => !Object.hasOwn(OWN_TEXTS, place)))("%s", (_, pattern) => {
  expectQuickPattern(pattern);
});

test.each(Object.entries(MADE))("%s", (_, patterns) => {
  for (const pattern of patterns) expectQuickPattern(pattern);
});

test("the patterns that see only our own texts are still there", () => {
  expect(Object.keys(OWN_TEXTS).filter((place) => !literals.has(place))).toEqual([]);
});

test("every pattern that is made while the program runs is in this list, and no other", () => {
  expect(made).toEqual(Object.keys(MADE).toSorted());
});

/** Each with pieces of which the texts that keep it busy would be made. */
const READERS: Readonly<Record<string, readonly [read: (text: string) => unknown, ...pieces: string[]]>> = {
  "the text of a log line": [
    withoutSecrets,
    ...["token-", "token=", "token ", 'token="', "token:'", "://", "://a:", "a://b:c@", "a.", "Bearer ", "Basic\t"],
    ...[
      "eyJ",
      "eyJ-",
      "eyJ.",
      "-eyJa.",
      "lk_live_",
      "lk_live_0",
      "_",
      "password",
      "api_key",
      "api-",
      "session\n=",
      "@:",
    ],
  ],
  "the line of a failure": [(text) => logLine("A failure", new Error(text)), "token-", "\n", "\u0001", "\uD800"],
  "a key in a text": [keyNameIn, "lk_", "lk_live_", "lk_live_a", "lk_1_00000", "_lk_a_"],
  "the language of a request": [
    (text) => languageOf(request({ "accept-language": text, cookie: text }, `/${text}`)),
    ...["de,", "de;", "de;q=", "de;q=0.1,", ";", ",", " ", "-", '"', "=", "q=", '\\"', "; ", "latchkey-language="],
    ...["/api/", ".csv", "%"],
  ],
  "the name of a browser": [browserName, "Edg", "Headless", "Chrom", "Mac OS ", "Windows", "iPhone", " ", "\\"],
  "the filter of a platform": [
    attempt(conditionOf),
    ...["(", ")", "[", "]", "not (", 'userName eq "', 'userName eq "a" and ', "a.", "1", "1e", "-", "\\", '"', '\\"'],
    ...["a pr or ", "true ", " eq true", "urn:", ":", " ", "\n"],
  ],
  "the path of a platform": [parsePath, "a", "a.", "[", "]", "a[", "a].", 'a["', "urn:", "urn:a:extension:", "$", "\\"],
  "the key of a call": [
    (text) => readCredential(["Authorization", text, "X-API-Key", text]),
    ...["Bearer ", "bearer", " ", "lk_", "lk_live_"],
  ],
};

test.each(Object.entries(READERS))("%s", (_, [read, ...pieces]) => {
  const pairs = pieces.flatMap((one) => ["", ...pieces].map((other) => one + other));
  expectQuick(
    read,
    pairs.map((pair) => pair.repeat(LENGTH).slice(0, LENGTH)),
  );
});

function expectQuickPattern(pattern: RegExp): void {
  const run = (text: string): unknown => (pattern.global ? text.replace(pattern, "") : pattern.test(text));
  expectQuick(run, textsFor(pattern, LENGTH));
}

/** In a context of its own, since only such a one can be ended. */
function expectQuick(read: (text: string) => unknown, all: readonly string[]): void {
  expect(all.length).toBeGreaterThan(0);
  let slow: string | undefined;
  const work = (): void => {
    slow = all.find((text) => {
      slow = text;
      return quickest(() => read(text)) >= LIMIT_MS;
    });
  };
  try {
    runInNewContext("work()", { work }, { timeout: GIVEN_UP_MS });
  } catch {
    // It names the text that took so long.
  }
  expect(slow && `${slow.slice(0, 30)} … ${slow.slice(-10)}`).toBeUndefined();
}

/** Milliseconds of the quickest of a few tries; more than one only while it is too slow. */
function quickest(work: () => unknown): number {
  let least = Infinity;
  for (let left = TRIES; left > 0 && least >= LIMIT_MS; left -= 1) {
    const [began, used] = [performance.now(), process.cpuUsage()];
    work();
    const { user, system } = process.cpuUsage(used);
    least = Math.min(least, performance.now() - began, (user + system) / 1_000);
  }
  return least;
}

function attempt(read: (text: string) => unknown): (text: string) => void {
  return (text) => {
    try {
      read(text);
    } catch {
      // What can't be read is refused.
    }
  };
}

function request(headers: Record<string, string>, url: string): Parameters<typeof languageOf>[0] {
  return { headers, url } as unknown as Parameters<typeof languageOf>[0];
}

function findPatterns(): Found {
  const found = { literals: new Map<string, RegExp>(), made: [] as string[] };
  for (const [file, text] of texts(...FOLDERS)) {
    if (NO_SERVER.test(file)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) found.literals.set(`${file} ${node.text}`, readLiteral(node.text));
      if (isMade(node)) found.made.push(`${file} ${node.getText()}`);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  }
  found.made.sort();
  return found;
}

function readLiteral(literal: string): RegExp {
  const end = literal.lastIndexOf("/");
  return new RegExp(literal.slice(1, end), literal.slice(end + 1));
}

function isMade(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  return ts.isIdentifier(node.expression) && node.expression.text === "RegExp";
}
