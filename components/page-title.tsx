import type { ReactNode } from "react";
import { PersonText } from "./person-text";

type PageTitleProps = { title: string; caption?: ReactNode; actions?: ReactNode; children?: ReactNode };

// The name of the page, what it is about, and what can be done here. Children stand at the end of the same line.
export function PageTitle({ title, caption, actions, children }: PageTitleProps): ReactNode {
  return (
    <div className="mb-5 flex flex-wrap items-start gap-x-16 gap-y-4">
      <div className="min-w-0">
        <h1 className="text-2xl leading-8 font-[650] tracking-[-0.02em] text-balance">
          <PersonText>{title}</PersonText>
        </h1>
        {caption && <p className="mt-1 max-w-[72ch] text-muted">{caption}</p>}
        {actions && <div className="mt-4 flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
