"use client";

import { useState, useSyncExternalStore, type ComponentProps, type MouseEvent, type ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { browserTexts } from "@/text/browser-texts";
import { Button } from "./button";
import { isRefused, useFormAnswer } from "./form-state";

type SubmitButtonProps = Omit<ComponentProps<typeof Button>, "type" | "onClick"> & {
  whenChanged?: boolean;
  pendingText?: string;
};

// Never `disabled`: that would throw the focus away. An inactive button stays where it is and refuses the click. With
// whenChanged it waits for a difference where scripts run; the page as sent has it active.
export function SubmitButton({
  children,
  variant = "primary",
  whenChanged = false,
  pendingText = browserTexts().saving,
  ...rest
}: SubmitButtonProps): ReactNode {
  const { pending, data } = useFormStatus();
  const refused = isRefused(useFormAnswer());
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const changed = useChanged(button?.form ?? null);
  const inactive = pending || (whenChanged && !changed && !refused);

  function refuseWhenInactive(event: MouseEvent): void {
    if (inactive) event.preventDefault();
  }

  return (
    <Button
      {...rest}
      ref={setButton}
      type="submit"
      variant={variant}
      aria-disabled={inactive || undefined}
      onClick={refuseWhenInactive}
    >
      {pending && isPressed(data, rest) ? pendingText : children}
    </Button>
  );
}

// Of several buttons of a form the one that was pressed sends its value.
function isPressed(data: FormData, { name, value }: Pick<SubmitButtonProps, "name" | "value">): boolean {
  return name === undefined || data.get(name) === value;
}

function useChanged(form: HTMLFormElement | null): boolean {
  return useSyncExternalStore(
    (tell) => listen(form, tell),
    () => form === null || isChanged(form),
    () => true,
  );
}

function listen(form: HTMLFormElement | null, tell: () => void): () => void {
  // A reset is announced before the fields have their values back.
  const tellLater = (): void => queueMicrotask(tell);
  form?.addEventListener("input", tell);
  form?.addEventListener("change", tell);
  form?.addEventListener("reset", tellLater);
  return () => {
    form?.removeEventListener("input", tell);
    form?.removeEventListener("change", tell);
    form?.removeEventListener("reset", tellLater);
  };
}

// The browser itself remembers with what each control began.
function isChanged(form: HTMLFormElement): boolean {
  return [...form.elements].some((control) => {
    if (control instanceof HTMLSelectElement) return isSelectChanged(control);
    if (control instanceof HTMLTextAreaElement) return control.value !== control.defaultValue;
    if (!(control instanceof HTMLInputElement)) return false;
    if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
    return control.value !== control.defaultValue;
  });
}

function isSelectChanged(select: HTMLSelectElement): boolean {
  const options = [...select.options];
  const begun = options.find((option) => option.defaultSelected) ?? options[0];
  return begun !== undefined && !begun.selected;
}
