import type { ReactNode } from "react";
import { browserTexts } from "@/text/browser-texts";
import { ButtonLink } from "./button";
import { Copyable } from "./copyable";
import { Notice } from "./notice";
import { Card } from "./panel";

// The answer to a form that made a secret: a step of its own, because nobody will see it again.
export function SecretStep({
  title,
  label,
  value,
  next,
  hint = browserTexts().keepSecret,
}: {
  title: string;
  label: string;
  value: string;
  next: string;
  hint?: string;
}): ReactNode {
  return (
    <>
      <Notice tone="done">
        <bdi>{title}</bdi>
      </Notice>
      <Card>
        <Copyable label={label} value={value} />
        <p className="mt-3 mb-4 text-muted">{hint}</p>
        <ButtonLink href={next} variant="primary">
          {browserTexts().done}
        </ButtonLink>
      </Card>
    </>
  );
}
