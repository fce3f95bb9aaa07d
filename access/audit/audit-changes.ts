/** What an entry says was so before and is so after, field by field, in the words of the pages. */
import { z } from "zod";
import { ROLES } from "@/access/rules";
import { browserTexts } from "@/text/browser-texts";
import { isKnown } from "@/text/known";
import { texts } from "@/text/texts";
import type { AuditEntry } from "./audit";

export type Change = { readonly label: string; readonly before: string; readonly after: string };

type Part = AuditEntry["before"];

const fields = z.record(z.string(), z.unknown());
const roles = z.array(z.enum(ROLES));

/** Every field that the entry has of either, in the order in which they are first named. */
export function changesOf({ before, after }: AuditEntry): Change[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names.map((name) => ({ label: labelOf(name), before: valueText(old[name]), after: valueText(now[name]) }));
}

/** "Status: Enabled → Disabled", or what is known of one side alone. */
export function changeText({ label, before, after }: Change): string {
  if (before === "" || before === after) return `${label}: ${after}`;
  return `${label}: ${before} → ${after === "" ? texts().audit.values.nothing : after}`;
}

function fieldsOf(part: Part): Record<string, unknown> {
  return part === null ? {} : (fields.safeParse(part).data ?? {});
}

/** A field of a newer version is told by its name, with spaces. */
function labelOf(name: string): string {
  const { audit, words } = texts();
  if (isKnown(audit.fields, name)) return audit.fields[name];
  if (isKnown(words.profileLabels, name)) return words.profileLabels[name];
  if (isKnown(words.platformLabels, name)) return words.platformLabels[name];
  const told = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${told.slice(0, 1).toUpperCase()}${told.slice(1)}`;
}

/** Most are texts, and a page has some hundred: a schema that says no to each would take longer than drawing it. */
function valueText(value: unknown): string {
  if (value === undefined || value === null) return "";
  const { statuses } = browserTexts();
  if (typeof value === "string") return isKnown(statuses, value) ? statuses[value] : value;
  const { audit, number, words } = texts();
  if (typeof value === "boolean") return value ? audit.values.yes : audit.values.no;
  if (typeof value === "number") return number(value);
  const held = roles.safeParse(value);
  if (!held.success) return JSON.stringify(value);
  return held.data.map((role) => words.roles[role]).join(", ") || audit.values.noRole;
}
