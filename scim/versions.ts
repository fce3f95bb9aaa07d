/** Versions of users in the headers of calls (RFC 7644, section 3.14). */
import type { PlatformUser } from "@/access/platform/platform-users";
import { ScimError, unknownUser } from "./errors";

/** The revision that If-Match asks for; null for whatever there is. */
export async function seenRevision(request: Request, find: () => Promise<PlatformUser | null>): Promise<number | null> {
  const header = request.headers.get("if-match");
  if (header === null || header.trim() === "*") return null;
  const revisions = revisionsIn(header);
  const [only] = revisions;
  if (only !== undefined && revisions.length === 1) return only;
  // One of several: that which the user has now is asked for again when they are locked.
  const user = await find();
  if (!user) throw unknownUser();
  if (revisions.includes(user.revision)) return user.revision;
  throw new ScimError(412, "If-Match names no version that this user has. Nothing was changed.");
}

/** Whether the platform has this version already. */
export function isNotChanged(request: Request, { revision }: PlatformUser): boolean {
  const header = request.headers.get("if-none-match");
  return header !== null && (header.trim() === "*" || revisionsIn(header).includes(revision));
}

/** A list of entity tags (RFC 9110, section 8.8.3); what is none names no version. */
const TAGS = /^(?:W\/)?"[^"]*"(?:[ \t]*,[ \t]*(?:W\/)?"[^"]*")*$/;

function revisionsIn(header: string): number[] {
  if (!TAGS.test(header.trim())) return [];
  const tags = [...header.matchAll(/"([^"]*)"/g)].map(([, tag = ""]) => tag);
  return tags.filter((tag) => /^(?:0|[1-9]\d{0,8})$/.test(tag)).map(Number);
}
