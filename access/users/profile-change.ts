/**
 * Editing a profile. Guarantees that only the fields somebody changed are written, that nobody overwrites what they
 * have not seen, and that a change and its audit entry happen together.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Outcome, lockUser, refuse } from "@/access/change";
import type { Tx } from "@/access/database";
import { mayEditProfile } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { PROFILE_FIELDS, type Profile } from "./profile";

export type ProfileOutcome =
  Outcome | { readonly ok: false; readonly refusal: "changed_meanwhile"; readonly fields: Changes };

/** Fields with their values. */
export type Changes = Partial<Profile>;

/**
 * Writes the fields that differ from what the page showed, and an entry that names them. What somebody else changed
 * since stays as it is; where both changed the same field, nothing is written and `fields` has its present values.
 */
export async function editProfile(
  actor: Actor,
  username: string,
  seen: Profile,
  wanted: Profile,
): Promise<ProfileOutcome> {
  return runChange(actor, async (tx) => {
    const locked = await lockUser(tx, actor, username, "user.profile-changed");
    if (!locked.ok) return locked;
    const { user, asker } = locked;
    const verdict = mayEditProfile(asker, user);
    if (!verdict.allowed) return refuse(tx, actor, "user.profile-changed", verdict.refusal, user);
    const present = await readProfile(tx, user.id);
    const after = difference(PROFILE_FIELDS, present, { ...present, ...difference(PROFILE_FIELDS, seen, wanted) });
    const before = pick(present, after);
    const fields = pick(difference(PROFILE_FIELDS, seen, present), after);
    if (Object.keys(fields).length > 0) return { ok: false, refusal: "changed_meanwhile", fields };
    if (Object.keys(after).length === 0) return { ok: true, entry: null };
    await writeProfile(tx, user.id, { ...present, ...after });
    return {
      ok: true,
      entry: await record(tx, actor, { event: "user.profile-changed", subject: user, before, after }),
    };
  });
}

async function readProfile(tx: Tx, id: string): Promise<Profile> {
  const [profile] = await tx.rows<Profile>`
    SELECT email, display_name AS "displayName", first_name AS "firstName", last_name AS "lastName", company, phone,
           website, locality, region, postal_code AS "postalCode", country
    FROM users WHERE id = ${id}::uuid`;
  if (!profile) throw new Error("A locked user has no row.");
  return profile;
}

async function writeProfile(tx: Tx, id: string, profile: Profile): Promise<void> {
  await tx.rows`
    UPDATE users SET
      email = ${profile.email}, display_name = ${profile.displayName}, first_name = ${profile.firstName},
      last_name = ${profile.lastName}, company = ${profile.company}, phone = ${profile.phone},
      website = ${profile.website}, locality = ${profile.locality}, region = ${profile.region},
      postal_code = ${profile.postalCode}, country = ${profile.country}, updated_at = now()
    WHERE id = ${id}::uuid`;
}

/** Of the fields named, those that differ from the first to the second, as the second has them. */
export function difference<Field extends string, Value>(
  fields: readonly Field[],
  from: Readonly<Record<Field, Value>>,
  to: Readonly<Record<Field, Value>>,
): Record<string, Value> {
  return Object.fromEntries(
    fields.filter((field) => from[field] !== to[field]).map((field): [string, Value] => [field, to[field]]),
  );
}

/** The fields of the first that the second has, too. */
function pick(from: Changes, which: Changes): Changes {
  return Object.fromEntries(Object.entries(from).filter(([field]) => field in which));
}
