import { unstable_isUnrecognizedActionError as isUnknownAction } from "next/navigation";
import type { FormState } from "./form-state";
import { isGivenBack } from "./given-back";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

// An id that no action has.
const NO_ACTION = `$ACTION_ID_${"0".repeat(42)}`;

// The page is of a build of the console that the server no longer is: the form is posted as a browser without scripts does
// it, and the page comes back as it is now, with what was typed. The page as sent has the action itself, which is posted.
export function sendingAgain(action: Action): Action {
  if (typeof window === "undefined") return action;
  return async (state, form) => {
    try {
      return await action(state, form);
    } catch (error) {
      if (!isUnknownAction(error)) throw error;
      post(form);
      return new Promise(() => undefined);
    }
  };
}

function post(sent: FormData): void {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", enctype: "multipart/form-data", action: location.href, hidden: true });
  for (const [name, value] of [...sent, [NO_ACTION, ""] as const]) {
    const isOurs = name === NO_ACTION || isGivenBack(name);
    if (typeof value === "string" && isOurs) form.append(hiddenField(name, value));
  }
  document.body.append(form);
  form.submit();
}

function hiddenField(name: string, value: string): HTMLInputElement {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  return field;
}
