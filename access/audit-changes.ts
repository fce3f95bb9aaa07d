/** What an entry says was so before and is so after, field by field, in the words of the pages. */
import { z } from "zod";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";
import type { AuditEntry } from "./audit";
import { type AccountStatus, ROLES } from "./rules";

export type Change = { readonly label: string; readonly before: string; readonly after: string };

type Part = AuditEntry["before"];

const fields = z.record(z.string(), z.unknown());
const roles = z.array(z.enum(ROLES));

const LABELS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...texts().words.profileLabels,
    ...texts().words.platformLabels,
    id: "Id",
    target: "Becomes",
    dueAt: "Due",
    planId: "Plan id",
    platformDeleted: "Deleted in the platform",
    throttlePerSecond: "Calls a second",
    quotaPerDay: "Calls a day",
  }),
);

/** Every field that the entry has of either, in the order in which they are first named. */
export function changesOf({ before, after }: AuditEntry): Change[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names.map((name) => ({ label: labelOf(name), before: valueText(old[name]), after: valueText(now[name]) }));
}

/** "Status: Enabled → Disabled", or what is known of one side alone. */
export function changeText({ label, before, after }: Change): string {
  if (before === "" || before === after) return `${label}: ${after}`;
  return `${label}: ${before} → ${after === "" ? "none" : after}`;
}

function fieldsOf(part: Part): Record<string, unknown> {
  return part === null ? {} : (fields.safeParse(part).data ?? {});
}

/** A field of a newer version is told by its name, with spaces. */
function labelOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return LABELS.get(name) ?? `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** Most are texts, and a page has some hundred: a schema that says no to each would take longer than drawing it. */
function valueText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return isStatus(value) ? browserTexts().statuses[value] : value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return value.toLocaleString("en");
  const held = roles.safeParse(value);
  return held.success ? held.data.map((role) => texts().words.roles[role]).join(", ") || "none" : JSON.stringify(value);
}

function isStatus(value: string): value is AccountStatus {
  return Object.hasOwn(browserTexts().statuses, value);
}
