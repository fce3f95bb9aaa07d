/**
 * The end of the chain as a sentence in a log, which whoever rewrites the database can't reach. Compared later, it shows that
 * the chain was computed anew or cut off.
 */
import type { ShownLink } from "./audit-chain";

const SENTENCE = /The audit ends at (\d{1,18}):([0-9a-f]{64})\./g;

export function describeAuditEnd({ position, hash }: ShownLink): string {
  return `The audit ends at ${position}:${hash}.`;
}

/** All that stand in a text, whatever is around them: lines of JSON, of a service manager, or bare ones. */
export function findAuditEnds(text: string): ShownLink[] {
  return [...text.matchAll(SENTENCE)].map(([, position = "", hash = ""]) => ({ position: BigInt(position), hash }));
}
