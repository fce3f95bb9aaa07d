/**
 * The tokens with which the identity platform calls /scim/v2. Guarantees that a token is shown once and stored as a hash,
 * that two live at once at most, so that one can take the place of the other, and that a revoked one is refused from the
 * next call on, for good.
 */
import { randomUUID, timingSafeEqual } from "node:crypto";
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Created, type Outcome, type Refused, guardChange, refuse } from "@/access/change";
import { database, rows } from "@/access/database";
import { isId } from "@/access/ids";
import { hashPackageKey, isPackageKey, makePackageKey } from "@/access/keys/package-key-format";
import { mayManagePlatform } from "@/access/rules";
import { runChange } from "@/access/run-change";

/** One takes the place of the other: both are in use for the time that it takes to change over. */
export const LIVE_TOKENS = 2;

/** Use is written at most this often, so that a call costs one read. */
const TOUCH_SECONDS = 60;

/** Stands where a package key has its environment, so that a token that was pasted somewhere is recognized as one is. */
const KIND = "scim";

export type PlatformToken = {
  readonly id: string;
  readonly label: string;
  readonly lastFour: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
};

/** All tokens, those in use first, then the latest; none for who may not manage them. */
export async function listPlatformTokens(actor: Actor): Promise<PlatformToken[]> {
  if (!mayManagePlatform(actor).allowed) return [];
  return database().platformToken.findMany({
    orderBy: [{ revokedAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }],
    take: 50,
    omit: { hash: true },
  });
}

/** A token that is in use, by its id; null for any other and for who may not manage them. */
export async function findPlatformToken(actor: Actor, id: string): Promise<PlatformToken | null> {
  if (!mayManagePlatform(actor).allowed || !isId(id)) return null;
  return database().platformToken.findFirst({ where: { id, revokedAt: null }, omit: { hash: true } });
}

export type NewToken = Created & { readonly token: string };

/**
 * Creates a token and hands it over, this one time. The label is of platformTokenLabelField. A browser without scripts
 * sends a form again when its answer is loaded again: one id makes one token.
 */
export async function createPlatformToken(
  actor: Actor,
  label: string,
  id: string = randomUUID(),
): Promise<NewToken | Refused> {
  const token = makePackageKey(KIND);
  return runChange(actor, async (tx) => {
    const refused = await guardChange(tx, actor, "platform-token.created", mayManagePlatform, () => ({ token: label }));
    if (refused) return refused;
    await tx.rows`SELECT pg_advisory_xact_lock(hashtextextended('latchkey: platform tokens', 0))`;
    const tokens = await tx.rows<{ id: string }>`
      SELECT id FROM platform_tokens WHERE revoked_at IS NULL OR id = ${id}::uuid`;
    if (tokens.some((known) => known.id === id.toLowerCase())) return { ok: false, refusal: "sent_before" };
    if (tokens.length >= LIVE_TOKENS) {
      return refuse(tx, actor, "platform-token.created", "too_many_platform_tokens", null, { token: label });
    }
    const [created] = await tx.rows<{ id: string }>`
      INSERT INTO platform_tokens (id, label, hash, last_four, created_by)
      VALUES (${id}::uuid, ${label}, ${hashPackageKey(token)}, ${token.slice(-4)}, ${actor.username}) RETURNING id`;
    if (!created) throw new Error("The token was not written.");
    const entry = await record(tx, actor, {
      event: "platform-token.created",
      subject: null,
      after: { token: label, id: created.id },
    });
    return { ok: true, entry, id: created.id, token };
  });
}

/** Revokes a token. Calls that come with it from then on are refused. */
export async function revokePlatformToken(actor: Actor, id: string): Promise<Outcome> {
  return runChange(actor, async (tx) => {
    const refused = await guardChange(tx, actor, "platform-token.revoked", mayManagePlatform, () => ({}));
    if (refused) return refused;
    const [revoked] = isId(id)
      ? await tx.rows<{ label: string }>`
          UPDATE platform_tokens SET revoked_at = now() WHERE id = ${id}::uuid AND revoked_at IS NULL RETURNING label`
      : [];
    if (!revoked) return { ok: false, refusal: "unknown_platform_token" };
    const before = { token: revoked.label, id };
    return { ok: true, entry: await record(tx, actor, { event: "platform-token.revoked", subject: null, before }) };
  });
}

/** The token that is in use and equals this one; null where there is none. Notes the use. */
export async function findLiveToken(token: string): Promise<{ readonly id: string; readonly label: string } | null> {
  if (!isPackageKey(token)) return null;
  const hash = hashPackageKey(token);
  const live = await rows<{ id: string; label: string; hash: Buffer; stale: boolean }>`
    SELECT id, label, hash,
           coalesce(last_used_at < now() - make_interval(secs => ${TOUCH_SECONDS}::int), true) AS stale
    FROM platform_tokens WHERE revoked_at IS NULL`;
  const found = live.find((row) => timingSafeEqual(row.hash, hash));
  if (found?.stale) await rows`UPDATE platform_tokens SET last_used_at = now() WHERE id = ${found.id}::uuid`;
  return found ? { id: found.id, label: found.label } : null;
}
