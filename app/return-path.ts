/** Where to go next, from an address or a form: only a path of this site, or the given default. */
export function returnPath(value: unknown, otherwise: string): string {
  if (typeof value !== "string" || !value.startsWith("/") || value.length > 2_000) return otherwise;
  // The parser sees what a browser would see in "//host", "/\host" or a tab between the slashes.
  const here = "http://latchkey.invalid";
  if (!URL.canParse(value, here)) return otherwise;
  const url = new URL(value, here);
  return url.origin === here && !url.pathname.startsWith("//") ? `${url.pathname}${url.search}` : otherwise;
}

/** The path with the number of an audit entry, for the notice that tells what was done. */
export function withNotice(path: string, entry: bigint | null): string {
  const url = new URL(path, "http://latchkey.invalid");
  if (entry === null) url.searchParams.delete("notice");
  else url.searchParams.set("notice", `${entry}`);
  return `${url.pathname}${url.search}`;
}
