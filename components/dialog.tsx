"use client";

import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, type ComponentProps, type ReactNode } from "react";
import { browserTexts } from "@/text/browser-texts";
import { Button } from "./button";
import { Icon } from "./icon";

export const DIALOG =
  "m-auto w-[min(31rem,calc(100vw-2rem))] rounded-xl border border-transparent bg-surface p-5 text-ink shadow-float backdrop:bg-[oklch(0.2_0.03_264/0.45)] sm:p-6";
export const DIALOG_TITLE = "text-lg leading-7 font-[650] tracking-[-0.01em] wrap-anywhere outline-none";

// A page shown above the one it was opened from. Closing goes back there, and the focus returns to the link.
export function Dialog({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();

  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    const opener = document.activeElement;
    let isLeaving = false;
    function leave(): void {
      if (isLeaving) return;
      isLeaving = true;
      router.back();
    }
    // It stays open until the page behind it is back: what is pressed next would meet a page on its way out otherwise.
    function leaveOpen(event: Event): void {
      event.preventDefault();
      leave();
    }
    function leaveClosed(): void {
      // Not if the closing was announced late, when the dialog is open again.
      if (dialog.current?.open === false) leave();
    }
    element.showModal();
    // The title is read first, and no button is one careless key away.
    heading.current?.focus();
    element.addEventListener("cancel", leaveOpen);
    element.addEventListener("close", leaveClosed);
    return () => {
      element.removeEventListener("cancel", leaveOpen);
      element.removeEventListener("close", leaveClosed);
      element.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [router]);

  return (
    <dialog ref={dialog} aria-labelledby={titleId} className={DIALOG}>
      <div className="mb-3 flex items-start justify-between gap-4">
        <h2 ref={heading} id={titleId} tabIndex={-1} className={DIALOG_TITLE}>
          {title}
        </h2>
        <CloseDialog variant="quiet" size="small" aria-label={browserTexts().close} className="-me-2">
          <Icon name="remove" />
        </CloseDialog>
      </div>
      {children}
    </dialog>
  );
}

export function CloseDialog(props: Omit<ComponentProps<typeof Button>, "onClick">): ReactNode {
  return <Button {...props} onClick={(event) => cancel(event.currentTarget.closest("dialog"))} />;
}

// As Esc does it.
function cancel(dialog: HTMLDialogElement | null): void {
  dialog?.dispatchEvent(new Event("cancel", { cancelable: true }));
}
