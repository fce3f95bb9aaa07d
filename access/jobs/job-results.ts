/** What became of every user of a job, for a file: read part by part, so that a hundred thousand take no more memory than one page. */
import type { Actor } from "@/access/actor";
import { rows } from "@/access/database";
import { type JobItem, findJob } from "./jobs";

/** So many at once. */
const PART = 2_000;

export type JobResult = Pick<JobItem, "number" | "username" | "line" | "outcome" | "refusal">;

/** All users of a job in their order; none where the job can't be seen. */
export async function* jobResults(actor: Actor, id: string): AsyncGenerator<JobResult[]> {
  if (!(await findJob(actor, id))) return;
  let after = 0;
  for (;;) {
    const part = await rows<JobResult>`
      SELECT number, username, line, outcome::text AS outcome, refusal FROM job_items
      WHERE job_id = ${id}::uuid AND number > ${after}::int ORDER BY number LIMIT ${PART}`;
    const last = part.at(-1);
    if (!last) return;
    yield part;
    after = last.number;
  }
}
