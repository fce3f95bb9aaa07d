import type { Verdict } from "@/access/rules";
import { texts } from "@/text/texts";

/** Why a user's applications and keys can't be changed by who may change those of others. A reader's role is no news. */
export function keysLocked(verdict: Verdict): string | null {
  return !verdict.allowed && verdict.refusal === "above_role" ? texts().userParts.locked.keysOfAdministrator : null;
}
