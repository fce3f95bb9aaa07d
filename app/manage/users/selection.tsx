"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import { Button } from "@/components/button";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { reviewAction } from "@/app/manage/jobs/actions";

type Props = {
  /** The search and the filters, as the address of the list has them. */
  filter: string;
  /** How many match, in words; null where the page shows all of them. */
  matching: string | null;
  children: ReactNode;
};

const EVERYBODY = "everybody-that-matches";
const CHOSEN = "chosen-users";

/**
 * The list as a form: boxes beside the users, and buttons that lead to a page which says what would happen to whom. What
 * everything that matches is sent by is a form of its own, so that it needs no script.
 */
export function Selection({ filter, matching, children }: Props): ReactNode {
  return (
    <>
      {matching !== null && (
        <Form id={EVERYBODY} action={reviewAction}>
          <input type="hidden" name="scope" value="all" />
          <input type="hidden" name="filter" value={filter} />
        </Form>
      )}
      <Form id={CHOSEN} action={reviewAction}>
        <input type="hidden" name="scope" value="rows" />
        <input type="hidden" name="filter" value={filter} />
        <div role="group" aria-label="Change many" className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-2">
          <div className="flex flex-wrap items-center gap-2">
            <Chosen />
            <Choices text="selected" />
          </div>
          {matching !== null && (
            <div className="flex flex-wrap items-center gap-2">
              <ChoicesOfAll text={matching} />
            </div>
          )}
        </div>
        {children}
      </Form>
    </>
  );
}

const TARGETS = [
  { value: "ENABLED", verb: "Enable" },
  { value: "DISABLED", verb: "Disable" },
] as const;

function Choices({ text }: { text: string }): ReactNode {
  return TARGETS.map(({ value, verb }) => (
    <SubmitButton key={value} name="target" value={value} variant="secondary" size="small" pendingText="Reading…">
      {verb} {text}
    </SubmitButton>
  ));
}

function ChoicesOfAll({ text }: { text: string }): ReactNode {
  return TARGETS.map(({ value, verb }) => (
    <Button key={value} type="submit" form={EVERYBODY} name="target" value={value} variant="quiet" size="small">
      {verb} {text}
    </Button>
  ));
}

/** Ticks the whole page, and says how many are ticked; without scripts neither is there. */
function Chosen(): ReactNode {
  const state = useSyncExternalStore(onChange, readState, () => "");
  const [chosen = 0, of = 0] = state.split("/").map(Number);
  if (of === 0) return null;
  const all = chosen === of;
  return (
    <>
      <Button size="small" variant="quiet" onClick={() => tickAll(!all)}>
        {all ? "Select none" : "Select page"}
      </Button>
      <span aria-live="polite" className="text-muted tabular-nums">
        {chosen.toLocaleString("en")} selected
      </span>
    </>
  );
}

function boxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(`#${CHOSEN} input[name=user]`)];
}

function readState(): string {
  const all = boxes();
  return `${all.filter(({ checked }) => checked).length}/${all.length}`;
}

function onChange(tell: () => void): () => void {
  // A reset is announced before the boxes have their values back.
  const tellLater = (): void => queueMicrotask(tell);
  document.addEventListener("change", tell);
  document.addEventListener("reset", tellLater);
  return () => {
    document.removeEventListener("change", tell);
    document.removeEventListener("reset", tellLater);
  };
}

function tickAll(checked: boolean): void {
  for (const box of boxes()) box.checked = checked;
  document.getElementById(CHOSEN)?.dispatchEvent(new Event("change", { bubbles: true }));
}
