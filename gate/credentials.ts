/** Finds the key of a call in its headers. */

/** No key, a key that can't be read without doubt, or the text that may be a key. */
export type Credential =
  { readonly kind: "none" } | { readonly kind: "ambiguous" } | { readonly kind: "key"; readonly text: string };

const NONE: Credential = { kind: "none" };
const AMBIGUOUS: Credential = { kind: "ambiguous" };
const BEARER = /^bearer(?: +|$)/i;

/**
 * Reads the headers as they came: Node's own list of headers leaves out a second Authorization, so that the gate and the
 * API behind it could believe different ones. An empty header says nothing, as does another scheme than Bearer.
 */
export function readCredential(rawHeaders: readonly string[]): Credential {
  let apiKey: string | undefined;
  let authorization: string | undefined;
  for (let place = 0; place < rawHeaders.length; place += 2) {
    const name = rawHeaders[place] ?? "";
    if (isNamed(name, "x-api-key")) {
      if (apiKey !== undefined) return AMBIGUOUS;
      apiKey = rawHeaders[place + 1] ?? "";
    } else if (isNamed(name, "authorization")) {
      if (authorization !== undefined) return AMBIGUOUS;
      authorization = rawHeaders[place + 1] ?? "";
    }
  }
  return choose(apiKey ?? "", authorization === undefined ? "" : bearerToken(authorization));
}

function isNamed(name: string, wanted: string): boolean {
  return name.length === wanted.length && name.toLowerCase() === wanted;
}

function bearerToken(authorization: string): string {
  const [scheme] = BEARER.exec(authorization) ?? [];
  return scheme === undefined ? "" : authorization.slice(scheme.length);
}

function choose(apiKey: string, token: string): Credential {
  if (apiKey !== "" && token !== "" && apiKey !== token) return AMBIGUOUS;
  const text = apiKey || token;
  return text === "" ? NONE : { kind: "key", text };
}
