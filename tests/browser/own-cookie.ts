/** What the console at this address calls a cookie of its own: by its port. */
export function ownCookie(name: string, url: string | undefined): string {
  return `latchkey-${name}-${new URL(url ?? "").port}`;
}
