/** Which attributes an answer has (RFC 7644, section 3.9): those asked for, or all but some. id and schemas always. */
import { badRequest } from "./errors";
import { type AttributePath, ENTERPRISE, keyOf, parsePath } from "./path";
import type { Resource } from "./resource";

export type Projection = (resource: Resource) => Resource;

const ALWAYS: readonly string[] = ["id", "schemas"];

/** Names of what there is not are passed over. */
export function projectionOf(wanted: readonly string[], excluded: readonly string[]): Projection {
  if (wanted.length > 0 && excluded.length > 0) {
    throw badRequest("invalidValue", "Ask by attributes or by excludedAttributes, not by both.");
  }
  const paths = [...wanted, ...excluded].flatMap((name) => parsePath(name) ?? []);
  if (wanted.length > 0) return (resource) => only(resource, paths, "");
  return excluded.length > 0 ? (resource) => without(resource, paths, "") : (resource) => resource;
}

/** Attributes as they stand in an address, with commas between them. */
export function namesIn(list: string | null): string[] {
  return (list ?? "").split(",").filter((name) => name.trim() !== "");
}

function only(resource: Resource, paths: readonly AttributePath[], extension: string): Resource {
  return mapped(resource, (name, value) => {
    if (name === ENTERPRISE)
      return hasKey(paths, ENTERPRISE_KEY) ? value : only(objectOf(value), paths, ENTERPRISE_KEY);
    const key = `${extension}${name.toLowerCase()}`;
    if (hasKey(paths, key) || (extension === "" && ALWAYS.includes(key))) return value;
    return paths.some(({ attribute }) => attribute === key)
      ? parts(value, (part) => hasKey(paths, `${key}.${part}`))
      : {};
  });
}

function without(resource: Resource, paths: readonly AttributePath[], extension: string): Resource {
  return mapped(resource, (name, value) => {
    if (name === ENTERPRISE)
      return hasKey(paths, ENTERPRISE_KEY) ? {} : without(objectOf(value), paths, ENTERPRISE_KEY);
    const key = `${extension}${name.toLowerCase()}`;
    if (extension === "" && ALWAYS.includes(key)) return value;
    if (hasKey(paths, key)) return {};
    return parts(value, (part) => !hasKey(paths, `${key}.${part}`));
  });
}

const ENTERPRISE_KEY = "enterprise:";

function hasKey(paths: readonly AttributePath[], key: string): boolean {
  return paths.some((path) => keyOf(path) === key);
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
