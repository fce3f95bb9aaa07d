"use client";

import { unstable_isUnrecognizedActionError as isUnknownAction } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Shell } from "@/components/shell";
import { browserTexts } from "@/text/browser-texts";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** Shown where a page failed: by a bug, or while the database is out of reach. */
export default function ErrorPage({ error, reset }: Props): ReactNode {
  const { failure, tryAgain, upgraded } = browserTexts();
  const isUpgraded = isUnknownAction(error);
  const title = isUpgraded ? upgraded.title : failure.title;
  return (
    <Shell account={null} nav={[]}>
      <h1 className="sr-only">{title}</h1>
      <EmptyState title={title}>
        <p>{isUpgraded ? upgraded.advice : failure.advice}</p>
        {error.digest !== undefined && (
          <p className="mt-2">
            {failure.reference}
            {error.digest}
          </p>
        )}
        <p className="mt-4">
          {isUpgraded ? (
            <Button onClick={() => location.reload()}>{upgraded.reload}</Button>
          ) : (
            <Button onClick={reset}>{tryAgain}</Button>
          )}
        </p>
      </EmptyState>
    </Shell>
  );
}
