// What a browser never gets back of what it sent: a password, a code, a header that opens something elsewhere.
const NEVER = /password|authorization|^(?:code|proof)$/i;

export function isGivenBack(name: string): boolean {
  return !NEVER.test(name) && !name.startsWith("$");
}
