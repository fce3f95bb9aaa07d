/**
 * Making a package key. Guarantees that the key itself leaves this file once, to who made it, and is stored nowhere;
 * that one question makes one key however often it comes; and that a key and a refusal have their audit entry.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import type { Created, Locked, Refused } from "@/access/change";
import type { Tx } from "@/access/database";
import { type KeyBlock, keyBlock } from "@/access/rules";
import { runChange } from "@/access/run-change";
import type { Prisma } from "@/generated/prisma/client";
import { type WantedApplication, chooseApplication, findApplicationName } from "./applications";
import { lockOwner } from "./key-change";
import { effectOf, keyNames } from "./key-rows";
import { hashPackageKey, makePackageKey, shownParts } from "./package-key-format";
import { findPlanForKey, findPlanNames } from "./plans";

export type NewPackageKey = {
  /** Chosen by who asks, where the same question could come twice: it makes one key. */
  readonly id?: string;
  readonly username: string;
  readonly application: WantedApplication;
  readonly planId: string;
  /** What stands after "lk_" (access/operation/settings.ts). */
  readonly environment: string;
};

/** Creates a key, Enabled. The answer has the key itself, for this one time, and what holds it back all the same. */
export async function createPackageKey(
  actor: Actor,
  wanted: NewPackageKey,
): Promise<(Created & { readonly key: string; readonly block: KeyBlock | null }) | Refused> {
  const key = makePackageKey(wanted.environment);
  return runChange(actor, async (tx) => {
    const about = () => namesOfWanted(tx, wanted);
    const attempt = { event: "package-key.created", missing: "unknown_user", about } as const;
    const locked = await lockOwner(tx, actor, wanted.username, attempt);
    if (!locked.ok) return locked;
    if (wanted.id !== undefined && (await wasMade(tx, wanted.id, locked.user))) {
      return { ok: false, refusal: "sent_before" };
    }
    const plan = await findPlanForKey(tx, wanted.planId);
    if (!plan) return { ok: false, refusal: "unknown_plan" };
    const application = await chooseApplication(tx, actor, locked.user, wanted.application);
    if (!application) return { ok: false, refusal: "unknown_application" };
    const id = await insertKey(tx, key, { id: wanted.id, applicationId: application.id, planId: plan.id });
    const standing = { owner: locked.user.status, planActive: plan.active, key: "ENABLED" } as const;
    const after = {
      id,
      ...effectOf(standing),
      ...keyNames({ ...shownParts(key), application, plan, package: plan.package }),
    };
    const entry = await record(tx, actor, { event: attempt.event, subject: locked.user, after });
    return { ok: true, key, id, entry, block: keyBlock(standing) };
  });
}

/** The names of what a key was wanted for, as far as there is such. */
async function namesOfWanted(tx: Tx, { application, planId }: NewPackageKey): Promise<Prisma.InputJsonObject> {
  const name = "id" in application ? await findApplicationName(tx, application.id) : application.name;
  return { ...(name !== undefined && { application: name }), ...(await findPlanNames(tx, planId)) };
}

/**
 * Whether there is a key of this id, or was one that this owner got: the same question comes again when the answer is
 * loaded again, also after the key was deleted. Questions about one id wait for each other, whoever the owner is.
 */
async function wasMade(tx: Tx, id: string, owner: Locked["user"]): Promise<boolean> {
  await tx.rows`SELECT pg_advisory_xact_lock(hashtextextended('latchkey: package key ' || ${id}::uuid::text, 0))`;
  const [found] = await tx.rows<{ made: boolean }>`
    SELECT EXISTS (SELECT FROM package_keys WHERE id = ${id}::uuid)
      OR EXISTS (SELECT FROM audit_entries WHERE subject_id = ${owner.id}::uuid AND event = 'package-key.created'
                 AND outcome = 'DONE' AND after->>'id' = ${id}::uuid::text) AS made`;
  return found?.made ?? false;
}

type KeyIds = { readonly id: string | undefined; readonly applicationId: string; readonly planId: string };

async function insertKey(tx: Tx, key: string, { id, applicationId, planId }: KeyIds): Promise<string> {
  const { prefix, lastFour } = shownParts(key);
  const [created] = await tx.rows<{ id: string }>`
    INSERT INTO package_keys (id, application_id, plan_id, status, hash, prefix, last_four)
    VALUES (coalesce(${id ?? null}::uuid, gen_random_uuid()), ${applicationId}::uuid, ${planId}::uuid, 'ENABLED', ${hashPackageKey(key)}, ${prefix}, ${lastFour})
    RETURNING id`;
  if (!created) throw new Error("The package key was not written.");
  return created.id;
}
