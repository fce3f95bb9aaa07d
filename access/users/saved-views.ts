/**
 * Views of the list of users under a name: search, filters and order, as the address has them. Everybody who reaches the
 * console has their own, and sees those that others share; whose it is changes it, and of the shared ones an
 * administrator keeps order as well. A view is an address: what the list no longer knows of it, the list says.
 */
import { z } from "zod";
import type { Actor } from "@/access/actor";
import { type Refused, type Taken, lockAskerFor } from "@/access/change";
import { type Tx, rows } from "@/access/database";
import { isId } from "@/access/ids";
import { keyNameIn } from "@/access/keys/package-key-format";
import { mayChangeView, mayReachConsole } from "@/access/rules";
import { runChange, unlessTaken } from "@/access/run-change";
import { Prisma } from "@/generated/prisma/client";
import { keepTyped } from "@/access/typed-text";
import { texts } from "@/text/texts";
import { parseUserListQuery, userListAddress } from "./user-list";

export type SavedView = {
  readonly id: string;
  readonly name: string;
  readonly shared: boolean;
  /** What the address of the list says. */
  readonly query: string;
  readonly ownerId: string;
  readonly ownerUsername: string;
};

const LONGEST_NAME = 60;

export const viewNameField = z
  .string({ error: () => texts().forms.openAgain })
  .trim()
  .min(1, { error: () => texts().views.name.missing })
  .max(LONGEST_NAME, { error: () => texts().views.name.tooLong(LONGEST_NAME) })
  .refine((name) => keepTyped(name, LONGEST_NAME) === name || keyNameIn(name) !== null, {
    error: () => texts().views.name.unreadable,
  })
  .refine((name) => keyNameIn(name) === null, { error: () => texts().views.name.hasKey });

/** How many of their own one person can save. */
export const MOST_VIEWS = 100;

const VIEWS = Prisma.sql`
  SELECT v.id, v.name, v.shared, v.query, v.owner_id AS "ownerId", u.username AS "ownerUsername"
  FROM saved_views v JOIN users u ON u.id = v.owner_id`;

/** The actor's own, and then what others share. */
export async function listViews(actor: Actor): Promise<SavedView[]> {
  if (!mayReachConsole(actor).allowed || actor.id === null) return [];
  return rows<SavedView>`
    ${VIEWS} WHERE v.owner_id = ${actor.id}::uuid OR v.shared
    ORDER BY v.owner_id <> ${actor.id}::uuid, v.name, v.id LIMIT 500`;
}

/** One that the actor sees. */
export async function findView(actor: Actor, id: string): Promise<SavedView | null> {
  if (!mayReachConsole(actor).allowed || actor.id === null || !isId(id)) return null;
  const [view] = await rows<SavedView>`
    ${VIEWS} WHERE v.id = ${id}::uuid AND (v.owner_id = ${actor.id}::uuid OR v.shared)`;
  return view ?? null;
}

export type ViewToSave = { readonly name: string; readonly shared: boolean };

type Saved = { readonly ok: true; readonly id: string };
type TooMany = { readonly ok: false; readonly refusal: "too_many" };

/** Saves what an address says, as far as the list knows it. */
export function saveView(
  actor: Actor,
  { name, shared, address }: ViewToSave & { readonly address: string },
): Promise<Saved | Refused | Taken | TooMany> {
  const query = userListAddress(parseUserListQuery(Object.fromEntries(new URLSearchParams(address))));
  return unlessTaken(actor, async (tx) => {
    const asker = await lockAskerFor(tx, actor, mayReachConsole);
    if (!asker) return { ok: false, refusal: "signed_out" };
    if (!mayReachConsole(asker).allowed || asker.id === null) return { ok: false, refusal: "not_permitted" };
    const [own] = await tx.rows<{ count: number }>`
      SELECT count(*)::int AS count FROM saved_views WHERE owner_id = ${asker.id}::uuid`;
    if ((own?.count ?? 0) >= MOST_VIEWS) return { ok: false, refusal: "too_many" };
    const [saved] = await tx.rows<{ id: string }>`
      INSERT INTO saved_views (owner_id, name, shared, query) VALUES (${asker.id}::uuid, ${name}, ${shared}, ${query})
      RETURNING id`;
    if (!saved) throw new Error("The view was not written.");
    return { ok: true, id: saved.id };
  });
}

/** Gives a view another name, and shares it or does not. */
export function changeView(
  actor: Actor,
  { id, name, shared }: ViewToSave & { readonly id: string },
): Promise<{ readonly ok: true } | Refused | Taken> {
  return unlessTaken(actor, async (tx) => {
    const refused = await guardView(tx, actor, id);
    if (refused) return refused;
    await tx.rows`
      UPDATE saved_views SET name = ${name}, shared = ${shared}, updated_at = now() WHERE id = ${id}::uuid`;
    return { ok: true };
  });
}

export function removeView(actor: Actor, id: string): Promise<{ readonly ok: true } | Refused> {
  return runChange(actor, async (tx) => {
    const refused = await guardView(tx, actor, id);
    if (refused) return refused;
    await tx.rows`DELETE FROM saved_views WHERE id = ${id}::uuid`;
    return { ok: true };
  });
}

/** Null where the view may be changed; one that the actor doesn't see is as good as none. */
async function guardView(tx: Tx, actor: Actor, id: string): Promise<Refused | null> {
  const asker = await lockAskerFor(tx, actor, mayReachConsole);
  if (!asker) return { ok: false, refusal: "signed_out" };
  const reaches = mayReachConsole(asker);
  if (!reaches.allowed) return { ok: false, refusal: reaches.refusal };
  if (!isId(id)) return { ok: false, refusal: "unknown_view" };
  const [view] = await tx.rows<Pick<SavedView, "ownerId" | "shared">>`
    SELECT owner_id AS "ownerId", shared FROM saved_views WHERE id = ${id}::uuid FOR UPDATE`;
  if (!view || (!view.shared && view.ownerId !== asker.id)) return { ok: false, refusal: "unknown_view" };
  const verdict = mayChangeView(asker, view);
  return verdict.allowed ? null : { ok: false, refusal: verdict.refusal };
}
