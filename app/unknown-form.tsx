import type { ReactNode } from "react";
import { requestUnderWay } from "@/access/request-under-way";
import { typedValues } from "@/app/form-answer";
import { Notice } from "@/components/notice";
import { PersonText } from "@/components/person-text";
import { TypedAgain } from "@/components/typed-again";
import { texts } from "@/text/texts";

// More than a form takes; a list that somebody pasted is given back as well.
const LONGEST = 100_000;

/** What was typed in a page of another build, in the page as it is now; otherwise the page alone. */
export function UnknownForm({ children }: { children: ReactNode }): ReactNode {
  const form = requestUnderWay()?.unknownForm;
  if (form === undefined) return children;
  const values = typedValues(form, LONGEST);
  return (
    <TypedAgain values={values} notice={<Upgraded values={values} />}>
      {children}
    </TypedAgain>
  );
}

/** All of it stands here, too: the form may be another one now, or gone. */
function Upgraded({ values }: { values: ReturnType<typeof typedValues> }): ReactNode {
  const { title, advice, typed } = texts().shell.upgraded;
  const told = Object.entries(values).flatMap(([name, value]) => {
    const text = [value].flat().filter((one) => one !== "");
    return text.length === 0 ? [] : [[name, text.join("\n")] as const];
  });
  return (
    <aside aria-label={title} className="mx-auto max-w-[100rem] px-4 pt-4 sm:px-6">
      <Notice tone="warning">
        <p className="font-medium">{title}</p>
        <p>{advice}</p>
        {told.length > 0 && (
          <details className="mt-1">
            <summary className="w-fit cursor-pointer py-1">{typed}</summary>
            <dl className="mt-1">
              {told.map(([name, text]) => (
                <div key={name} className="mb-1">
                  <dt className="text-muted">{name}</dt>
                  <dd className="wrap-anywhere whitespace-pre-wrap">
                    <PersonText>{text}</PersonText>
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </Notice>
    </aside>
  );
}
