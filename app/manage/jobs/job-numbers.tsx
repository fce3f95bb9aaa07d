import type { ReactNode } from "react";
import type { JobDetails } from "@/access/jobs";
import { browserTexts } from "@/text/browser-texts";
import { numberText } from "./job-words";

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
  return <Figures figures={figuresOf(job).map(({ label, value }) => ({ label, value: numberText(value) }))} />;
}

function figuresOf(job: JobDetails): { label: string; value: number }[] {
  const { status, target, planned, changed, failed, skipped, remaining, sessionsEnded, keysConcerned } = job;
  const isDraft = status === "DRAFT";
  const disables = target === "DISABLED";
  const sessions = isDraft ? "Open sessions that end" : "Sessions ended";
  const keys = disables ? ["Working keys that stop", "Keys stopped"] : ["Keys that work again", "Keys restored"];
  return [
    isDraft ? { label: "Will change", value: planned } : { label: browserTexts().statuses[target], value: changed },
    ...(failed > 0 ? [{ label: "Failed", value: failed }] : []),
    ...(status === "STOPPED" ? [{ label: "Not reached", value: remaining }] : []),
    { label: "Skipped", value: skipped },
    ...(disables ? [{ label: sessions, value: sessionsEnded }] : []),
    { label: keys[isDraft ? 0 : 1] ?? "", value: keysConcerned },
  ];
}
