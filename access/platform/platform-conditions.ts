/**
 * Conditions of the platform on its users, in SQL over the users `u`. Guarantees that a condition is true or false of
 * each user, also where a field is empty, which counts as absent: nothing is true of an absent one but `ne`.
 */
import { isId } from "@/access/ids";
import { anyFieldHas, folded, literally } from "@/access/lists/lists";
import { usernameKey } from "@/access/users/username";
import { Prisma } from "@/generated/prisma/client";
import { hasScimId, SCIM_ID } from "./platform-user-rows";
import type { Comparison, Condition, PlatformAttribute } from "./platform-user-list";

export function holds(condition: Condition): Prisma.Sql {
  if ("always" in condition) return condition.always ? TRUE : FALSE;
  if ("and" in condition) return joined(condition.and, " AND ", TRUE);
  if ("or" in condition) return joined(condition.or, " OR ", FALSE);
  if ("not" in condition) return not(holds(condition.not));
  const { attribute } = condition;
  if (attribute === "active") return activeHolds(condition);
  if (attribute === "created" || attribute === "lastModified") return timeHolds(TIMES[attribute], condition);
  return textHolds(attribute, condition);
}

type Simple = Extract<Condition, { readonly attribute: PlatformAttribute }>;

const TRUE = Prisma.sql`true`;
const FALSE = Prisma.sql`false`;

function joined(conditions: readonly Condition[], by: string, none: Prisma.Sql): Prisma.Sql {
  return conditions.length === 0 ? none : Prisma.sql`(${Prisma.join(conditions.map(holds), by)})`;
}

/** What is unknown, because a field is empty, does not hold: so its opposite does. */
function not(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${condition}) IS NOT TRUE`;
}

function activeHolds(condition: Simple): Prisma.Sql {
  if (condition.operator === "pr") return TRUE;
  const { operator, value } = condition;
  if (typeof value !== "boolean" || (operator !== "eq" && operator !== "ne")) return FALSE;
  return (operator === "eq") === value ? Prisma.sql`u.status = 'ENABLED'` : Prisma.sql`u.status <> 'ENABLED'`;
}

const TIMES = { created: Prisma.sql`u.created_at`, lastModified: Prisma.sql`u.updated_at` };

function timeHolds(column: Prisma.Sql, condition: Simple): Prisma.Sql {
  if (condition.operator === "pr") return TRUE;
  const { operator, value } = condition;
  if (!(value instanceof Date) || isPartial(operator)) return FALSE;
  return Prisma.sql`${column} ${SIGNS[operator]} ${value}::timestamptz`;
}

type PartialComparison = "co" | "sw" | "ew";

function isPartial(operator: Comparison): operator is PartialComparison {
  return operator === "co" || operator === "sw" || operator === "ew";
}

const SIGNS: Record<Exclude<Comparison, PartialComparison>, Prisma.Sql> = {
  eq: Prisma.sql`=`,
  ne: Prisma.sql`<>`,
  gt: Prisma.sql`>`,
  ge: Prisma.sql`>=`,
  lt: Prisma.sql`<`,
  le: Prisma.sql`<=`,
};

type TextAttribute = Exclude<PlatformAttribute, "active" | "created" | "lastModified">;

type TextColumn = {
  readonly column: Prisma.Sql;
  /** Compared as it is; anything else without regard to case and to compatibility forms. */
  readonly exact?: true;
  /** Part of the text that is searched by its index. */
  readonly searched?: true;
};

const TEXTS: Record<TextAttribute, TextColumn> = {
  id: { column: Prisma.sql`${SCIM_ID}::text`, exact: true },
  externalId: { column: Prisma.sql`u.external_id`, exact: true },
  userName: { column: Prisma.sql`u.username`, searched: true },
  displayName: { column: Prisma.sql`u.display_name`, searched: true },
  firstName: { column: Prisma.sql`u.first_name`, searched: true },
  lastName: { column: Prisma.sql`u.last_name`, searched: true },
  email: { column: Prisma.sql`u.email`, searched: true },
  phone: { column: Prisma.sql`u.phone`, searched: true },
  website: { column: Prisma.sql`u.website`, searched: true },
  company: { column: Prisma.sql`u.company`, searched: true },
  locality: { column: Prisma.sql`u.locality`, searched: true },
  region: { column: Prisma.sql`u.region`, searched: true },
  postalCode: { column: Prisma.sql`u.postal_code`, searched: true },
  country: { column: Prisma.sql`u.country`, searched: true },
  department: { column: Prisma.sql`u.department` },
  employeeNumber: { column: Prisma.sql`u.employee_number` },
  manager: { column: Prisma.sql`u.manager` },
  managerName: { column: Prisma.sql`u.manager_name` },
};

function textHolds(attribute: TextAttribute, condition: Simple): Prisma.Sql {
  const text = TEXTS[attribute];
  const isThere = Prisma.sql`${text.column} <> ''`;
  if (condition.operator === "pr") return isThere;
  if (typeof condition.value !== "string") return FALSE;
  const { operator } = condition;
  // PostgreSQL holds no NUL, and nobody's text has the character that takes its place here.
  const value = condition.value.toWellFormed().replaceAll("\0", "\uFFFD");
  if (operator === "ne") return not(equals(attribute, value));
  if (operator === "eq") return Prisma.sql`(${isThere} AND ${equals(attribute, value)})`;
  if (isPartial(operator)) return Prisma.sql`(${isThere} AND ${has(text, operator, value)})`;
  const [left, right] = [comparable(text, text.column), comparable(text, Prisma.sql`${value}::text`)];
  return Prisma.sql`(${isThere} AND ${left} COLLATE "C" ${SIGNS[operator]} ${right} COLLATE "C")`;
}

/** By what platforms look users up: an index of its own finds each of the first three, and e-mail addresses as compared. */
function equals(attribute: TextAttribute, value: string): Prisma.Sql {
  if (attribute === "id") return isId(value) && !/[A-F]/.test(value) ? hasScimId(value) : FALSE;
  if (attribute === "externalId") return Prisma.sql`u.external_id = ${value}`;
  if (attribute === "userName") return Prisma.sql`u.username_key = ${usernameKey(value)}`;
  const text = TEXTS[attribute];
  const same = Prisma.sql`${comparable(text, text.column)} = ${comparable(text, Prisma.sql`${value}::text`)}`;
  return text.searched && attribute !== "email" ? Prisma.sql`(${anyFieldHas(value)} AND ${same})` : same;
}

function has(text: TextColumn, operator: PartialComparison, value: string): Prisma.Sql {
  const literal = literally(text.exact ? value : value.normalize("NFKC"));
  const pattern = `${operator === "sw" ? "" : "%"}${literal}${operator === "ew" ? "" : "%"}`;
  const fits = Prisma.sql`${comparable(text, text.column)} LIKE ${comparable(text, Prisma.sql`${pattern}::text`)}`;
  return text.searched ? Prisma.sql`${anyFieldHas(value)} AND ${fits}` : fits;
}

function comparable({ exact }: TextColumn, text: Prisma.Sql): Prisma.Sql {
  return exact ? text : folded(text);
}
