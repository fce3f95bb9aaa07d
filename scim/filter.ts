/**
 * Filters (RFC 7644, section 3.4.2.2) as conditions for the database. Guarantees that a filter is understood whole or
 * refused.
 */
import type { AttrExp, Filter } from "scim2-parse-filter";
import { z } from "zod";
import type { Condition } from "@/access/platform/platform-user-list";
import { isNeverKept, MULTIPLE } from "./attributes";
import { compare, present, unknownAttribute, type Value } from "./comparison";
import { parseFilter, unreadable } from "./filter-text";
import { keyOf, parsePath, pathWithin } from "./path";

const DEEPEST = 20;
const MOST = 100;
const OPERATORS = z.enum(["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr"]);

/** The filter of a list. */
export function conditionOf(text: string): Condition {
  return read(text, null);
}

/** The filter in a path such as emails[type eq "work"], about one of the values of that attribute. */
export function elementCondition(attribute: string, text: string): Condition {
  return read(text, attribute);
}

function read(text: string, within: string | null): Condition {
  const { filter, texts } = parseFilter(text);
  return translate(filter, { texts, within, depth: 0, count: { comparisons: 0 } });
}

type Reading = {
  /** The texts of the filter by their numbers. */
  readonly texts: readonly string[];
  /** The attribute in whose brackets this stands. */
  readonly within: string | null;
  readonly depth: number;
  readonly count: { comparisons: number };
};

function translate(filter: Filter, reading: Reading): Condition {
  if (reading.depth > DEEPEST) throw unreadable(`It is nested more than ${DEEPEST} levels deep.`);
  const deeper = { ...reading, depth: reading.depth + 1 };
  switch (filter.op) {
    case "and":
      return { and: filter.filters.map((part) => translate(part, deeper)) };
    case "or":
      return { or: filter.filters.map((part) => translate(part, deeper)) };
    case "not":
      return { not: translate(filter.filter, deeper) };
    case "[]":
      return elementFilter(filter.attrPath, filter.valFilter, deeper);
    default:
      return comparison(filter, reading);
  }
}

/** emails[type eq "work" and value co "@"]: there is one, and it is such a one. */
function elementFilter(name: string, filter: Filter, reading: Reading): Condition {
  const path = parsePath(name);
  const isMultiple = path?.sub === null && MULTIPLE.has(path.attribute);
  const isUnkept = path?.sub === null && isNeverKept(path.attribute, path.attribute);
  if (!(isMultiple || isUnkept) || reading.within !== null) throw unreadable(`"${name}" can't have brackets here.`);
  const { attribute } = path;
  const isThere = isUnkept ? { always: false } : present(attribute);
  return { and: [isThere, translate(filter, { ...reading, within: attribute })] };
}

function comparison(filter: AttrExp, { texts, within, count }: Reading): Condition {
  count.comparisons += 1;
  if (count.comparisons > MOST) throw unreadable(`It can have at most ${MOST} comparisons.`);
  // The parser takes some names of JavaScript's own for operators.
  const operator = OPERATORS.safeParse(filter.op).data;
  if (!operator) throw unreadable(`"${filter.op}" is no operator.`);
  const { attrPath: name } = filter;
  const path = within === null ? parsePath(name) : pathWithin(within, name);
  if (!path || path.filter !== null) throw unknownAttribute(name);
  const value = "compValue" in filter ? valueOf(filter.compValue, texts) : null;
  return compare({ key: keyOf(path), name, operator, value, isElement: within !== null });
}

function valueOf(value: Value, texts: readonly string[]): Value {
  return typeof value === "string" ? (texts[Number(value)] ?? "") : value;
}
