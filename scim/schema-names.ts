/** Which kind of message a request says that it is. */
import { badRequest } from "./errors";

/**
 * A request that says what it is must say what is expected. One that says nothing is taken for that: to refuse it would
 * keep a leaver in for the sake of a formality.
 */
export function requireSchema(schemas: unknown, expected: readonly string[]): void {
  if (schemas === undefined) return;
  if (!Array.isArray(schemas) || schemas.some((schema) => typeof schema !== "string")) {
    throw badRequest("invalidSyntax", "schemas must be a list of texts.");
  }
  const names = schemas.map((schema) => String(schema).toLowerCase());
  if (!expected.some((schema) => names.includes(schema.toLowerCase())))
    throw badRequest("invalidValue", `schemas must have "${expected.join('" or "')}" in it.`);
}
