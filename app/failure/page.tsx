import type { Metadata } from "next";
import type { ReactNode } from "react";
import { NO_REFERENCE } from "@/access/request-under-way";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Shell } from "@/components/shell";

export const metadata: Metadata = { title: "Something went wrong", robots: "noindex" };

/**
 * What scripts/error-pages.ts sends for every document that failed: made by the build, so that it needs neither the
 * database nor scripts. Where scripts run already, app/error.tsx is shown in the page.
 */
export default function FailurePage(): ReactNode {
  return (
    <Shell account={null} nav={[]}>
      <h1 className="sr-only">Something went wrong</h1>
      <EmptyState title="Something went wrong">
        <p>
          Load the page again in a minute. Whoever was changing something should look whether it is done before trying
          again. If this happens again, give your operator this reference.
        </p>
        <p className="mt-2">Reference: {NO_REFERENCE}</p>
        <p className="mt-4">
          <ButtonLink href="/">Go to the start page</ButtonLink>
        </p>
      </EmptyState>
    </Shell>
  );
}
