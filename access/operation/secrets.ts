/**
 * Takes secrets out of a text that somebody else has written, such as the message of a driver. Nothing here writes one on
 * purpose: this is for what nobody thought of.
 */
import { withoutKeys } from "@/access/keys/package-key-format";

const HIDDEN = "…";

/** The password of an address, what follows the name of a scheme, and what is named as a secret. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*):[^\s@]*@/gi, `$1:${HIDDEN}@`],
  [/\b(Bearer|Basic)\s+[^\s"',;]+/gi, `$1 ${HIDDEN}`],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]+)*/g, HIDDEN],
  [
    /\b([\w-]*(?:password|secret|token|cookie|authorization|session|api[_-]?key)[\w-]*["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/gi,
    `$1${HIDDEN}`,
  ],
];

export function withoutSecrets(text: string): string {
  return PATTERNS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), withoutKeys(text));
}
