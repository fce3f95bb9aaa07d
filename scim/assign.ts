/** What becomes of a draft when attributes are set or taken away. Each step gives a new draft, and the old one stays. */
import { fieldsOf, HOLDERS, isIgnored, MULTIPLE, type ProfileField, READ_ONLY, TEXTS } from "./attributes";
import type { Draft } from "./draft";
import { assignElement } from "./elements";
import { badRequest } from "./errors";
import { unlessPassedOver } from "./leaver";
import { type AttributePath, isCore, keyOf, parsePath, pathWithin } from "./path";
import { activeOf, attributesOf, externalIdOf, textOf } from "./values";

export type Assignment = {
  readonly op: "add" | "replace" | "remove";
  readonly path: AttributePath;
  /** As the request wrote the path. */
  readonly name: string;
  readonly value: unknown;
};

/**
 * Sets attributes as a resource names them: a whole one, or the value of a PATCH without a path. What is not kept here
 * and what the platform can't set is passed over, so that platforms may send all that they have.
 */
export function assignAll(draft: Draft, op: "add" | "replace", resource: unknown): Draft {
  return attributesOf("The resource", resource).reduce((present, [name, value]) => {
    if (isCore(name)) return assignAll(present, op, value);
    const path = parsePath(name);
    if (!path || READ_ONLY.has(path.attribute)) return present;
    return assign(present, { op, path, name, value }) ?? present;
  }, draft);
}

/** Does what an operation with a path asks for. */
export function assignByPath(draft: Draft, assignment: Assignment): Draft {
  const { path, name } = assignment;
  return unlessPassedOver(draft, assignment, () => {
    if (READ_ONLY.has(path.attribute)) throw badRequest("mutability", `"${name}" can't be changed by the platform.`);
    const assigned = assign(draft, assignment);
    if (!assigned) throw badRequest("invalidPath", `There is no attribute "${name}": /Schemas names them.`);
    return assigned;
  });
}

/** Sets one attribute, or takes it away; null where there is none of that name. */
function assign(draft: Draft, assignment: Assignment): Draft | null {
  return unlessPassedOver(draft, assignment, () => assigned(draft, assignment));
}

function assigned(draft: Draft, assignment: Assignment): Draft | null {
  const { path, op, name, value } = assignment;
  const key = keyOf(path);
  if (isIgnored(path.attribute, key)) return draft;
  if (MULTIPLE.has(path.attribute)) return assignElement(draft, assignment);
  if (path.filter !== null) return null;
  const field = TEXTS.get(key);
  if (field) return withText(draft, field, name, op === "remove" ? null : value);
  if (HOLDERS.has(key)) return assignParts(draft, assignment);
  return assignSingle(draft, key, assignment);
}

function assignSingle(draft: Draft, key: string, { op, name, value }: Assignment): Draft | null {
  const isRemoved = op === "remove";
  switch (key) {
    case "active":
      if (isRemoved) throw badRequest("mutability", "active can't be removed. Set it to false to disable the user.");
      return { ...draft, active: activeOf(name, value) };
    case "username":
      if (isRemoved) throw badRequest("mutability", "userName can't be removed: everybody has one.");
      if (typeof value !== "string") throw badRequest("invalidValue", `${name} must be text.`);
      return { ...draft, userName: value };
    case "externalid":
      return { ...draft, externalId: isRemoved ? null : externalIdOf(name, value) };
    case "name.formatted":
      return { ...draft, formatted: typeof value === "string" && !isRemoved ? value : "" };
    default:
      return null;
  }
}

function withText(draft: Draft, field: ProfileField, name: string, value: unknown): Draft {
  // Directories hold www.example.com, which is no address that a page could lead to.
  if (field === "website" && isWithoutScheme(value)) return { ...draft, website: (draft.stays ?? draft).website };
  const text = textOf(name, field, value);
  // The name beside it belonged to the manager before.
  const isOtherManager = field === "manager" && text !== draft.manager;
  return { ...draft, [field]: text, ...(isOtherManager && { managerName: "" }) };
}

function isWithoutScheme(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "" && !/^https?:\/\//i.test(value.trim());
}

/** What is not named in the value stays as it is (RFC 7644, section 3.5.2.3). */
function assignParts(draft: Draft, assignment: Assignment): Draft {
  const { op, name } = assignment;
  const holder = assignment.path.attribute;
  const value = holder === "enterprise:manager" ? managerOf(assignment.value) : assignment.value;
  if (op === "remove" || value === null) return withoutFields(draft, fieldsOf(holder));
  return attributesOf(name, value).reduce((present, [part, partValue]) => {
    const path = pathWithin(holder, part);
    if (!path) return present;
    return assign(present, { op, path, name: `${name}.${part}`, value: partValue }) ?? present;
  }, draft);
}

/** Entra ID has been seen to send the manager as text and as a list of one; the standard says an object. */
function managerOf(value: unknown): unknown {
  const manager: unknown = Array.isArray(value) ? (value[0] ?? null) : value;
  if (typeof manager === "string") return { value: manager };
  if (typeof manager !== "object" || manager === null) return manager;
  // The id before the name, which belongs to it.
  return Object.fromEntries(attributesOf("manager", manager).toSorted(([one], [other]) => rank(one) - rank(other)));
}

function rank(part: string): number {
  return part.toLowerCase() === "value" ? 0 : 1;
}

function withoutFields(draft: Draft, fields: readonly ProfileField[]): Draft {
  return fields.reduce((present, field) => ({ ...present, [field]: "" }), draft);
}
