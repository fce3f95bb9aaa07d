/**
 * The last calls of the identity platform, by which an administrator gets a connection working without reading logs.
 * Guarantees that a thousand are kept at most, that no token or package key stays in them, and that whoever has no
 * token can't push out the calls of those who do.
 */
import type { Actor } from "./actor";
import { database, rows } from "./database";
import { logLine } from "./log-line";
import { withoutKeys } from "./package-key-format";
import { mayManagePlatform } from "./rules";

export type PlatformCall = {
  readonly method: string;
  /** Below /scim/v2, with the query. */
  readonly path: string;
  readonly status: number;
  /** Why it failed, as the answer said; null where it did not. */
  readonly detail: string | null;
  /** null where no good token came along. */
  readonly tokenLabel: string | null;
  readonly address: string;
  readonly milliseconds: number;
};

export type ListedCall = PlatformCall & { readonly id: bigint; readonly at: Date };

const KEPT_CALLS = 1_000;
const LISTED_CALLS = 50;
const LONGEST = 300;
const STRANGERS_EVERY_MS = 10_000;

let strangerNotedAt = -Infinity;

/** Keeps a call. Never fails: the call was answered already, and what is lost here is said in the log. */
export async function notePlatformCall(call: PlatformCall): Promise<void> {
  if (call.tokenLabel === null && !isStrangersTurn()) return;
  try {
    await rows`
      WITH noted AS (
        INSERT INTO platform_calls (method, path, status, detail, token_label, address, milliseconds)
        VALUES (${kept(call.method)}, ${kept(call.path)}, ${call.status}, ${call.detail && kept(call.detail)},
                ${call.tokenLabel}, ${kept(call.address)}, ${Math.round(call.milliseconds)})
        RETURNING id)
      DELETE FROM platform_calls WHERE id <= (SELECT id FROM noted) - ${KEPT_CALLS}::bigint`;
  } catch (error) {
    console.error(logLine("A call of the platform could not be noted", error));
  }
}

/** Calls without a good token are noted once in ten seconds. */
function isStrangersTurn(): boolean {
  const now = performance.now();
  if (now - strangerNotedAt < STRANGERS_EVERY_MS) return false;
  strangerNotedAt = now;
  return true;
}

/** Short, without keys and tokens, and without what PostgreSQL can't hold or a page can't show. */
function kept(text: string): string {
  return withoutKeys(text)
    .slice(0, LONGEST)
    .replace(/[\p{Cc}\p{Cs}]/gu, "\uFFFD");
}

/** The last calls, newest first; none for who may not manage the platform. */
export async function listPlatformCalls(
  actor: Actor,
  { failedOnly = false }: { readonly failedOnly?: boolean } = {},
): Promise<ListedCall[]> {
  if (!mayManagePlatform(actor).allowed) return [];
  return database().platformCall.findMany({
    where: failedOnly ? { status: { gte: 400 } } : {},
    orderBy: { id: "desc" },
    take: LISTED_CALLS,
  });
}
