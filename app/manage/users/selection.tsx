"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import type { SettableStatus } from "@/access/rules";
import { Button } from "@/components/button";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { reviewAction } from "@/app/manage/jobs/actions";
import { browserTexts } from "@/text/browser-texts";

type Props = {
  /** The search and the filters, as the address of the list has them. */
  filter: string;
  /** What the buttons for everybody that matches say; null where the page shows all of them. */
  everybody: Record<SettableStatus, string> | null;
  children: ReactNode;
};

const EVERYBODY = "everybody-that-matches";
const CHOSEN = "chosen-users";

/**
 * The list as a form: boxes beside the users, and buttons that lead to a page which says what would happen to whom. What
 * everything that matches is sent by is a form of its own, so that it needs no script.
 */
export function Selection({ filter, everybody, children }: Props): ReactNode {
  const { label, enable, disable } = browserTexts().selection;
  return (
    <>
      {everybody !== null && (
        <Form id={EVERYBODY} action={reviewAction}>
          <input type="hidden" name="scope" value="all" />
          <input type="hidden" name="filter" value={filter} />
        </Form>
      )}
      <Form id={CHOSEN} action={reviewAction}>
        <input type="hidden" name="scope" value="rows" />
        <input type="hidden" name="filter" value={filter} />
        <div role="group" aria-label={label} className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-2">
          <div className="flex flex-wrap items-center gap-2">
            <Chosen />
            <Choices words={{ ENABLED: enable, DISABLED: disable }} />
          </div>
          {everybody !== null && (
            <div className="flex flex-wrap items-center gap-2">
              <ChoicesOfAll words={everybody} />
            </div>
          )}
        </div>
        {children}
      </Form>
    </>
  );
}

const TARGETS = ["ENABLED", "DISABLED"] as const;

type ChoicesProps = { words: Record<SettableStatus, string> };

function Choices({ words }: ChoicesProps): ReactNode {
  const { reading } = browserTexts().selection;
  return TARGETS.map((target) => (
    <SubmitButton key={target} name="target" value={target} variant="secondary" size="small" pendingText={reading}>
      {words[target]}
    </SubmitButton>
  ));
}

function ChoicesOfAll({ words }: ChoicesProps): ReactNode {
  return TARGETS.map((target) => (
    <Button key={target} type="submit" form={EVERYBODY} name="target" value={target} variant="quiet" size="small">
      {words[target]}
    </Button>
  ));
}

/**
 * Ticks the whole page, and says how many are ticked. Without scripts neither is there; until they run it keeps its place,
 * so that the list below doesn't move.
 */
function Chosen(): ReactNode {
  const state = useSyncExternalStore(onChange, readState, () => "");
  const [chosen = 0, of = 0] = state.split("/").map(Number);
  const all = of > 0 && chosen === of;
  const { count, none, page } = browserTexts().selection;
  return (
    <div className={of > 0 ? "contents" : "invisible contents noscript:hidden"}>
      <Button size="small" variant="quiet" onClick={() => tickAll(!all)}>
        {all ? none : page}
      </Button>
      <span aria-live="polite" className="text-muted tabular-nums">
        {count(chosen)}
      </span>
    </div>
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
