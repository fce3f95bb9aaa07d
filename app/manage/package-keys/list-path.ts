import { FIRST_PLACE } from "@/access/list-place";
import type { PackageKeyListQuery } from "@/access/package-key-list";
import { listAddress } from "@/app/manage/list-path";

export const PACKAGE_KEYS = "/manage/package-keys";

/** The address of the list with some of its parameters changed; another search or order begins at the first page. */
export function listPath(query: PackageKeyListQuery, changes: Partial<PackageKeyListQuery> = {}): string {
  const asked = { ...query, place: FIRST_PLACE, ...changes };
  const { state, packageId, planId } = asked;
  return listAddress(PACKAGE_KEYS, asked, { state, package: packageId, plan: planId });
}
