"use client";

import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, type ComponentProps, type ReactNode } from "react";
import { Button } from "./button";
import { Icon } from "./icon";

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
    function leave(): void {
      // A closing that was announced late, when the dialog is open again.
      if (dialog.current?.open === true) return;
      router.back();
    }
    element.showModal();
    // The title is read first, and no button is one careless key away.
    heading.current?.focus();
    element.addEventListener("close", leave);
    return () => {
      element.removeEventListener("close", leave);
      element.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [router]);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      className="m-auto w-[min(31rem,calc(100vw-2rem))] rounded-xl bg-surface p-5 text-ink shadow-float backdrop:bg-[oklch(0.2_0.03_264/0.45)] sm:p-6"
    >
      <div className="mb-3 flex items-start justify-between gap-4">
        <h2
          ref={heading}
          id={titleId}
          tabIndex={-1}
          className="text-lg leading-7 font-[650] tracking-[-0.01em] wrap-anywhere outline-none"
        >
          {title}
        </h2>
        <CloseDialog variant="quiet" size="small" aria-label="Close" className="-me-2">
          <Icon name="remove" />
        </CloseDialog>
      </div>
      {children}
    </dialog>
  );
}

export function CloseDialog(props: Omit<ComponentProps<typeof Button>, "onClick">): ReactNode {
  return <Button {...props} onClick={(event) => event.currentTarget.closest("dialog")?.close()} />;
}
