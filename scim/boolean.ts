/** true and false, also as text: Entra ID writes "False". null for everything else. */
export function booleanOf(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string" || !/^(true|false)$/i.test(value)) return null;
  return value.toLowerCase() === "true";
}
