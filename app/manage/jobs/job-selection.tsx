import { Link } from "@/components/link";
import type { ReactNode } from "react";
import type { Job } from "@/access/jobs/jobs";
import { USERS } from "@/app/manage/users/list-path";
import { PersonText } from "@/components/person-text";
import { texts } from "@/text/texts";
import { jobPath } from "./job-path";
import { PASTED, UNNAMED_FILE } from "./username-form";

/** How the users of a job were chosen, with the way to where they come from. */
export function JobSelection({ selection, total }: Pick<Job, "selection" | "total">): ReactNode {
  const words = texts().jobs.selection;
  switch (selection.kind) {
    case "rows":
      return words.rows(total);
    case "filter":
      return words.filter(total, (list) => <TextLink href={addressOf(selection.address)}>{list}</TextLink>);
    case "file":
      return ofFile(selection.name, total);
    case "undo":
      return words.undo(total, selection.number, (job) => <TextLink href={jobPath(selection.jobId)}>{job}</TextLink>);
  }
}

function ofFile(name: string, total: number): ReactNode {
  const { file, pasted, unnamedFile } = texts().jobs.selection;
  if (name === PASTED) return pasted(total);
  return name === UNNAMED_FILE ? unnamedFile(total) : file(total, <PersonText>{name}</PersonText>);
}

/** The whole list has no query at all. */
function addressOf(query: string): string {
  return query === "" ? USERS : `${USERS}?${query}`;
}

function TextLink({ href, children }: { href: string; children: ReactNode }): ReactNode {
  return (
    <Link href={href} className="underline underline-offset-4 hover:text-ink">
      {children}
    </Link>
  );
}
