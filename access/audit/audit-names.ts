/** What an entry is about besides its user: the key, application, plan or package, by the names that the audit keeps. */
import { z } from "zod";
import { texts } from "@/text/texts";
import type { AuditEntry } from "./audit";

const named = z.object({
  key: z.string().optional(),
  application: z.string().optional(),
  package: z.string().optional(),
  plan: z.string().optional(),
  token: z.string().optional(),
  receiver: z.string().optional(),
});

type Names = z.infer<typeof named>;

/** As they are after the change; those of what was deleted, as they were. */
function namesIn({ before, after }: AuditEntry): Names {
  return { ...partOf(before), ...partOf(after) };
}

function partOf(part: AuditEntry["before"]): Names {
  return named.safeParse(part).data ?? {};
}

/** "Package key lk_live_zQWB…Lq17", "Plan Gold of Payments": what an entry is about, at the beginning of a sentence. */
export function objectOf(entry: AuditEntry): string {
  const { objects } = texts().entries;
  const names = namesIn(entry);
  if (names.token !== undefined) return objects.token(names.token);
  if (names.receiver !== undefined) return objects.receiver(names.receiver);
  if (names.key !== undefined) return objects.key(names.key);
  if (names.application !== undefined) return objects.application(names.application);
  if (names.plan !== undefined) return objects.plan(names.plan, names.package);
  return names.package === undefined ? "" : objects.package(names.package);
}

/** The same with everything that it belongs to, as a sentence of the history; empty for what is only about a user. */
export function aboutObject(entry: AuditEntry): string {
  const { someKey, keyOf } = texts().entries.objects;
  const { key, application, plan, package: of } = namesIn(entry);
  if (application === undefined || plan === undefined) return sentence(objectOf(entry));
  return keyOf(key === undefined ? someKey : objectOf(entry), application, plan, of ?? "");
}

function sentence(text: string): string {
  return text === "" ? "" : `${text}.`;
}

/** "Package Maps is now called Atlas." */
export function renaming(entry: AuditEntry): string {
  const [before, after] = [partOf(entry.before), partOf(entry.after)];
  return texts().entries.notices.renamed(before.package ?? "", after.package ?? "");
}
