import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Shell } from "@/components/shell";

export const metadata: Metadata = { title: "Page not found" };

export default function NotFoundPage(): ReactNode {
  return (
    <Shell account={null} nav={[]}>
      <h1 className="sr-only">Page not found</h1>
      <EmptyState title="There is no such page">
        <p>The address may be mistyped, the user deleted, or your role does not reach this page.</p>
        <p className="mt-4">
          <ButtonLink href="/">Go to the start page</ButtonLink>
        </p>
      </EmptyState>
    </Shell>
  );
}
