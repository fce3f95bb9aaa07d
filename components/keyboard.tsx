"use client";

import { type ReactNode, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";
import { browserTexts } from "@/text/browser-texts";
import { Button } from "./button";
import { DIALOG, DIALOG_TITLE } from "./dialog";
import { Icon } from "./icon";
import { areKeysOn, followKey, isForOthers, turnKeys } from "./list-keys";

// Keys of one character, for who works with a keyboard; who speaks to the computer turns them off (WCAG 2.2, 2.1.4). Without
// scripts there are none, and nothing that tells of them.
export function Keyboard(): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  const [isOpen, setOpen] = useState(false);
  const runs = useSyncExternalStore(neverChanges, isTrue, isFalse);

  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (isForOthers(event) || !areKeysOn()) return;
      if (event.key === "?") setOpen(true);
      else if (!followKey(event.key)) return;
      event.preventDefault();
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);

  useEffect(() => {
    if (!isOpen) return;
    dialog.current?.showModal();
    title.current?.focus();
  }, [isOpen]);

  if (!runs) return null;
  const { close, keyboard } = browserTexts();
  return (
    <>
      <Button variant="quiet" size="small" onClick={() => setOpen(true)}>
        {keyboard.title}
      </Button>
      <dialog ref={dialog} aria-labelledby={titleId} className={DIALOG} onClose={() => setOpen(false)}>
        {isOpen && (
          <>
            <div className="mb-3 flex items-start justify-between gap-4">
              <h2 ref={title} id={titleId} tabIndex={-1} className={DIALOG_TITLE}>
                {keyboard.title}
              </h2>
              <Button
                variant="quiet"
                size="small"
                aria-label={close}
                className="-me-2"
                onClick={() => dialog.current?.close()}
              >
                <Icon name="remove" />
              </Button>
            </div>
            <KeyList />
            <label className="flex items-start gap-2.5">
              <input
                type="checkbox"
                defaultChecked={areKeysOn()}
                onChange={(event) => turnKeys(event.currentTarget.checked)}
                className="mt-1"
              />
              {keyboard.use}
            </label>
          </>
        )}
      </dialog>
    </>
  );
}

function KeyList(): ReactNode {
  return (
    <dl className="mb-4 grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2">
      {Object.entries(browserTexts().keyboard.keys).map(([key, what]) => (
        <div key={key} className="contents">
          <dt>
            <kbd className="rounded border border-edge bg-sunken px-1.5 py-0.5 text-[0.8125rem]">{key}</kbd>
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}

function neverChanges(): () => void {
  return isTrue;
}

function isTrue(): boolean {
  return true;
}

function isFalse(): boolean {
  return false;
}
