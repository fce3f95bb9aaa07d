"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Shell } from "@/components/shell";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** Shown where a page failed: by a bug, or while the database is out of reach. */
export default function ErrorPage({ error, reset }: Props): ReactNode {
  return (
    <Shell account={null} nav={[]}>
      <h1 className="sr-only">Something went wrong</h1>
      <EmptyState title="Something went wrong">
        <p>
          Whoever was changing something should look whether it is done before trying again. If this happens again, tell
          your operator.
        </p>
        {error.digest !== undefined && <p className="mt-2">Reference: {error.digest}</p>}
        <p className="mt-4">
          <Button onClick={reset}>Try again</Button>
        </p>
      </EmptyState>
    </Shell>
  );
}
