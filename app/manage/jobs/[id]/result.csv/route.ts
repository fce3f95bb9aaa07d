import { notFound } from "next/navigation";
import { type JobResult, jobResults } from "@/access/jobs/job-results";
import { type Job, findJob } from "@/access/jobs/jobs";
import { requireConsoleActor } from "@/access/require-actor";
import { csvAnswer } from "@/app/csv-answer";
import { resultFile } from "@/app/manage/jobs/job-path";
import { outcomeText, whyText } from "@/app/manage/jobs/job-words";

/** What became of every user of a job, as a file. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const actor = await requireConsoleActor(resultFile(id));
  const job = (await findJob(actor, id)) ?? notFound();
  const head = ["Username", "Outcome", "Why", "Line"];
  return csvAnswer(`job-${job.number}.csv`, head, cellsOf(job, jobResults(actor, id)));
}

async function* cellsOf(job: Job, parts: AsyncIterable<readonly JobResult[]>): AsyncGenerator<string[][]> {
  for await (const part of parts) {
    yield part.map(({ username, line, outcome, refusal }) => [
      username,
      outcomeText(outcome, job),
      refusal === null ? "" : whyText(refusal, job),
      line === null ? "" : String(line),
    ]);
  }
}
