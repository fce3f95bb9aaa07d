/** How long a session can be used. */
import { Prisma } from "@/generated/prisma/client";

/** domain.md, "Users": thirty idle minutes end a session. */
export const IDLE_MINUTES = 30;
/** However busy it is, a session ends after half a day. */
export const SESSION_HOURS = 12;

/** Whether a row `s` of sessions can be used at a time. */
export function sessionIsOpen(time: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    (s.ended_at IS NULL AND s.last_seen_at >= ${time} - make_interval(mins => ${IDLE_MINUTES}::int)
     AND s.created_at >= ${time} - make_interval(hours => ${SESSION_HOURS}::int))`;
}

/** The same at this moment. */
export const SESSION_IS_OPEN = sessionIsOpen(Prisma.sql`now()`);
