import type { PackageKeyListQuery } from "@/access/keys/package-key-list";
import { FIRST_PLACE } from "@/access/lists/list-place";
import { listAddress } from "@/app/manage/list-path";

export const PACKAGE_KEYS = "/manage/package-keys";

/** The address of the list with some of its parameters changed; another search or order begins at the first page. */
export function listPath(query: PackageKeyListQuery, changes: Partial<PackageKeyListQuery> = {}): string {
  const asked = { ...query, place: FIRST_PLACE, ...changes };
  const { state, packageId, planId } = asked;
  return listAddress(PACKAGE_KEYS, asked, { state, package: packageId, plan: planId });
}
