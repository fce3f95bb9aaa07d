/** What an entry tells in numbers: what a change ended, stopped and gave back, and how much that was used until then. */
import { z } from "zod";
import { KEY_BLOCKS } from "@/access/rules";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";
import type { AuditEntry } from "./audit";

const keyBlocked = z.object({ status: z.literal("ENABLED"), block: z.enum(KEY_BLOCKS) });
const count = z.number().catch(0);
const numbers = z.object({
  sessionsEnded: count,
  keysStopped: count,
  keysRestored: count,
  applications: count,
  keys: count,
});

/** "1 open session ended. 2 package keys stopped working.", a sentence each; none where there was nothing of it. */
export function numbersOf({ event, after, effects }: AuditEntry): string[] {
  // Of a single key the number is 1 or 0. What there is to tell is why it does not work although it is enabled.
  const blocked = event.startsWith("package-key.") ? keyBlocked.safeParse(after).data : undefined;
  if (blocked) return [`${browserTexts().keyBlocks[blocked.block]}.`];
  const parsed = numbers.safeParse(effects).data;
  if (!parsed || event.startsWith("package-key.")) return [];
  const { sessionsEnded, keysStopped, keysRestored, applications, keys } = parsed;
  const { effects: told } = texts().entries;
  const isGone = event.endsWith(".deleted") && applications + keys > 0;
  return [
    ...(sessionsEnded > 0 ? [told.sessionsEnded(sessionsEnded)] : []),
    ...(keysStopped > 0 ? [told.keysStopped(keysStopped)] : []),
    ...(keysRestored > 0 ? [told.keysRestored(keysRestored)] : []),
    ...(isGone ? [told.alsoDeleted(applications, keys)] : []),
  ];
}

/** "3 sessions of linus ended.", where somebody else ended them. */
export function endedSessions({ effects }: AuditEntry, username: string): string {
  const { sessionsEnded = 0 } = numbers.safeParse(effects).data ?? {};
  return texts().entries.effects.sessionsOfEnded(sessionsEnded, username);
}

const place = z.object({ address: z.string().min(1) });

/** Where the one session was that somebody else ended; of several the entry tells the number alone. */
export function endedPlace({ event, before }: AuditEntry): string {
  const ended = event === "session.ended" ? place.safeParse(before).data : undefined;
  return ended ? texts().entries.signedInFrom(ended.address) : "";
}

// Entries of the time before gates counted calls tell nothing of them.
const use = z.object({
  keysStopped: count,
  keysRestored: count,
  applications: z.int().positive(),
  callsLastDay: z.int(),
  lastUsedAt: z.iso.datetime().optional(),
});

/**
 * "In 1 application; at least 1,204 calls in the 24 hours before; last use 2026-11-02 10:00 UTC.", about the keys that
 * stopped or work again. Gates may have told of more calls since.
 */
export function usageOf({ event, effects }: AuditEntry): string {
  const parsed = use.safeParse(effects).data;
  const isStatus = event === "user.disabled" || event === "user.enabled";
  if (!parsed || !isStatus || parsed.keysStopped + parsed.keysRestored === 0) return "";
  const { lastUsedAt, ...counts } = parsed;
  return texts().entries.effects.usage({
    ...counts,
    lastUsedAt: lastUsedAt === undefined ? null : new Date(lastUsedAt),
  });
}
