import type { ReactNode } from "react";
import type { JobDetails } from "@/access/jobs/jobs";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";

export type Figure = { readonly label: string; readonly value: string };

/** A few numbers, large, each over its label. */
export function Figures({ figures }: { figures: readonly Figure[] }): ReactNode {
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-4">
      {figures.map(({ label, value }) => (
        <div key={label} className="flex flex-col-reverse">
          <dt className="text-[0.8125rem] text-muted">{label}</dt>
          <dd className="text-2xl leading-8 font-[650] tracking-[-0.02em] tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The numbers of a job: of a draft what would come of it, of any other what came of it. */
export function JobNumbers({ job }: { job: JobDetails }): ReactNode {
  const { number } = texts();
  return <Figures figures={figuresOf(job).map(({ label, value }) => ({ label, value: number(value) }))} />;
}

function figuresOf(job: JobDetails): { label: string; value: number }[] {
  const { status, target, planned, changed, failed, skipped, remaining, sessionsEnded, keysConcerned } = job;
  const isDraft = status === "DRAFT";
  const disables = target === "DISABLED";
  const { figures } = texts().jobs;
  const sessions = isDraft ? figures.sessionsWillEnd : figures.sessionsEnded;
  const keysThen = disables ? figures.keysWillStop : figures.keysWillWork;
  const keysNow = disables ? figures.keysStopped : figures.keysRestored;
  return [
    isDraft
      ? { label: figures.willChange, value: planned }
      : { label: browserTexts().statuses[target], value: changed },
    ...(failed > 0 ? [{ label: figures.failed, value: failed }] : []),
    ...(status === "STOPPED" ? [{ label: figures.notReached, value: remaining }] : []),
    { label: figures.skipped, value: skipped },
    ...(disables ? [{ label: sessions, value: sessionsEnded }] : []),
    { label: isDraft ? keysThen : keysNow, value: keysConcerned },
  ];
}
