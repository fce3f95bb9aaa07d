/** What the entries of jobs, of scheduled changes, of exports, of archives and of restored backups tell, as sentences. */
import { z } from "zod";
import { browserTexts } from "@/text/browser-texts";
import { counted } from "./amounts";
import type { AuditEntry } from "./audit";

const target = z.enum(["ENABLED", "DISABLED"]);
const count = z.number().catch(0);

const started = z.object({ job: z.number(), target, users: count, skipped: count });
const stopped = z.object({ job: z.number(), changed: count, failed: count, remaining: count });
const scheduled = z.object({ target, dueAt: z.iso.datetime() });
const exported = z.object({ filter: z.string().catch(""), format: z.string().catch("csv") });
const restored = z.object({ madeAt: z.iso.datetime() });
const archived = z.object({ file: z.string(), first: z.number(), last: z.number() });

/** Empty for what is none of these. */
export function orderDetails({ event, before, after }: AuditEntry): string[] {
  if (event === "job.started") return withPart(started, after, startOf);
  if (event === "job.stopped") return withPart(stopped, after, stopOf);
  if (event.startsWith("schedule.")) return withPart(scheduled, after ?? before, scheduleOf);
  if (event.endsWith(".exported")) return withPart(exported, after, exportOf);
  if (event === "database.restored") return withPart(restored, after, restorationOf);
  return event === "audit.archived" ? withPart(archived, after, archiveOf) : [];
}

function withPart<Part>(schema: z.ZodType<Part>, part: AuditEntry["after"], told: (part: Part) => string[]): string[] {
  const read = schema.safeParse(part);
  return read.success ? told(read.data) : [];
}

function startOf({ job, target, users, skipped }: z.infer<typeof started>): string[] {
  const passedOver = skipped > 0 ? `, ${skipped.toLocaleString("en")} skipped` : "";
  return [`Job ${job}: ${counted(users, "user") || "nobody"} to be ${browserTexts().statuses[target]}${passedOver}.`];
}

function stopOf({ job, changed, failed, remaining }: z.infer<typeof stopped>): string[] {
  const numbers = [`${changed.toLocaleString("en")} changed`, `${remaining.toLocaleString("en")} left as they were`];
  return [
    `Job ${job}: ${[...numbers, failed > 0 ? `${failed} failed` : ""].filter((text) => text !== "").join(", ")}.`,
  ];
}

function scheduleOf({ target, dueAt }: z.infer<typeof scheduled>): string[] {
  return [
    `${browserTexts().statuses[target]} from ${new Date(dueAt).toISOString().slice(0, 16).replace("T", " ")} UTC.`,
  ];
}

function exportOf({ filter, format }: z.infer<typeof exported>): string[] {
  const as = format === "jsonl" ? "As JSON Lines" : "As CSV";
  return [filter === "" ? `${as}, all of them.` : `${as}, by the filter ${filter}.`];
}

function archiveOf({ file, first, last }: z.infer<typeof archived>): string[] {
  return [`Positions ${first.toLocaleString("en")} to ${last.toLocaleString("en")} left for the file ${file}.`];
}

function restorationOf({ madeAt }: z.infer<typeof restored>): string[] {
  return [`The backup of ${madeAt.slice(0, 16).replace("T", " ")} UTC. What was done after it is not there any more.`];
}
