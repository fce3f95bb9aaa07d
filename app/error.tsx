"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Shell } from "@/components/shell";
import { browserTexts } from "@/text/browser-texts";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** Shown where a page failed: by a bug, or while the database is out of reach. */
export default function ErrorPage({ error, reset }: Props): ReactNode {
  const { failure, tryAgain } = browserTexts();
  return (
    <Shell account={null} nav={[]}>
      <h1 className="sr-only">{failure.title}</h1>
      <EmptyState title={failure.title}>
        <p>{failure.advice}</p>
        {error.digest !== undefined && (
          <p className="mt-2">
            {failure.reference}
            {error.digest}
          </p>
        )}
        <p className="mt-4">
          <Button onClick={reset}>{tryAgain}</Button>
        </p>
      </EmptyState>
    </Shell>
  );
}
