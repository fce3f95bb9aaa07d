/**
 * next-auth knows nothing of sessions in a database. What its steps hand to each other, from the proof of who somebody is
 * to the cookie, carries the name of the new session, or why there is none.
 */
import { z } from "zod";
import type { PlatformSignIn } from "./sign-in";

type Admitted = Extract<PlatformSignIn, { ok: true }>;

/** A user in next-auth's terms, with the name of the new session beside. */
export function carrying({ user, token }: Admitted): { id: string; name: string; sessionToken: string } {
  return { id: user.id, name: user.displayName, sessionToken: token };
}

/** Nobody, in next-auth's terms; an empty id it would take for a failure of ours. */
export function carryingRefusal(refusal: string): { id: string; refusal: string } {
  return { id: "nobody", refusal };
}

export function sessionTokenOf(carrier: unknown): string | undefined {
  return carriedToken.safeParse(carrier).data?.sessionToken;
}

export function refusalOf(carrier: unknown): string | undefined {
  return carriedRefusal.safeParse(carrier).data?.refusal;
}

const carriedToken = z.object({ sessionToken: z.string() });
const carriedRefusal = z.object({ refusal: z.string() });
