/** The operations of a PATCH (RFC 7644, section 3.5.2), read as a whole before any of them is applied. */
import { assignAll, assignByPath, type Assignment } from "./assign";
import type { Draft } from "./draft";
import { badRequest } from "./errors";
import { isCore, parsePath } from "./path";
import { requireSchema } from "./schema-names";
import { namedParts } from "./values";

const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const MOST = 1_000;

export type Operation =
  Assignment | { readonly op: "add" | "replace"; readonly path: null; readonly name: string; readonly value: unknown };

export function readPatch(body: unknown): Operation[] {
  const request = namedParts("The request", body);
  requireSchema(request.get("schemas"), [PATCH]);
  const operations = request.get("operations");
  if (!Array.isArray(operations) || operations.length === 0) {
    throw badRequest("invalidSyntax", "Operations is missing: a PATCH says in this list what to change.");
  }
  if (operations.length > MOST) throw badRequest("invalidSyntax", `A PATCH can have at most ${MOST} operations.`);
  return operations.map(readOperation);
}

/** Applies one after the other: what one of them refuses undoes those before it, too. */
export function applyPatch(draft: Draft, operations: readonly Operation[]): Draft {
  return operations.reduce((present, operation) => {
    if (operation.path === null) return assignAll(present, operation.op, operation.value);
    return assignByPath(present, operation);
  }, draft);
}

function readOperation(operation: unknown): Operation {
  const parts = namedParts("An operation", operation);
  const op = operatorOf(parts.get("op"));
  const name = parts.get("path") ?? "";
  const value = parts.get("value");
  if (typeof name !== "string") throw badRequest("invalidPath", "The path of an operation must be text.");
  if (op !== "remove" && value === undefined) throw badRequest("invalidValue", `"${op}" needs a value.`);
  if (name.trim() === "" || isCore(name)) {
    if (op === "remove") throw badRequest("noTarget", '"remove" needs a path.');
    return { op, path: null, name, value };
  }
  const path = parsePath(name);
  if (!path) throw badRequest("invalidPath", `"${name.slice(0, 100)}" is no path to an attribute.`);
  return { op, path, name, value };
}

function operatorOf(op: unknown): "add" | "replace" | "remove" {
  // Entra ID writes "Replace".
  const operator = typeof op === "string" ? op.toLowerCase() : "";
  if (operator === "add" || operator === "replace" || operator === "remove") return operator;
  throw badRequest("invalidSyntax", "The op of an operation must be add, replace or remove.");
}
