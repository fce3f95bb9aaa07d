/**
 * A leaver must be out. Where a request ends in active false, what can't be kept of the rest of it is passed over instead
 * of refusing the whole: the present value stays, and the call is noted with what was not kept.
 */
import type { Assignment } from "./assign";
import { fieldsOf, TEXTS } from "./attributes";
import type { Draft } from "./draft";
import { ScimError, type ScimType } from "./errors";
import { keyOf } from "./path";

/** What is wrong with one attribute alone. A request that can't be read, or a filter in it, is refused in any case. */
const PASSABLE: ReadonlySet<ScimType | null> = new Set(["invalidValue", "invalidPath", "mutability", "noTarget"]);
/** So many names are noted; a request can have thousands. */
const MOST = 20;

/** Makes the draft as the request says, and passes over what it can't keep only where that leaves the user disabled. */
export function leaverOut(draft: Draft, make: (draft: Draft) => Draft): Draft {
  try {
    return make(draft);
  } catch (error) {
    const made = make({ ...draft, passedOver: [] });
    if (made.active === false) return made;
    throw error;
  }
}

/** Takes one step, or passes over its attribute where the draft allows that. */
export function unlessPassedOver<Result>(draft: Draft, assignment: Assignment, step: () => Result): Result | Draft {
  try {
    return step();
  } catch (error) {
    const isPassable = error instanceof ScimError && PASSABLE.has(error.scimType);
    // Whether the user is out must never be guessed.
    if (draft.passedOver === null || !isPassable || assignment.path.attribute === "active") throw error;
    return withoutAttribute(draft, assignment);
  }
}

function withoutAttribute(draft: Draft, { path, name }: Assignment): Draft {
  const field = TEXTS.get(keyOf(path));
  const all = path.sub === null ? fieldsOf(path.attribute) : [];
  const values = draft.stays ?? draft;
  const kept = (field ? [field] : all).reduce((present, one) => ({ ...present, [one]: values[one] }), draft);
  return passOver(kept, name);
}

/** Remembers an attribute that is not kept. */
export function passOver(draft: Draft, name: string): Draft {
  return { ...draft, passedOver: [...(draft.passedOver ?? []), name].slice(0, MOST) };
}
