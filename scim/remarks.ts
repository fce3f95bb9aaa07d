/** What the administrator who looks at the last calls is told of one that went well, though not all of it was kept. */
import type { PlatformUser } from "@/access/platform/platform-users";
import { type Draft, isRenamed } from "./draft";

const SOMEBODY_ELSE =
  "Another externalId than this record had: taken for somebody else, who begins without its keys, applications and roles.";

/** `after` is the user whom the record belongs to now; null where all was kept. */
export function remarkOf(present: PlatformUser, draft: Draft, after: PlatformUser): string | null {
  const names = [...(draft.passedOver ?? []), ...(isRenamed(present, draft) ? ["userName"] : [])];
  const stands = draft.active === true ? "Enabled." : "Disabled.";
  const remarks = [
    ...(after.id === present.id ? [] : [SOMEBODY_ELSE]),
    ...(names.length === 0 ? [] : [`${stands} Not kept: ${names.join(", ")}.`]),
  ];
  return remarks.length === 0 ? null : remarks.join(" ");
}
