/** The people of a test as they act: signed in by real sessions, and what the database keeps of what they did. */
import { expect } from "vitest";
import { Actor } from "@/access/actor";
import { database, transaction } from "@/access/database";
import { startSession } from "@/access/sign-in/sessions";
import type { AuditEntry, User } from "@/generated/prisma/client";

export const ADDRESS = "192.0.2.7";

type Whoever = { readonly id: string };

/** Opens a session as sign-in does, and hands over what the browser's cookie would hold. */
export function openSession(user: Whoever, userAgent = "Firefox"): Promise<string> {
  return transaction((tx) => startSession(tx, user.id, { address: ADDRESS, userAgent }));
}

/** The user of a new session, as a page gets to know them. */
export async function signedIn(user: Whoever): Promise<Actor> {
  return actorOf(await openSession(user));
}

export async function actorOf(token: string): Promise<Actor> {
  const actor = await Actor.ofSession(token, ADDRESS);
  if (!(actor instanceof Actor)) throw new Error(`This session is closed: ${actor.why}.`);
  return actor;
}

/** "open", or why the session of this cookie is closed. */
export async function standingOf(token: string): Promise<string> {
  const actor = await Actor.ofSession(token, ADDRESS);
  return actor instanceof Actor ? "open" : actor.why;
}

export function rowOf(user: Whoever): Promise<User | null> {
  return database().user.findUnique({ where: { id: user.id } });
}

/** The audit entries about a user, or all, oldest first. */
export function entriesAbout(user?: Whoever): Promise<AuditEntry[]> {
  return database().auditEntry.findMany({ where: user ? { subjectId: user.id } : {}, orderBy: { id: "asc" } });
}

/** What has to hold after a refusal: the answer, the row as it was, and one entry of the attempt about this user. */
export async function expectRefused(
  outcome: { readonly ok: boolean },
  refusal: string,
  before: User,
  event: string,
): Promise<void> {
  expect(outcome).toEqual({ ok: false, refusal });
  expect(await rowOf(before)).toEqual(before);
  expect(await entriesAbout(before)).toMatchObject([{ event, outcome: "REFUSED", refusal, before: null, after: null }]);
}
