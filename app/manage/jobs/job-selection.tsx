import Link from "next/link";
import type { ReactNode } from "react";
import type { Job } from "@/access/jobs";
import { PersonText } from "@/components/person-text";
import { USERS } from "@/app/manage/users/list-path";
import { jobPath } from "./job-path";
import { numberText } from "./job-words";

/** How the users of a job were chosen, with the way to where they come from. */
export function JobSelection({ selection, total }: Pick<Job, "selection" | "total">): ReactNode {
  switch (selection.kind) {
    case "rows":
      return `${numberText(total)} chosen in the list of users`;
    case "filter":
      return (
        <>
          {numberText(total)} in <TextLink href={addressOf(selection.address)}>this list of users</TextLink>
        </>
      );
    case "file":
      return (
        <>
          {numberText(total)} named in <PersonText>{selection.name}</PersonText>
        </>
      );
    case "undo":
      return (
        <>
          {numberText(total)} changed by <TextLink href={jobPath(selection.jobId)}>job {selection.number}</TextLink>
        </>
      );
  }
}

/** The whole list has no query at all. */
function addressOf(query: string): string {
  return query === "" ? USERS : `${USERS}?${query}`;
}

function TextLink({ href, children }: { href: string; children: ReactNode }): ReactNode {
  return (
    <Link href={href} prefetch={false} className="underline underline-offset-4 hover:text-ink">
      {children}
    </Link>
  );
}
