/** How SCIM names attributes (RFC 7644, sections 3.5.2 and 3.10), in paths, in filters and as the names in a resource. */
import { replaceTexts } from "./filter-text";

export const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
export const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** Stands before the name of an attribute of the enterprise schema; alone it is all of them. */
const EXTENSION = "enterprise:";

/** What extensions of others hold, whichever it is: nobody here reads it. */
export const FOREIGN = "foreign:";

export type AttributePath = {
  /** In lower case, because names have none: "name", or "enterprise:department". */
  readonly attribute: string;
  /** What stands in brackets: which of several values. */
  readonly filter: string | null;
  /** In lower case: "givenname". */
  readonly sub: string | null;
};

const LONGEST = 1_000;
const PARTS = /^([a-z]\w*)?(?:\[(.*)\])?(?:\.([a-z$]\w*))?$/is;

/** null for what names nothing. Whether there is such an attribute is for whoever asks. */
export function parsePath(text: string): AttributePath | null {
  if (text.length > LONGEST) return null;
  if (isForeign(text)) return wordsIn(text).some(isHostile) ? null : { attribute: FOREIGN, filter: null, sub: null };
  const { extension, rest } = withoutSchema(text.trim());
  const parts = PARTS.exec(rest);
  const [, name = "", filter = null, sub = null] = parts ?? [];
  if (!parts || [name, sub ?? "", ...wordsIn(replaceTexts(filter ?? "", () => ""))].some(isHostile)) return null;
  // Alone, a schema stands for all of its attributes; that of the core is everything, which no path means.
  if (name === "" && (!extension || filter !== null || sub !== null)) return null;
  return { attribute: (extension ? EXTENSION : "") + name.toLowerCase(), filter, sub: sub?.toLowerCase() ?? null };
}

/** The path of an attribute inside of what another one holds, such as "givenName" in "name". */
export function pathWithin(holder: string, name: string): AttributePath | null {
  if (!/^[a-z$]\w*$/i.test(name) || isHostile(name)) return null;
  if (holder === EXTENSION) return { attribute: EXTENSION + name.toLowerCase(), filter: null, sub: null };
  return { attribute: holder, filter: null, sub: name.toLowerCase() };
}

/** "name.givenname", "enterprise:department": by this an attribute is looked up. */
export function keyOf({ attribute, sub }: Pick<AttributePath, "attribute" | "sub">): string {
  return sub === null ? attribute : `${attribute}.${sub}`;
}

const HOSTILE: readonly string[] = ["__proto__", "constructor", "prototype"];

/** Whether this name, in any case since attributes have none, could reach into the objects of JavaScript itself. */
export function isHostile(name: string): boolean {
  return HOSTILE.includes(name.toLowerCase());
}

/** The words in a text that could be names. */
export function wordsIn(text: string): string[] {
  return text.split(/[^\w$]+/);
}

/** Whether this is the schema of users itself: what it holds are their attributes. */
export function isCore(text: string): boolean {
  return text.trim().toLowerCase() === CORE.toLowerCase();
}

function isForeign(text: string): boolean {
  const lower = text.trim().toLowerCase();
  return /^urn:[^\s[\]]+:extension:/.test(lower) && !lower.startsWith(ENTERPRISE.toLowerCase());
}

function withoutSchema(text: string): { extension: boolean; rest: string } {
  const lower = text.toLowerCase();
  if (lower === ENTERPRISE.toLowerCase()) return { extension: true, rest: "" };
  // Entra ID once wrote a dot where the colon belongs.
  if (lower.startsWith(`${ENTERPRISE.toLowerCase()}:`) || lower.startsWith(`${ENTERPRISE.toLowerCase()}.`)) {
    return { extension: true, rest: text.slice(ENTERPRISE.length + 1) };
  }
  const isOfCore = lower.startsWith(`${CORE.toLowerCase()}:`);
  return { extension: false, rest: isOfCore ? text.slice(CORE.length + 1) : text };
}
