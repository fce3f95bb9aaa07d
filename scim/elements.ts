/**
 * E-mails, phone numbers and addresses: a request may bring several and a path may choose among them, one is kept. It is
 * called a work one, and primary, wherever the platform reads it.
 */
import type { Condition, PlatformAttribute } from "@/access/platform/platform-user-list";
import type { Assignment } from "./assign";
import { fieldsOf, KEPT_TYPE, type ProfileField, TEXTS } from "./attributes";
import type { Draft } from "./draft";
import { badRequest } from "./errors";
import { elementCondition } from "./filter";
import { keyOf } from "./path";
import { booleanOf, namedParts, textOf } from "./values";

/** Sets the value that is kept, or a part of it; null where there is no such part. */
export function assignElement(draft: Draft, assignment: Assignment): Draft | null {
  const { op, path, name, value } = assignment;
  const field = TEXTS.get(keyOf(path));
  if (path.sub !== null && !field) return null;
  if (path.filter !== null && !isKept(draft, assignment, path.filter)) return draft;
  if (field) return { ...draft, [field]: op === "remove" ? "" : textOf(name, field, value) };
  return assignWhole(draft, assignment);
}

/** Whether a path means the value that is kept. One of another type is accepted without being kept. */
function isKept(draft: Draft, { op, path, name }: Assignment, filter: string): boolean {
  const condition = elementCondition(path.attribute, filter);
  if (holds(condition, draft)) return true;
  // What is not there need not be taken away.
  if (op !== "remove" && asksForValue(condition))
    throw badRequest("noTarget", `There is nothing that "${name}" could mean.`);
  return false;
}

function holds(condition: Condition, draft: Draft): boolean {
  if ("and" in condition) return condition.and.every((part) => holds(part, draft));
  if ("or" in condition) return condition.or.some((part) => holds(part, draft));
  if ("not" in condition) return !holds(condition.not, draft);
  if ("always" in condition) return condition.always;
  const present = valueOf(draft, condition.attribute);
  if (condition.operator === "pr") return present !== "";
  const [one, other] = [present.toLowerCase(), String(condition.value).toLowerCase()];
  const compared = {
    eq: one === other,
    ne: one !== other,
    co: one.includes(other),
    sw: one.startsWith(other),
    ew: one.endsWith(other),
    gt: one > other,
    ge: one >= other,
    lt: one < other,
    le: one <= other,
  };
  return compared[condition.operator];
}

function valueOf(draft: Draft, attribute: PlatformAttribute): string {
  const field = [...TEXTS.values()].find((one) => one === attribute);
  return field ? draft[field] : "";
}

function asksForValue(condition: Condition): boolean {
  if ("and" in condition) return condition.and.some(asksForValue);
  if ("or" in condition) return condition.or.some(asksForValue);
  if ("not" in condition) return asksForValue(condition.not);
  return "attribute" in condition;
}

function assignWhole(draft: Draft, { op, path, name, value }: Assignment): Draft {
  const fields = fieldsOf(path.attribute);
  const chosen = op === "remove" ? null : chosenOf(path.attribute, name, value);
  // Adding nothing changes nothing; setting nothing leaves nothing.
  if (!chosen && op === "add") return draft;
  const isSomething = fields.some((field) => draft[field] !== "");
  // A further value, beside the one that is kept.
  if (chosen && op === "add" && path.filter === null && isSomething && isFurther(chosen)) return draft;
  const isMerged = op === "add" && path.filter !== null;
  return fields.reduce((present, field) => {
    const text = chosen?.texts.get(field) ?? (isMerged ? draft[field] : "");
    return { ...present, [field]: text };
  }, draft);
}

type Element = {
  readonly type: string | null;
  readonly primary: boolean;
  readonly texts: ReadonlyMap<ProfileField, string>;
};

function isFurther({ type, primary }: Element): boolean {
  return !primary && type !== null && type !== KEPT_TYPE;
}

/** The one that is kept: what the others are like is nobody's concern here. */
function chosenOf(attribute: string, name: string, value: unknown): Element | null {
  if (value === null) return null;
  const elements = (Array.isArray(value) ? value : [value]).map((element: unknown) => ({
    element,
    parts: typeof element === "object" && element !== null ? new Map(lowerCased(element)) : null,
  }));
  const filled = elements.filter(({ parts }) => !parts || isSomething(attribute, parts));
  const chosen =
    filled.find(({ parts }) => booleanOf(parts?.get("primary")) === true) ??
    filled.find(({ parts }) => isWork(parts?.get("type"))) ??
    filled[0];
  return chosen ? elementOf(attribute, name, chosen.element) : null;
}

function lowerCased(element: object): [string, unknown][] {
  return Object.entries(element).map(([part, given]) => [part.toLowerCase(), given]);
}

function isSomething(attribute: string, parts: ReadonlyMap<string, unknown>): boolean {
  return [...parts].some(([part, given]) => {
    const isEmpty = given === null || (typeof given === "string" && given.trim() === "");
    return TEXTS.has(`${attribute}.${part}`) && !isEmpty;
  });
}

function isWork(type: unknown): boolean {
  return typeof type === "string" && type.toLowerCase() === KEPT_TYPE;
}

function elementOf(attribute: string, name: string, value: unknown): Element {
  const parts = namedParts(name, value);
  const type = parts.get("type") ?? null;
  if (type !== null && typeof type !== "string") throw badRequest("invalidValue", `${name}.type must be text.`);
  const primary = booleanOf(parts.get("primary") ?? false);
  if (primary === null) throw badRequest("invalidValue", `${name}.primary must be true or false.`);
  const texts = [...parts].flatMap(([part, given]): [ProfileField, string][] => {
    const field = TEXTS.get(`${attribute}.${part}`);
    const text = field ? textOf(`${name}.${part}`, field, given) : "";
    return field && text !== "" ? [[field, text]] : [];
  });
  return { type: type && type.toLowerCase(), primary, texts: new Map(texts) };
}
