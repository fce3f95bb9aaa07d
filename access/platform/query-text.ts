/**
 * What a plus in an address stands for. RFC 3986 says a plus; forms, and the clients that encode like them, mean a blank
 * (RFC 7644 says neither). A filter tells which: outside of its texts it has blanks and never a plus, so a client that
 * writes a plus there encodes like a form, and any other one means the plus of ada+test@example.com.
 */

/** The query of an address in which each plus that is one is written in the way that nobody takes for a blank. */
export function withPlainPluses(query: string): string {
  return query
    .replace(/^\?/, "")
    .split("&")
    .map((part) => (isLikeForm(part) ? part : part.replaceAll("+", "%2B")))
    .join("&");
}

function isLikeForm(part: string): boolean {
  const [name] = new URLSearchParams(part).keys();
  return name !== "filter" || hasPlusOutsideOfTexts(part);
}

/** A quote, or a backslash that keeps the next character from ending a text, may be encoded or not. */
function hasPlusOutsideOfTexts(part: string): boolean {
  let isInText = false;
  let isEscaped = false;
  for (const [token] of part.matchAll(/%[0-9a-f]{2}|./gis)) {
    if (token === "+" && !isInText) return true;
    const character = PLAIN[token.toLowerCase()] ?? token;
    if (character === '"' && !isEscaped) isInText = !isInText;
    isEscaped = isInText && character === "\\" && !isEscaped;
  }
  return false;
}

const PLAIN: Readonly<Record<string, string>> = { "%22": '"', "%5c": "\\" };
