/** The list of jobs, and the users of one. Drafts are not in it: they are nobody's matter but of whoever reviews them. */
import type { Actor } from "@/access/actor";
import { isId } from "@/access/ids";
import { type Placed, type Selection, selectPage } from "@/access/lists/list-page";
import type { Place } from "@/access/lists/list-place";
import { EMPTY_PAGE, type Page } from "@/access/lists/lists";
import { mayReachConsole } from "@/access/rules";
import { Prisma } from "@/generated/prisma/client";
import { JOB_COLUMNS, type JobRow, jobOf } from "./job-rows";
import type { Job, JobItem, JobItemOutcome } from "./jobs";

const PER_PAGE = 50;

/** The latest first; none for who may not see the console. */
export async function listJobs(actor: Actor, place: Place): Promise<Page<Job>> {
  if (!mayReachConsole(actor).allowed) return EMPTY_PAGE;
  const ordered = Prisma.sql`(SELECT * FROM jobs WHERE status <> 'DRAFT') AS j`;
  const selection: Selection = {
    columns: JOB_COLUMNS,
    tables: ordered,
    from: ordered,
    all: ordered,
    id: { column: Prisma.sql`j.number`, kind: "number" },
    conditions: [],
    sort: { column: Prisma.sql`j.number`, kind: "number", descending: true },
  };
  return selectPage<JobRow, Job>(selection, { place, per: PER_PAGE }, (found) => jobOf(withoutPlace(found)));
}

/** The users of a job, or those of whom one thing became; none for who may not see the console. */
export async function listJobItems(
  actor: Actor,
  id: string,
  { outcome }: { readonly outcome: JobItemOutcome | null },
  place: Place,
): Promise<Page<JobItem>> {
  if (!mayReachConsole(actor).allowed || !isId(id)) return EMPTY_PAGE;
  // A draft is for whoever made it.
  const all = Prisma.sql`
    job_items i WHERE i.job_id = (SELECT id FROM jobs WHERE id = ${id}::uuid
                                  AND (status <> 'DRAFT' OR created_by_id = ${actor.id}::uuid))`;
  const only = outcome === null ? Prisma.empty : Prisma.sql`AND i.outcome = ${outcome}::job_item_outcome`;
  const items = Prisma.sql`(SELECT * FROM ${all} ${only}) AS i`;
  const number = Prisma.sql`i.number`;
  const selection: Selection = {
    columns: Prisma.sql`
      i.number, i.user_id AS "userId", i.username, i.line, i.outcome::text AS outcome, i.refusal, i.entry_id AS "entryId"`,
    tables: items,
    from: items,
    all: items,
    id: { column: number, kind: "number" },
    conditions: [],
    sort: { column: number, kind: "number", descending: false },
  };
  return selectPage<ItemRow, JobItem>(selection, { place, per: PER_PAGE }, itemOf);
}

type ItemRow = Omit<JobItem, "entryId"> & { readonly entryId: string | null };

function itemOf(found: Placed<ItemRow>): JobItem {
  const { entryId, ...item } = withoutPlace(found);
  return { ...item, entryId: entryId === null ? null : BigInt(entryId) };
}

function withoutPlace<Row extends object>({
  matching: _,
  placeValue: __,
  placeId: ___,
  ...row
}: Placed<Row>): Omit<Placed<Row>, keyof Placed<object>> {
  return row;
}
