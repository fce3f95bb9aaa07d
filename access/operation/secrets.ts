/**
 * Removes secrets from text that somebody else wrote, such as the message of a driver. Nothing here writes one on purpose:
 * this is for what nobody thought of. Guarantees that the time grows with the length of the text and no faster, since
 * strangers choose some of it: each pattern begins where a word begins, so that no part of a text is tried twice.
 */
import { withoutKeys } from "@/access/keys/package-key-format";

const HIDDEN = "…";

/**
 * A text is cut to this before its secrets are looked for. It is far longer than any line that is kept of it, so that no
 * line ends within a secret that was cut and is not recognized any more.
 */
export const MOST_READ = 16_384;

/** What stands between white space: an address is one of them. */
const WORDS = /\S+/g;
const SCHEMES = /\b(Bearer|Basic)\s+[^\s"',;]+/gi;
/** The characters of a signed token (RFC 7519), whose first part is the base64 of `{"`. */
const DOTTED_WORDS = /[\w.-]+/g;
const SIGNED_TOKEN = "eyJ";
const NAMED_SECRETS =
  /(?<![\w-])((?=[\w-]*(?:password|secret|token|cookie|authorization|session|api[_-]?key))[\w-]+["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/gi;

export function withoutSecrets(text: string): string {
  return withoutKeys(text)
    .replace(WORDS, withoutPassword)
    .replace(SCHEMES, `$1 ${HIDDEN}`)
    .replace(DOTTED_WORDS, withoutSignedToken)
    .replace(NAMED_SECRETS, `$1${HIDDEN}`);
}

/** The password of an address may have any character: it ends at the last @. */
function withoutPassword(word: string): string {
  const scheme = word.indexOf("://");
  if (scheme === -1) return word;
  const colon = word.indexOf(":", scheme + 3);
  const at = word.lastIndexOf("@");
  return colon === -1 || at < colon ? word : `${word.slice(0, colon + 1)}${HIDDEN}${word.slice(at)}`;
}

function withoutSignedToken(word: string): string {
  const start = word.indexOf(SIGNED_TOKEN);
  return start === -1 || !word.includes(".", start) ? word : `${word.slice(0, start)}${HIDDEN}`;
}
