/**
 * What somebody typed and we keep: names in refused attempts, subjects, reasons, labels. Guarantees that it is short, shows as
 * what it is, and holds no whole package key or token.
 */
import { withoutKeys } from "./keys/package-key-format";

// Control characters and lone surrogates, line separators, and what has no shape or turns the direction of a line. Joiners stay:
// some languages write with them.
const MARKS = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200C\u200D])\p{Cf}/gu;

/** The text as it may be kept, cut to so many characters. A mark that can't be shown becomes a replacement character. */
export function keepTyped(text: string, longest: number): string {
  const bare = text.replace(MARKS, "");
  const masked = withoutKeys(bare);
  // A key with a mark in its midst is read as a key.
  const shown = masked === bare ? text.replace(MARKS, "\uFFFD") : masked;
  return Array.from(shown.slice(0, 2 * longest))
    .slice(0, longest)
    .join("");
}
