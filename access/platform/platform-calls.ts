/**
 * The last calls of the identity platform, by which an administrator gets a connection working without reading logs.
 * Guarantees that about a thousand are kept, that no token or package key stays in them, and that whoever has no token
 * can't push the calls of those who do out of the list or out of sight.
 */
import type { Actor } from "@/access/actor";
import { database, rows } from "@/access/database";
import { logFailure } from "@/access/operation/log";
import { mayManagePlatform } from "@/access/rules";
import { keepTyped } from "@/access/typed-text";

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

/** How many are kept and listed of those who have a token, and of strangers: apart, whichever come faster. */
const KNOWN = { kept: 950, listed: 45 };
const STRANGERS = { kept: 50, listed: 5 };
const LONGEST = 300;
const STRANGERS_EVERY_MS = 10_000;

let strangerNotedAt = -Infinity;

/** Keeps a call. Never fails: the call has its answer already, and what is lost here is said in the log. */
export async function notePlatformCall(call: PlatformCall): Promise<void> {
  const isStranger = call.tokenLabel === null;
  if (isStranger && !isStrangersTurn()) return;
  const limit = (isStranger ? STRANGERS : KNOWN).kept;
  try {
    await rows`
      WITH noted AS (
        INSERT INTO platform_calls (method, path, status, detail, token_label, address, milliseconds)
        VALUES (${kept(call.method)}, ${kept(call.path)}, ${call.status}, ${call.detail && kept(call.detail)},
                ${call.tokenLabel}, ${kept(call.address)}, ${Math.round(call.milliseconds)}))
      DELETE FROM platform_calls WHERE (token_label IS NULL) = ${isStranger} AND id <= (
        SELECT id FROM platform_calls WHERE (token_label IS NULL) = ${isStranger}
        ORDER BY id DESC LIMIT 1 OFFSET ${limit - 1})`;
  } catch (error) {
    logFailure("A call of the platform could not be noted", error);
  }
}

/** Calls without a good token are noted once in ten seconds. */
function isStrangersTurn(): boolean {
  const now = performance.now();
  if (now - strangerNotedAt < STRANGERS_EVERY_MS) return false;
  strangerNotedAt = now;
  return true;
}

function kept(text: string): string {
  return keepTyped(text, LONGEST);
}

/** The last calls, newest first, few of strangers among them; none for who may not manage the platform. */
export async function listPlatformCalls(
  actor: Actor,
  { failedOnly = false }: { readonly failedOnly?: boolean } = {},
): Promise<ListedCall[]> {
  if (!mayManagePlatform(actor).allowed) return [];
  const failed = failedOnly ? { status: { gte: 400 } } : {};
  const last = (tokenLabel: null | { not: null }, take: number): Promise<ListedCall[]> =>
    database().platformCall.findMany({ where: { ...failed, tokenLabel }, orderBy: { id: "desc" }, take });
  const calls = await Promise.all([last({ not: null }, KNOWN.listed), last(null, STRANGERS.listed)]);
  return calls.flat().sort((one, other) => Number(other.id - one.id));
}
