/**
 * The text of a filter, taken apart by scim2-parse-filter. Guarantees that no text of a stranger keeps the parser busy,
 * and that the texts in a filter mean what JSON says.
 */
import { type Filter, parse } from "scim2-parse-filter";
import { z } from "zod";
import { badRequest, type ScimError } from "./errors";

const LONGEST = 4_000;

export type ParsedFilter = {
  /** In place of each text, its number in `texts`. */
  readonly filter: Filter;
  readonly texts: readonly string[];
};

export function parseFilter(text: string): ParsedFilter {
  if (text.length > LONGEST) throw unreadable(`It can have at most ${LONGEST} characters.`);
  const { bare, texts } = withoutTexts(text);
  if (bare.replace(/"\d+"/g, "").includes('"')) throw unreadable("A text in it does not end.");
  try {
    return { filter: parse(bare), texts };
  } catch {
    throw unreadable('It should look like userName eq "ada".');
  }
}

/**
 * The parser doubles its time with each line break in a text that doesn't end, and reads backslashes in its own way;
 * what is left for it holds no text of the caller's.
 */
function withoutTexts(filter: string): { bare: string; texts: string[] } {
  const texts: string[] = [];
  const bare = replaceTexts(filter, (quoted) => `"${texts.push(unquoted(quoted)) - 1}"`);
  return { bare: withPlainBooleans(bare), texts };
}

/** A text that does not end is matched as well, up to the end: otherwise each quote in it would be tried as a beginning. */
const TEXTS = /"(?:[^"\\]|\\.)*("|\\?$)/gs;

/** A text that does not end stays as it is. */
export function replaceTexts(filter: string, replace: (quoted: string) => string): string {
  return filter.replace(TEXTS, (quoted: string, end: string) => (end === '"' ? replace(quoted) : quoted));
}

/** Entra ID writes True and False. */
function withPlainBooleans(bare: string): string {
  return bare.replace(/(?<=\s(?:eq|ne)\s)(?:true|false)\b/gi, (word) => word.toLowerCase());
}

/** JSON says how texts are written. Clients that leave backslashes as they are, as in DOMAIN\ada, are understood, too. */
function unquoted(quoted: string): string {
  try {
    return z.string().parse(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1).replace(/\\(["\\])/g, "$1");
  }
}

export function unreadable(why: string): ScimError {
  return badRequest("invalidFilter", `The filter can't be read. ${why}`);
}
