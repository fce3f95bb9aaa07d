"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition, type ReactNode } from "react";

const EVERY_MS = 1_000;

// Asks for the page again about every second, while somebody looks at it and the last answer has come. Where no scripts
// run, the browser loads it anew; not as often, because it then begins at the top.
export function Refreshing(): ReactNode {
  const router = useRouter();
  const [isUnderWay, ask] = useTransition();

  useEffect(() => {
    if (isUnderWay) return;
    const timer = setInterval(() => {
      if (!document.hidden) ask(() => router.refresh());
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [router, isUnderWay]);

  return (
    <noscript>
      <meta httpEquiv="refresh" content="3" />
    </noscript>
  );
}
