/** The list of the audit, and the page of an entry. */
import type { ReactNode } from "react";
import type { AuditArea } from "@/access/audit/audit-list";
import type { AuditOutcome } from "@/generated/prisma/enums";
import { number } from "./numbers";

export const audit = {
  title: "Audit",
  caption: "Who did what to whom, what was refused, and every sign-in. Nothing here can be changed or deleted.",
  entries: (count: number): string => (count === 1 ? "Entry" : "Entries"),
  ignored: (names: string): string =>
    `The address asks for something that this list does not know, which was left out: ${names}.`,
  empty: "Nothing has happened yet",
  noMatch: {
    title: "No entries match",
    advice: "Nothing that happened fits all of the filters. Usernames are looked for as a whole.",
    clear: "Clear filters",
  },
  table: "Audit entries, newest first. Times are in UTC.",
  columns: {
    time: "Time",
    what: "What",
    actor: "Actor",
    source: "Source",
    subject: "Subject",
    change: "Before → after",
    reason: "Reason",
    address: "Address",
  },
  filters: {
    what: "What",
    outcome: "Outcome",
    source: "Source",
    actor: "Actor",
    subject: "Subject",
    wholeUsername: "Whole username",
    from: "From",
    to: "To",
    job: "Job",
  },
  areas: {
    "sign-ins": "All sign-ins and sign-outs",
    users: "All about users",
    keys: "All about applications and keys",
    packages: "All about packages and plans",
    platform: "All about the platform",
    jobs: "All about jobs and schedules",
    exports: "All exports and archives",
  } satisfies Record<AuditArea, string>,
  outcomes: { DONE: "Done", REFUSED: "Refused" } satisfies Record<AuditOutcome, string>,
  exportCsv: "Export CSV",
  exportJsonLines: "Export JSON Lines",
  chainEnd: {
    title: "Newest position and hash",
    advice: (command: ReactNode, option: ReactNode): ReactNode => (
      <>
        Each entry is chained to the one before it, and {command} on the server finds what was tampered with. Note this
        now and then, somewhere that whoever owns the database can’t reach: given with {option}, it also finds a chain
        that was computed anew or cut off.
      </>
    ),
    value: "Position and hash",
    archived: (position: bigint): string =>
      `Entries up to position ${number(position)} have left for files in the archive folder.`,
  },
  entry: {
    title: "Audit entry",
    crumb: (id: bigint): string => `Entry ${id}`,
    facts: {
      time: "Time",
      event: "Event",
      outcome: "Outcome",
      actor: "Actor",
      actorId: "Actor id",
      source: "Source",
      address: "Address",
      subject: "Subject",
      subjectId: "Subject id",
      reason: "Reason",
      job: "Job",
    },
    done: "Done",
    refused: (refusal: string): string => `Refused: ${refusal}`,
    theJob: "The job",
    changes: "What it was about, before and after",
    columns: { field: "Field", before: "Before", after: "After" },
    link: {
      title: "Link in the chain",
      position: "Position",
      hash: "Hash",
      previousHash: "Hash of the entry before",
      missing: (command: ReactNode): ReactNode => (
        <>This entry has no link: it was added beside the chain. {command} tells more.</>
      ),
    },
  },
  /** What the audit keeps besides the fields of a profile. */
  fields: {
    id: "Id",
    status: "Status",
    roles: "Roles",
    target: "Becomes",
    dueAt: "Due",
    platformDeleted: "Deleted in the platform",
    application: "Application",
    key: "Key",
    block: "Block",
    package: "Package",
    plan: "Plan",
    planId: "Plan id",
    active: "Active",
    throttlePerSecond: "Calls a second",
    quotaPerDay: "Calls a day",
    token: "Token",
    receiver: "Receiver",
    endpoint: "Endpoint",
    audience: "Audience",
    by: "By",
    recoveryCodes: "Recovery codes",
    address: "Address",
    job: "Job",
    users: "Users",
    skipped: "Skipped",
    changed: "Changed",
    failed: "Failed",
    remaining: "Remaining",
    refusal: "Refusal",
    filter: "Filter",
    format: "Format",
    file: "File",
    first: "First",
    last: "Last",
    hash: "Hash",
    madeAt: "Made at",
  },
  values: { yes: "yes", no: "no", noRole: "none", nothing: "none" },
};
