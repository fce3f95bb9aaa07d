"use client";

import { useState, useSyncExternalStore, type ReactNode } from "react";
import { browserTexts } from "@/text/browser-texts";
import { Button } from "./button";

// Copying needs a script, so without one there is no button: it appears once the page has come to life.
export function CopyButton({ value, label }: { value: string; label: string }): ReactNode {
  const alive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const [copied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  }

  if (!alive) return null;
  const text = browserTexts();
  return (
    <>
      <Button size="small" onClick={() => void copy()} aria-label={text.copyOf(label)}>
        {text.copy}
      </Button>
      <span role="status" className="text-[0.8125rem] text-muted">
        {copied ? text.copied : ""}
      </span>
    </>
  );
}

// Whether scripts run doesn't change while the page is open.
function never(): () => void {
  return () => undefined;
}
