import type { PackageKey } from "@/access/package-keys";
import type { Crumb } from "@/components/breadcrumb";
import { userPath } from "@/app/user-path";

/** Where a page about one key stands: with the keys of its owner. */
export function keyTrail({ owner }: PackageKey, step: string): Crumb[] {
  return [
    { label: "Users", href: "/manage/users" },
    { label: owner.displayName, href: userPath(owner.username) },
    { label: "Package Keys", href: userPath(owner.username, "package-keys") },
    { label: step },
  ];
}
