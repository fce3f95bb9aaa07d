import { type PlatformSettings, platformSettings } from "@/access/platform/platform-settings";
import type { User } from "@/access/users/users";
import type { Manager } from "@/components/managed-by";

type Managed = Pick<User, "externalId" | "platformDeletedAt">;

/** Who manages a user of the platform, and where an administrator of the platform finds that user. */
export function managerOf(user: Managed, { name, consoleUrl }: PlatformSettings = platformSettings()): Manager {
  return { name, href: consoleUrl === null ? null : placeOf(user, consoleUrl) };
}

const EXTERNAL_ID = "{externalId}";

/** Whom the platform deleted, or never gave an id, has no place of their own there; in an address, dots are a way up. */
function placeOf({ externalId, platformDeletedAt }: Managed, consoleUrl: string): string | null {
  if (!consoleUrl.includes(EXTERNAL_ID)) return consoleUrl;
  if (externalId === null || platformDeletedAt !== null || /^\.{1,2}$/.test(externalId)) return null;
  return consoleUrl.replaceAll(EXTERNAL_ID, () => encodeURIComponent(externalId));
}
