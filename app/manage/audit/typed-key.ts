import { type Parameters, hasKeyInSearch } from "@/access/lists/lists";

/** Whether a package key was typed where a username belongs. */
export function hasKey({ actor, subject }: Parameters): boolean {
  return [actor, subject].some((q) => hasKeyInSearch({ q }));
}
