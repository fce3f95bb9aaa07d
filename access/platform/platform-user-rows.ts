/**
 * How users of the platform are read, for every look-up, list and change alike. Local users, and those whom the
 * platform deleted, are never among them.
 */
import { Prisma } from "@/generated/prisma/client";

/** Of the users `u`; the index users_platform_number_idx has exactly these. */
export const IS_PLATFORM_USER = Prisma.sql`u.origin = 'PLATFORM' AND u.platform_deleted_at IS NULL`;

/** Whether the platform calls one of the users `u` by this id, which may be that of somebody whose record it was before. */
export function hasScimId(id: string): Prisma.Sql {
  return Prisma.sql`((u.id = ${id}::uuid AND u.scim_id IS NULL) OR u.scim_id = ${id}::uuid)`;
}

export const SCIM_ID = Prisma.sql`coalesce(u.scim_id, u.id)`;

/** A PlatformUser of the users `u`. */
export const PLATFORM_USER_COLUMNS = Prisma.sql`
  u.id, ${SCIM_ID} AS "scimId", u.username, u.external_id AS "externalId", u.former_external_id AS "formerExternalId",
  u.status::text AS status, u.email, u.display_name AS "displayName",
  u.first_name AS "firstName", u.last_name AS "lastName", u.company, u.phone, u.website, u.locality, u.region,
  u.postal_code AS "postalCode", u.country, u.department, u.employee_number AS "employeeNumber", u.manager,
  u.manager_name AS "managerName", u.created_at AS "createdAt", u.updated_at AS "updatedAt", u.revision`;
