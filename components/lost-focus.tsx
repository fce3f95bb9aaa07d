"use client";

import { useEffect, useRef, type ComponentProps, type ReactNode } from "react";

// A block that takes the focus when it appears and nothing has it: as after a change that took its own button away.
// A keyboard then goes on from here, and a screen reader says what is written.
export function LostFocus(props: ComponentProps<"div">): ReactNode {
  const block = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const { activeElement, body } = document;
    if (activeElement === null || activeElement === body) block.current?.focus({ preventScroll: true });
  }, []);

  return <div ref={block} tabIndex={-1} {...props} />;
}
