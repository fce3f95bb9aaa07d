/** Which attributes an answer has (RFC 7644, section 3.9): those asked for, or all but some. id and schemas always. */
import { badRequest } from "./errors";
import { ENTERPRISE, keyOf, parsePath } from "./path";
import type { Resource } from "./resource";

export type Projection = (resource: Resource) => Resource;

type Keys = ReadonlySet<string>;

/** More than there are, and few enough to be looked through for each user of a page. */
const MOST = 100;
const ALWAYS: Keys = new Set(["id", "schemas"]);
const ENTERPRISE_KEY = "enterprise:";

/** Names of what there is not are passed over. */
export function projectionOf(wanted: readonly string[], excluded: readonly string[]): Projection {
  if (wanted.length > 0 && excluded.length > 0) {
    throw badRequest("invalidValue", "Ask by attributes or by excludedAttributes, not by both.");
  }
  if (wanted.length > MOST || excluded.length > MOST) {
    throw badRequest("invalidValue", `attributes and excludedAttributes can have at most ${MOST} names.`);
  }
  const paths = [...wanted, ...excluded].flatMap((name) => parsePath(name) ?? []);
  const keys: Keys = new Set(paths.map(keyOf));
  const named: Keys = new Set([...keys, ...ALWAYS]);
  if (wanted.length > 0) return (resource) => only(resource, named, "");
  return excluded.length > 0 ? (resource) => without(resource, keys, "") : (resource) => resource;
}

/** Attributes as they stand in an address, with commas between them. */
export function attributesIn(list: string | null): string[] {
  return (list ?? "").split(",").filter((name) => name.trim() !== "");
}

function only(resource: Resource, keys: Keys, extension: string): Resource {
  return mapped(resource, (name, value) => {
    if (name === ENTERPRISE) return keys.has(ENTERPRISE_KEY) ? value : only(objectOf(value), keys, ENTERPRISE_KEY);
    const key = extension + name.toLowerCase();
    if (keys.has(key)) return value;
    return typeof value === "object" ? parts(value, (part) => keys.has(`${key}.${part}`)) : {};
  });
}

function without(resource: Resource, keys: Keys, extension: string): Resource {
  return mapped(resource, (name, value) => {
    if (name === ENTERPRISE) return keys.has(ENTERPRISE_KEY) ? {} : without(objectOf(value), keys, ENTERPRISE_KEY);
    const key = extension + name.toLowerCase();
    if (ALWAYS.has(key)) return value;
    return keys.has(key) ? {} : parts(value, (part) => !keys.has(`${key}.${part}`));
  });
}

/** The parts of an attribute, or of each of its values; what has no parts as it is. */
function parts(value: unknown, isIncluded: (part: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => parts(one, isIncluded));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([part]) => isIncluded(part.toLowerCase())));
}

/** Without what became empty by it. */
function mapped(resource: Resource, change: (name: string, value: unknown) => unknown): Resource {
  const changed = Object.entries(resource).map(([name, value]): [string, unknown] => [name, change(name, value)]);
  return Object.fromEntries(changed.filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isEmpty);
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function objectOf(value: unknown): Resource {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
