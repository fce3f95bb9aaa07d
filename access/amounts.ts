/** Amounts in words, as pages and the audit tell them. */

/** "1 open session", "2 open sessions", "12,345 open sessions"; nothing for none. */
export function counted(number: number, noun: string): string {
  if (number === 0) return "";
  return number === 1 ? `1 ${noun}` : `${number.toLocaleString("en")} ${noun}s`;
}

/** "no open session", "1 open session", "2 open sessions". */
export function openSessions(number: number): string {
  return counted(number, "open session") || "no open session";
}

/** "no package key", "1 package key", "2 package keys". */
export function packageKeys(number: number): string {
  return counted(number, "package key") || "no package key";
}

/** "no working package key", "1 working package key", "2 working package keys". */
export function workingKeys(number: number): string {
  return counted(number, "working package key") || "no working package key";
}
