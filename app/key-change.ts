import { keyName } from "@/access/keys/package-key-format";
import type { ListedKey } from "@/access/keys/package-keys";
import { type PackageKeyStatus, type SettableKeyStatus, oppositeStatus } from "@/access/rules";
import { texts } from "@/text/texts";
import { idPath } from "./id-page";
import type { KeyChange } from "./key-status";

/** What changing a key from one status to another is; what waits is approved. */
export function keyVerb(from: PackageKeyStatus, to: SettableKeyStatus): "Disable" | "Enable" | "Approve" {
  if (to === "DISABLED") return "Disable";
  return from === "WAITING" ? "Approve" : "Enable";
}

/** The Status link of a key; `here` is where the reader comes back to. */
export function keyChange(
  key: Pick<ListedKey, "id" | "status" | "prefix" | "lastFour">,
  username: string,
  here: string,
): KeyChange {
  const to = oppositeStatus(key.status);
  return {
    href: `${idPath("package-keys", key.id, "status")}?to=${to}&from=${encodeURIComponent(here)}`,
    label: texts().userParts.keys.change[keyVerb(key.status, to)](keyName(key), username),
  };
}
