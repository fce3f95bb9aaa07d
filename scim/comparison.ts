/** One comparison of a filter, such as userName eq "ada", as a condition on what is kept. */
import { z } from "zod";
import type { Comparison as Comparator, Condition, PlatformAttribute } from "@/access/platform/platform-user-list";
import { fieldsOf, filterable, HOLDERS, isNeverKept, KEPT_TYPE, MULTIPLE } from "./attributes";
import { badRequest, type ScimError } from "./errors";
import { CORE, ENTERPRISE } from "./path";
import { booleanOf } from "./values";

export type Value = string | number | boolean | null;

export type Comparison = {
  readonly key: string;
  /** As the filter wrote it. */
  readonly name: string;
  readonly operator: Comparator | "pr";
  readonly value: Value;
  /** In brackets it is about a value that is there, elsewhere about whether there is such a one. */
  readonly isElement: boolean;
};

/** The same for every user, so that nobody need look. */
const RESOURCE: ReadonlySet<string> = new Set([
  "meta",
  "meta.resourcetype",
  "meta.version",
  "meta.location",
  "schemas",
]);

export function compare(comparison: Comparison): Condition {
  const { key, name, operator, value } = comparison;
  if (operator === "pr") return presence(comparison);
  if (key === "meta.resourcetype") return { always: isSame("user", { ...comparison, operator }) };
  if (key === "schemas") return ofSchemas({ ...comparison, operator });
  const [attribute = "", part = ""] = key.split(".");
  if (MULTIPLE.has(attribute) && (part === "type" || part === "primary")) {
    return ofKeptValue(attribute, part, { ...comparison, operator });
  }
  // Nothing differs from everything, and equals nothing (RFC 7644, section 3.4.2.2).
  if (isNeverKept(attribute, key)) return { always: value === null ? operator === "eq" : operator === "ne" };
  const found = filterable(key);
  if (!found) throw unknownAttribute(name);
  if (value === null) return absence(found.attribute, operator, name);
  const compareKind = { text: compareText, boolean: compareBoolean, time: compareTime }[found.kind];
  return { attribute: found.attribute, operator, value: compareKind({ ...comparison, operator }) };
}

/** There is something where one of these is there. */
export function present(attribute: string): Condition {
  return { or: fieldsOf(attribute).map((field) => ({ attribute: field, operator: "pr" })) };
}

function presence({ key, name }: Comparison): Condition {
  const found = filterable(key);
  if (found) return { attribute: found.attribute, operator: "pr" };
  const [attribute = "", part = null] = key.split(".");
  if (MULTIPLE.has(attribute) && (part === null || part === "type" || part === "primary")) return present(attribute);
  if (HOLDERS.has(key)) return present(key);
  if (RESOURCE.has(key)) return { always: true };
  if (isNeverKept(attribute, key)) return { always: false };
  throw unknownAttribute(name);
}

type Compared = Comparison & { readonly operator: Comparator };

/** What is kept of several values is called a work one, and primary. */
function ofKeptValue(attribute: string, part: "type" | "primary", comparison: Compared): Condition {
  const isPrimary = (): boolean => compareBoolean(comparison) === (comparison.operator === "eq");
  const condition = { always: part === "type" ? isSame(KEPT_TYPE, comparison) : isPrimary() };
  return comparison.isElement ? condition : { and: [present(attribute), condition] };
}

/** Every user has the schema of users, and whoever has something of a company its extension. */
function ofSchemas({ name, operator, value }: Compared): Condition {
  if (typeof value !== "string" || (operator !== "eq" && operator !== "ne")) throw unfit(name, operator);
  const wanted = value.toLowerCase();
  const extended = wanted === ENTERPRISE.toLowerCase() ? present("enterprise:") : { always: false };
  const condition = wanted === CORE.toLowerCase() ? { always: true } : extended;
  return operator === "eq" ? condition : { not: condition };
}

function isSame(what: string, { name, operator, value }: Compared): boolean {
  if (typeof value !== "string" || (operator !== "eq" && operator !== "ne")) throw unfit(name, operator);
  return (value.toLowerCase() === what) === (operator === "eq");
}

function absence(attribute: PlatformAttribute, operator: Comparator, name: string): Condition {
  const isThere: Condition = { attribute, operator: "pr" };
  if (operator === "ne") return isThere;
  if (operator !== "eq") throw unfit(name, operator);
  return { not: isThere };
}

function compareText({ name, operator, value }: Compared): string {
  if (typeof value !== "string") throw unfit(name, operator);
  // PostgreSQL holds no NUL and no half of a character, so nobody could be meant.
  if (value.includes("\0") || !value.isWellFormed()) throw unfit(name, operator);
  return value;
}

function compareBoolean({ name, operator, value }: Compared): boolean {
  const wanted = booleanOf(value);
  if (wanted === null || (operator !== "eq" && operator !== "ne")) throw unfit(name, operator);
  return wanted;
}

const time = z.iso.datetime({ offset: true, local: true });

function compareTime({ name, operator, value }: Compared): Date {
  const isOfText = operator === "co" || operator === "sw" || operator === "ew";
  if (isOfText || !time.safeParse(value).success) throw unfit(name, operator);
  const text = String(value);
  // Without a zone, a time is that of UTC and not that of the server.
  return new Date(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}

export function unknownAttribute(name: string): ScimError {
  return badRequest(
    "invalidFilter",
    `Users can't be filtered by "${name.slice(0, 100)}": /Schemas names the attributes.`,
  );
}

function unfit(name: string, operator: string): ScimError {
  return badRequest("invalidFilter", `The filter can't compare "${name}" by "${operator}" with such a value.`);
}
