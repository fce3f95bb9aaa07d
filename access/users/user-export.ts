/**
 * Everybody whom a list shows, for a file. Guarantees that whoever matches from beginning to end is in it exactly once, in
 * the order of the usernames, which never change, whoever comes or goes meanwhile; that no more of it is in memory than
 * some hundred users; and that the audit says who took it, with which filter, before the first user leaves.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Refused, guardChange } from "@/access/change";
import { rows } from "@/access/database";
import { type AccountStatus, type Origin, type Role, mayReachConsole } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { Prisma } from "@/generated/prisma/client";
import { type UserListQuery, userConditions, userListAddress } from "./user-list";

/** How many users are read at a time. */
const PART = 500;

export type ExportedUser = {
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly phone: string;
  readonly country: string;
  readonly origin: Origin;
  readonly status: AccountStatus;
  readonly roles: Role[];
  readonly keyCount: number;
  readonly lastSignInAt: Date | null;
  readonly lastKeyUseAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export type UserExport = { readonly ok: true; readonly parts: AsyncIterable<readonly ExportedUser[]> };

/** Those who match a list, read while they are taken. */
export async function exportUsers(actor: Actor, query: UserListQuery): Promise<UserExport | Refused> {
  const refused = await recordExport(actor, userListAddress(query));
  return refused ?? { ok: true, parts: partsOf(query) };
}

function recordExport(actor: Actor, filter: string): Promise<Refused | null> {
  const event = "users.exported";
  return runChange(actor, async (tx) => {
    const refused = await guardChange(tx, actor, event, mayReachConsole, () => ({ filter }));
    if (!refused) await record(tx, actor, { event, subject: null, after: { filter } });
    return refused;
  });
}

async function* partsOf(query: UserListQuery): AsyncGenerator<readonly ExportedUser[]> {
  let last: string | null = null;
  do {
    const part: Found[] = await partBehind(query, last);
    yield part.map(({ key: _, ...user }) => user);
    last = part.length < PART ? null : (part.at(-1)?.key ?? null);
  } while (last !== null);
}

type Found = ExportedUser & { readonly key: string };

function partBehind(query: UserListQuery, last: string | null): Promise<Found[]> {
  const behind = last === null ? [] : [Prisma.sql`u.username_key > ${last}`];
  const conditions = [Prisma.sql`true`, ...userConditions(query), ...behind];
  return rows<Found>`
    SELECT u.username_key AS key, u.username, u.email, u.display_name AS "displayName", u.first_name AS "firstName",
           u.last_name AS "lastName", u.company, u.phone, u.country, u.origin::text AS origin, u.status::text AS status,
           u.roles::text[] AS roles, u.key_count AS "keyCount", u.last_sign_in_at AS "lastSignInAt",
           u.last_key_use_at AS "lastKeyUseAt", u.created_at AS "createdAt", u.updated_at AS "updatedAt"
    FROM users u WHERE ${Prisma.join(conditions, " AND ")} ORDER BY u.username_key LIMIT ${PART}`;
}
