import type { Metadata } from "next";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayRunJobs } from "@/access/rules";
import { LARGEST_LIST, MOST_USERNAMES } from "@/access/username-list";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { ChoiceGroup } from "@/components/choice";
import { TextArea } from "@/components/field";
import { FileField } from "@/components/file-field";
import { Form } from "@/components/form";
import { Notice } from "@/components/notice";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { ConsolePage } from "@/app/console-page";
import { reviewFileAction } from "@/app/manage/jobs/actions";
import { FROM_FILE, JOBS } from "@/app/manage/jobs/job-path";
import { texts } from "@/text/texts";

export const metadata: Metadata = { title: "Change users by file" };

export default async function FromFilePage(): Promise<ReactNode> {
  const actor = await requireConsoleActor(FROM_FILE);
  const verdict = mayRunJobs(actor);
  return (
    <ConsolePage actor={actor} current="jobs">
      <Breadcrumb trail={[{ label: "Jobs", href: JOBS }, { label: "By file" }]} />
      <PageTitle
        title="Change users by file"
        caption="Paste usernames or upload a file of them. The next page says who would change and which names nobody has; nothing is changed before you start it there."
      />
      {verdict.allowed ? <FileForm /> : <Notice tone="refused">{texts().words.refusals[verdict.refusal]}</Notice>}
    </ConsolePage>
  );
}

const AT_MOST = MOST_USERNAMES.toLocaleString("en");

function FileForm(): ReactNode {
  return (
    <Form action={reviewFileAction}>
      <Card>
        <ChoiceGroup
          name="target"
          legend="What shall become of them"
          options={[
            { value: "DISABLED", label: "Disable them" },
            { value: "ENABLED", label: "Enable them" },
          ]}
          defaultValue="DISABLED"
        />
        <TextArea
          name="usernames"
          label="Usernames"
          hint={`One a line, ${AT_MOST} at most. Names that stand there twice count once.`}
          rows={8}
          className="font-mono"
          spellCheck={false}
          autoCapitalize="none"
        />
        <FileField
          name="file"
          label="Or a file"
          hint={`Plain text with one username a line, or CSV with a column "Username". UTF-8, or UTF-16 with a byte order mark; 4 MB and ${AT_MOST} usernames at most.`}
          accept=".txt,.csv,.tsv,text/plain,text/csv"
          largest={LARGEST_LIST}
          tooLarge="This file is larger than 4 MB. Split it into smaller ones."
        />
        <div className="flex flex-wrap gap-2">
          <SubmitButton pendingText="Reading…">Review</SubmitButton>
          <ButtonLink href={JOBS}>Cancel</ButtonLink>
        </div>
      </Card>
    </Form>
  );
}
