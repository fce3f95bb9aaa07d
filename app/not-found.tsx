import type { Metadata } from "next";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/empty-state";
import { Shell } from "@/components/shell";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().shell.notFound.title };
}

export default function NotFoundPage(): ReactNode {
  const { notFound, startPage } = texts().shell;
  return (
    <Shell account={null} nav={[]}>
      <h1 className="sr-only">{notFound.title}</h1>
      <EmptyState title={notFound.heading} wayOn={{ label: startPage, href: "/" }}>
        {notFound.advice}
      </EmptyState>
    </Shell>
  );
}
