import type { PackageKey } from "@/access/keys/package-keys";
import { userPath } from "@/app/user-path";
import type { Crumb } from "@/components/breadcrumb";
import { texts } from "@/text/texts";

/** Where a page about one key stands: with the keys of its owner. */
export function keyTrail({ owner }: PackageKey, step: string): Crumb[] {
  const { shell, keys } = texts();
  return [
    { label: shell.areas.users, href: "/manage/users" },
    { label: owner.displayName, href: userPath(owner.username) },
    { label: keys.trail, href: userPath(owner.username, "package-keys") },
    { label: step },
  ];
}
