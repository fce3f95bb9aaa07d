/** Whom the provider vouched for without anybody here having that external id: what an administrator compares. */
import type { Actor } from "@/access/actor";
import { rows } from "@/access/database";
import { mayManagePlatform } from "@/access/rules";

export type UnknownSubject = {
  readonly id: string;
  readonly at: Date;
  /** The claim as the provider told it. */
  readonly externalId: string;
  readonly address: string;
};

const LISTED = 10;

/** The last of them, newest first; none for who may not manage the platform. */
export async function listUnknownSubjects(actor: Actor): Promise<UnknownSubject[]> {
  if (!mayManagePlatform(actor).allowed) return [];
  // The refusal is written out, so that the index of these alone is used.
  return rows<UnknownSubject>`
    SELECT id::text AS id, at, coalesce(before->>'externalId', '') AS "externalId", coalesce(address, '') AS address
    FROM audit_entries WHERE event = 'sign-in.refused' AND refusal = 'unknown_subject'
    ORDER BY audit_entries.id DESC LIMIT ${LISTED}`;
}
