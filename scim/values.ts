/** Single values as requests bring them. What is no such value is refused, with the attribute's name in the sentence. */
import type { z } from "zod";
import { platformProfileFields } from "@/access/users/profile";
import type { ProfileField } from "./attributes";
import { badRequest } from "./errors";

/** Bytes, since they go into an index, which takes no longer ones. */
const LONGEST_EXTERNAL_ID = 1_024;

/** true and false, also as text: Entra ID writes "False". null for everything else. */
export function booleanOf(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string" || !/^(true|false)$/i.test(value)) return null;
  return value.toLowerCase() === "true";
}

/** Empty where the value is null: in SCIM, both say that there is none (RFC 7643, section 2.5). */
export function textOf(name: string, field: ProfileField, value: unknown): string {
  if (value === null) return "";
  if (typeof value === "string" && value.trim() === "") return "";
  return checked(name, platformProfileFields.shape[field], isExact(value) ? String(value) : value);
}

/** A number whose digits are those that were sent: numbers of employees come as such. */
function isExact(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

export function activeOf(name: string, value: unknown): boolean {
  const active = booleanOf(value);
  if (active === null) throw badRequest("invalidValue", `${name} must be true or false. Nothing was changed.`);
  return active;
}

/** Exactly as it came: single sign-on compares it with what the provider says. */
export function externalIdOf(name: string, value: unknown): string | null {
  if (value === null || value === "") return null;
  if (typeof value !== "string") throw badRequest("invalidValue", `${name} must be text.`);
  if (Buffer.byteLength(value) > LONGEST_EXTERNAL_ID) {
    throw badRequest("invalidValue", `${name} can have at most ${LONGEST_EXTERNAL_ID} bytes.`);
  }
  if (value.includes("\0") || !value.isWellFormed()) {
    throw badRequest("invalidValue", `${name} has a character that can't be stored.`);
  }
  return value;
}

/** By the product's own rules, which tell in a sentence what is wrong. */
export function checked(name: string, rule: z.ZodString, value: unknown): string {
  const parsed = rule.safeParse(value);
  if (parsed.success) return parsed.data;
  throw badRequest("invalidValue", `${name}: ${parsed.error.issues[0]?.message ?? "This value can't be kept."}`);
}

/** The attributes of an object by their names, which have no case; two of one name contradict each other. */
export function attributesOf(name: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badRequest("invalidValue", `${name} must be an object.`);
  }
  const attributes = Object.entries(value);
  const names = new Set(attributes.map(([attribute]) => attribute.toLowerCase()));
  if (names.size < attributes.length) throw badRequest("invalidSyntax", `${name} has an attribute twice.`);
  return attributes;
}

/** The same by their names in lower case. */
export function namedParts(name: string, value: unknown): ReadonlyMap<string, unknown> {
  return new Map(attributesOf(name, value).map(([part, given]) => [part.toLowerCase(), given]));
}
