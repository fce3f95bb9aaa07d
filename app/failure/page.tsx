import type { Metadata } from "next";
import type { ReactNode } from "react";
import { NO_REFERENCE } from "@/access/request-under-way";
import { EmptyState } from "@/components/empty-state";
import { Shell } from "@/components/shell";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: browserTexts().failure.title, robots: "noindex" };
}

/**
 * What scripts/server/error-pages.ts sends for every document that failed: made by the build, so that it needs neither the
 * database nor scripts. Where scripts run already, app/error.tsx is shown in the page.
 */
export default function FailurePage(): ReactNode {
  const { failure } = browserTexts();
  const { failureAdvice, startPage } = texts().shell;
  return (
    <Shell account={null} nav={[]}>
      <h1 className="sr-only">{failure.title}</h1>
      <EmptyState title={failure.title} wayOn={{ label: startPage, href: "/" }}>
        <p>{failureAdvice}</p>
        <p className="mt-2">
          {failure.reference}
          {NO_REFERENCE}
        </p>
      </EmptyState>
    </Shell>
  );
}
