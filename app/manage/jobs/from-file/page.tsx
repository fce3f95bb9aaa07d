import type { Metadata } from "next";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayRunJobs } from "@/access/rules";
import { LARGEST_LIST, MOST_USERNAMES } from "@/access/users/username-list";
import { ConsolePage } from "@/app/console-page";
import { reviewFileAction } from "@/app/manage/jobs/actions";
import { FROM_FILE, JOBS } from "@/app/manage/jobs/job-path";
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
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().fromFile.title };
}

export default async function FromFilePage(): Promise<ReactNode> {
  const actor = await requireConsoleActor(FROM_FILE);
  const verdict = mayRunJobs(actor);
  const { fromFile, shell, words } = texts();
  return (
    <ConsolePage actor={actor} current="jobs">
      <Breadcrumb trail={[{ label: shell.areas.jobs, href: JOBS }, { label: fromFile.trail }]} />
      <PageTitle title={fromFile.title} caption={fromFile.caption} />
      {verdict.allowed ? <FileForm /> : <Notice tone="refused">{words.refusals[verdict.refusal]}</Notice>}
    </ConsolePage>
  );
}

function FileForm(): ReactNode {
  const { fromFile, forms } = texts();
  return (
    <Form action={reviewFileAction}>
      <Card>
        <ChoiceGroup
          name="target"
          legend={fromFile.target}
          options={[
            { value: "DISABLED", label: fromFile.targets.DISABLED },
            { value: "ENABLED", label: fromFile.targets.ENABLED },
          ]}
          defaultValue="DISABLED"
        />
        <TextArea
          name="usernames"
          label={fromFile.usernames}
          hint={fromFile.usernamesHint(MOST_USERNAMES)}
          rows={8}
          className="font-mono"
          spellCheck={false}
          autoCapitalize="none"
        />
        <FileField
          name="file"
          label={fromFile.file}
          hint={fromFile.fileHint(MOST_USERNAMES)}
          accept=".txt,.csv,.tsv,text/plain,text/csv"
          largest={LARGEST_LIST}
          tooLarge={fromFile.problems.tooLarge}
        />
        <div className="flex flex-wrap gap-2">
          <SubmitButton pendingText={fromFile.reading}>{fromFile.review}</SubmitButton>
          <ButtonLink href={JOBS}>{forms.cancel}</ButtonLink>
        </div>
      </Card>
    </Form>
  );
}
