/** The list of the whole audit, newest first: one declaration of what can be filtered, and what an entry is there. */
import { z } from "zod";
import type { Actor } from "@/access/actor";
import { rows } from "@/access/database";
import { type Placed, type Selection, countOf, selectPage, upToLimit } from "@/access/lists/list-page";
import { FIRST_PLACE, type Place, placeParameters } from "@/access/lists/list-place";
import {
  type Count,
  EMPTY_PAGE,
  type Page,
  type Parameters,
  atPlace,
  folded,
  listParameters,
  readList,
} from "@/access/lists/lists";
import { mayReachConsole } from "@/access/rules";
import { Prisma } from "@/generated/prisma/client";
import { type AuditEntry, type AuditEvent, AUDIT_EVENTS } from "./audit";
import { type Kind, isOfActor, selectKinds, strandsOf } from "./audit-kinds";

const AUDIT_SOURCES = ["PAGE", "JOB", "PLATFORM", "COMMAND_LINE"] as const;
const AUDIT_OUTCOMES = ["DONE", "REFUSED"] as const;

/** What belongs together: the beginnings of events. */
const AUDIT_AREAS = {
  "sign-ins": ["sign-in.", "session."],
  users: ["user.", "second-factor."],
  keys: ["application.", "package-key."],
  packages: ["package.", "plan."],
  platform: ["platform-token.", "signal-receiver."],
  jobs: ["job.", "schedule."],
  exports: ["users.", "audit."],
} as const;

export type AuditArea = keyof typeof AUDIT_AREAS;

const AREA_NAMES = ["sign-ins", "users", "keys", "packages", "platform", "jobs", "exports"] as const;

const day = z.iso.date().nullable().default(null);

/** What the address of the list may say; anything else is as if it were not there. */
const parameters = z.object({
  per: listParameters.per,
  /** An event, or all of an area. */
  what: z
    .enum([...AREA_NAMES, ...AUDIT_EVENTS])
    .nullable()
    .default(null),
  outcome: z.enum(AUDIT_OUTCOMES).nullable().default(null),
  source: z.enum(AUDIT_SOURCES).nullable().default(null),
  /** Whole usernames, in whatever case. */
  actor: listParameters.q,
  subject: listParameters.q,
  /** Days in UTC, the first and the last. */
  from: day,
  to: day,
  job: z.guid().nullable().default(null),
});

export type AuditFilter = Omit<z.infer<typeof parameters>, "per">;

export type AuditListQuery = z.infer<typeof parameters> & {
  readonly place: Place;
  readonly ignored: readonly string[];
};

export function parseAuditListQuery(given: Parameters): AuditListQuery {
  return atPlace(readList(parameters, given), given, "time", "number");
}

/** What an address says of a query: its filters, the size of its pages, and the place; what stands at its default is left out. */
export function auditParameters(query: AuditListQuery): Record<string, string> {
  const { per, place, ignored: _, ...filter } = query;
  return { ...filterParameters(filter), ...(per !== 50 && { per: `${per}` }), ...placeParameters(place) };
}

export function filterParameters(filter: AuditFilter): Record<string, string> {
  const { what, outcome, source, actor, subject, from, to, job } = filter;
  const said = Object.entries({ what, outcome, source, actor, subject, from, to, job });
  return Object.fromEntries(said.filter((pair): pair is [string, string] => pair[1] !== null && pair[1] !== ""));
}

export function isFiltered(filter: AuditFilter): boolean {
  return Object.keys(filterParameters(filter)).length > 0;
}

/** One page of the audit; an empty one for who may not see the console. */
export async function listAudit(actor: Actor, query: AuditListQuery): Promise<Page<AuditEntry>> {
  if (!mayReachConsole(actor).allowed) return EMPTY_PAGE;
  return selectPage(await selectionOf(query), query, readEntry);
}

/** One entry; null for who may not see the console, and for one that has left for a file. */
export async function findAuditEntry(actor: Actor, id: bigint): Promise<AuditEntry | null> {
  if (!mayReachConsole(actor).allowed) return null;
  const [found] = await rows<EntryRow>`SELECT ${ENTRY_COLUMNS} FROM audit_entries e WHERE e.id = ${id}`;
  return found ? entryOf(found) : null;
}

const EXPORTED_AT_ONCE = 2_000;

/** All entries that a filter finds, newest first, as they were when it began; none for who may not see the console. */
export async function* readAudit(actor: Actor, filter: AuditFilter): AsyncGenerator<readonly AuditEntry[]> {
  if (!mayReachConsole(actor).allowed) return;
  const selection = await selectionOf(filter);
  let place: Place | null = FIRST_PLACE;
  while (place) {
    const page: Page<AuditEntry> = await selectPage(selection, { place, per: EXPORTED_AT_ONCE }, readEntry);
    yield page.rows;
    place = page.next;
  }
}

const LATEST = 8;
/** What a job did to very many is passed over so far; what else its kind of entry tells is behind that. */
const LOOKED_AT = 50;

/**
 * The latest changes that were done, newest first. Neither sign-ins nor exports are changes, and for what a job did to its
 * users stands that it was started. None for who may not see the console.
 */
export async function listLatestChanges(actor: Actor): Promise<AuditEntry[]> {
  if (!mayReachConsole(actor).allowed) return [];
  const kinds = (await selectKinds(null)).filter(({ event, outcome }) => outcome === "DONE" && isChange(event));
  const { table, fits } = strandsOf(kinds);
  const found = await rows<EntryRow>`
    SELECT ${ENTRY_COLUMNS} FROM audit_entries e WHERE e.id = ANY (ARRAY(
      SELECT found.id FROM ${table}, LATERAL (
        SELECT e.id, e.at, e.event, e.job_id FROM audit_entries e WHERE ${fits} ORDER BY e.at DESC, e.id DESC LIMIT ${LOOKED_AT}
      ) AS found
      WHERE found.job_id IS NULL OR found.event LIKE 'job.%'
      ORDER BY found.at DESC, found.id DESC LIMIT ${LATEST}))
    ORDER BY e.at DESC, e.id DESC`;
  return found.map(entryOf);
}

const UNCHANGED: readonly AuditArea[] = ["sign-ins", "exports"];

function isChange(event: string): boolean {
  return !UNCHANGED.some((area) => isOf(event, area));
}

/** How often each of the events was done since a day began; none for who may not see the console. */
export async function countEvents(actor: Actor, events: readonly AuditEvent[], day: string): Promise<Count[]> {
  if (!mayReachConsole(actor).allowed || events.length === 0) return [];
  const counts = events.map((event) =>
    upToLimit(Prisma.sql`
      audit_entries e WHERE e.event = ${event} AND e.source = ANY (${AUDIT_SOURCES}::audit_source[])
        AND e.outcome = 'DONE' AND e.at >= ${`${day}T00:00:00Z`}::timestamptz`),
  );
  const [found] = await rows<{ counts: number[] }>`SELECT ARRAY[${Prisma.join(counts)}] AS counts`;
  return (found?.counts ?? []).map(countOf);
}

async function selectionOf(filter: AuditFilter): Promise<Selection> {
  const kinds = await kindsOf(filter);
  return {
    columns: ENTRY_COLUMNS,
    tables: ENTRIES,
    id: { column: Prisma.sql`e.id`, kind: "number" },
    from: ENTRIES,
    all: Prisma.sql`audit_entries`,
    conditions: conditionsOf(filter),
    onTheWay: true,
    strands: kinds && strandsOf(kinds),
    sort: { column: Prisma.sql`e.at`, kind: "time", descending: true },
  };
}

const ENTRIES = Prisma.sql`audit_entries e`;

/** Undefined where another index narrows it down further, or nothing is asked that tells kinds apart. */
async function kindsOf({ what, outcome, source, actor, subject, job }: AuditFilter): Promise<Kind[] | undefined> {
  const asked = what !== null || outcome !== null || source !== null || actor !== "";
  if (!asked || subject !== "" || job !== null) return undefined;
  const kinds = await selectKinds(actor === "" ? null : actor);
  return kinds.filter((kind) => isOf(kind.event, what) && fits(kind.outcome, outcome) && fits(kind.source, source));
}

function fits<Value>(value: Value, wanted: Value | null): boolean {
  return wanted === null || value === wanted;
}

function isOf(event: string, what: AuditFilter["what"]): boolean {
  const area = AREA_NAMES.find((name) => name === what);
  return area ? AUDIT_AREAS[area].some((beginning) => event.startsWith(beginning)) : fits(event, what);
}

function conditionsOf(filter: AuditFilter): Prisma.Sql[] {
  const { actor, subject, from, to, job } = filter;
  const conditions: Prisma.Sql[] = [];
  if (actor !== "") conditions.push(isOfActor(actor));
  if (subject !== "") conditions.push(isAbout(subject));
  if (job !== null) conditions.push(Prisma.sql`e.job_id = ${job}::uuid`);
  if (from !== null) conditions.push(Prisma.sql`e.at >= ${`${from}T00:00:00Z`}::timestamptz`);
  if (to !== null) conditions.push(Prisma.sql`e.at < ${`${to}T00:00:00Z`}::timestamptz + interval '24 hours'`);
  if (subject !== "" || job !== null) conditions.push(...kindConditions(filter));
  return conditions;
}

function isAbout(username: string): Prisma.Sql {
  return Prisma.sql`e.subject_username IS NOT NULL
    AND ${folded(Prisma.sql`e.subject_username`)} = ${folded(Prisma.sql`${username}::text`)}`;
}

/** Among the entries about one user, or of one job, every kind is looked at. */
function kindConditions({ what, outcome, source }: AuditFilter): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (outcome !== null) conditions.push(Prisma.sql`e.outcome = ${outcome}::audit_outcome`);
  if (source !== null) conditions.push(Prisma.sql`e.source = ${source}::audit_source`);
  if (what !== null)
    conditions.push(Prisma.sql`e.event = ANY (${AUDIT_EVENTS.filter((event) => isOf(event, what))}::text[])`);
  return conditions;
}

const ENTRY_COLUMNS = Prisma.sql`
  e.id::text AS id, e.at, e.event, e.outcome, e.refusal, e.source, e.actor_id AS "actorId",
  e.actor_username AS "actorUsername", e.subject_id AS "subjectId", e.subject_username AS "subjectUsername", e.reason,
  e.before, e.after, e.effects, e.address, e.change_id::text AS "changeId", e.job_id AS "jobId"`;

type EntryRow = Omit<AuditEntry, "id" | "changeId"> & { readonly id: string; readonly changeId: string | null };

function readEntry({ matching: _, placeValue: __, placeId: ___, ...row }: Placed<EntryRow>): AuditEntry {
  return entryOf(row);
}

function entryOf({ id, changeId, ...entry }: EntryRow): AuditEntry {
  return { ...entry, id: BigInt(id), changeId: changeId === null ? null : BigInt(changeId) };
}
