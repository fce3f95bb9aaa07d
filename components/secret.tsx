import type { ReactNode } from "react";
import { ButtonLink } from "./button";
import { CopyButton } from "./copy-button";
import { Notice } from "./notice";
import { Card } from "./panel";

// A value that is shown once.
export function Secret({ label, value }: { label: string; value: string }): ReactNode {
  return (
    <div>
      <p className="mb-1 text-[0.8125rem] text-muted">{label}</p>
      <div className="flex flex-wrap items-center gap-2">
        <code className="rounded-md border border-line bg-sunken px-2.5 py-1 wrap-anywhere select-all">{value}</code>
        <CopyButton value={value} label={label} />
      </div>
    </div>
  );
}

// The answer to a form that made a secret: a step of its own, because nobody will see it again.
export function SecretStep({
  title,
  label,
  value,
  next,
}: {
  title: string;
  label: string;
  value: string;
  next: string;
}): ReactNode {
  return (
    <>
      <Notice tone="done">
        <bdi>{title}</bdi>
      </Notice>
      <Card>
        <Secret label={label} value={value} />
        <p className="mt-3 mb-4 text-muted">Keep it now: it is not stored and will not be shown again.</p>
        <ButtonLink href={next} variant="primary">
          Done
        </ButtonLink>
      </Card>
    </>
  );
}
