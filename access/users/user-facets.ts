/**
 * What most lists of users are filtered by, as one number that each user carries: the migration many_users computes it,
 * and has an index on it for each order. So a page is merged from the orders of the numbers that fit, whichever these are.
 */
import type { AccessSettings, AccountStatus, Origin } from "@/access/rules";

/** null fits everybody. */
export type FacetFilters = {
  readonly status: AccountStatus | null;
  readonly origin: Origin | null;
  readonly access: AccessSettings | null;
  readonly keys: "yes" | "no" | null;
};

const STATUSES: Record<AccountStatus, number> = { WAITING: 0, ENABLED: 12, DISABLED: 24 };
const ORIGINS: Record<Origin, number> = { LOCAL: 0, PLATFORM: 6 };
const ACCESS: Record<AccessSettings, number> = { PORTAL_ONLY: 0, CONTROL_CENTER: 2, NO_ACCESS: 4 };
const KEYS = { no: 0, yes: 1 };

/** The numbers of those who pass the filters; null where nothing is filtered. */
export function facetsOf({ status, origin, access, keys }: FacetFilters): number[] | null {
  if (status === null && origin === null && access === null && keys === null) return null;
  return allowed(STATUSES, status).flatMap((ofStatus) =>
    allowed(ORIGINS, origin).flatMap((ofOrigin) =>
      allowed(ACCESS, access).flatMap((ofAccess) =>
        allowed(KEYS, keys).map((ofKeys) => ofStatus + ofOrigin + ofAccess + ofKeys),
      ),
    ),
  );
}

function allowed<Value extends string>(parts: Record<Value, number>, value: Value | null): number[] {
  return value === null ? Object.values(parts) : [parts[value]];
}
