/** What a list is asked for: by an address, or by the body of a search (RFC 7644, sections 3.4.2 and 3.4.3). */
import { z } from "zod";
import type { PlatformQuery } from "@/access/platform/platform-user-list";
import { badRequest } from "./errors";
import { conditionOf } from "./filter";
import { attributesIn, type Projection, projectionOf } from "./projection";
import { requireSchema } from "./schema-names";
import { namedParts } from "./values";

const PAGE = 100;
export const LONGEST_PAGE = 200;
const SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

export type ListQuery = PlatformQuery & { readonly project: Projection };

export function queryOfAddress(parameters: URLSearchParams): ListQuery {
  return {
    condition: filterOf(parameters.get("filter")),
    startIndex: startIndexOf(parameters.get("startIndex")),
    count: countOf(parameters.get("count")),
    project: projectionOfAddress(parameters),
  };
}

export function projectionOfAddress(parameters: URLSearchParams): Projection {
  return projectionOf(attributesIn(parameters.get("attributes")), attributesIn(parameters.get("excludedAttributes")));
}

export function queryOfBody(body: unknown): ListQuery {
  const parts = namedParts("The request", body);
  requireSchema(parts.get("schemas"), [SEARCH]);
  return {
    condition: filterOf(textOf("filter", parts.get("filter"))),
    startIndex: startIndexOf(numberOf("startIndex", parts.get("startindex"))),
    count: countOf(numberOf("count", parts.get("count"))),
    project: projectionOf(
      listOf("attributes", parts.get("attributes")),
      listOf("excludedAttributes", parts.get("excludedattributes")),
    ),
  };
}

function filterOf(text: string | null): ListQuery["condition"] {
  return text === null || text.trim() === "" ? null : conditionOf(text);
}

/** The standard takes anything below one for one. */
function startIndexOf(text: string | null): number {
  return Math.max(wholeNumber("startIndex", text) ?? 1, 1);
}

function countOf(text: string | null): number {
  return Math.min(Math.max(wholeNumber("count", text) ?? PAGE, 0), LONGEST_PAGE);
}

function wholeNumber(name: string, text: string | null): number | null {
  if (text === null || text.trim() === "") return null;
  if (!/^[+-]?\d{1,300}$/.test(text.trim())) throw badRequest("invalidValue", `${name} must be a whole number.`);
  return Number(text);
}

function textOf(name: string, value: unknown): string | null {
  return expected(name, z.string().nullish(), value, "text") ?? null;
}

function numberOf(name: string, value: unknown): string | null {
  return expected(name, z.int().nullish(), value, "a whole number")?.toString() ?? null;
}

function listOf(name: string, value: unknown): string[] {
  return expected(name, z.array(z.string()).nullish(), value, "a list of texts") ?? [];
}

function expected<Schema extends z.ZodType>(
  name: string,
  rule: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const parsed = rule.safeParse(value);
  if (!parsed.success) throw badRequest("invalidValue", `${name} must be ${what}.`);
  return parsed.data;
}
