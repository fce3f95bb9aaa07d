import { keyName } from "@/access/package-key-format";
import type { ListedKey } from "@/access/package-keys";
import { type PackageKeyStatus, type SettableKeyStatus, oppositeStatus } from "@/access/rules";
import { idPath } from "./id-page";
import type { KeyChange } from "./key-status";

/** What changing a key from one status to another is called; what waits is approved. */
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
    label: `${keyVerb(key.status, to).toLowerCase()} key ${keyName(key)} of ${username}`,
  };
}
