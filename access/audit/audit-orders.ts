/** What the entries of jobs, of scheduled changes, of exports, of archives and of restored backups tell, as sentences. */
import { z } from "zod";
import { texts } from "@/text/texts";
import type { AuditEntry } from "./audit";

const target = z.enum(["ENABLED", "DISABLED"]);
const count = z.number().catch(0);

const started = z.object({ job: z.number(), target, users: count, skipped: count });
const stopped = z.object({ job: z.number(), changed: count, failed: count, remaining: count });
const scheduled = z.object({ target, dueAt: z.iso.datetime() });
const exported = z.object({ filter: z.string().catch(""), format: z.enum(["csv", "jsonl"]).catch("csv") });
const revived = z.object({ users: count, roles: count, keys: count, plans: count, tokens: count });
const restored = z.object({ madeAt: z.iso.datetime(), kept: revived.optional(), revived: revived.optional() });
const archived = z.object({ file: z.string(), first: z.number(), last: z.number() });

/** Empty for what is none of these. */
export function orderDetails({ event, before, after }: AuditEntry): string[] {
  const { orders } = texts().entries;
  if (event === "job.started") return withPart(started, after, orders.jobStarted);
  if (event === "job.stopped") return withPart(stopped, after, orders.jobStopped);
  if (event.startsWith("schedule.")) {
    return withPart(scheduled, after ?? before, ({ target, dueAt }) => orders.scheduled(target, new Date(dueAt)));
  }
  if (event.endsWith(".exported")) {
    return withPart(exported, after, ({ format, filter }) => orders.exported(format, filter));
  }
  if (event === "database.restored") {
    return [
      ...withPart(restored, after, ({ madeAt }) => orders.restored(new Date(madeAt))),
      ...withPart(restored.required({ kept: true }), after, ({ kept }) => orders.reviewed("kept", kept)),
      ...withPart(restored.required({ revived: true }), after, ({ revived }) => orders.reviewed("revived", revived)),
    ];
  }
  if (event !== "audit.archived") return [];
  return withPart(archived, after, ({ first, last, file }) => orders.archived(first, last, file));
}

function withPart<Part>(schema: z.ZodType<Part>, part: AuditEntry["after"], told: (part: Part) => string): string[] {
  const read = schema.safeParse(part);
  return read.success ? [told(read.data)] : [];
}
