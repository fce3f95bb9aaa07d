/** What the doctor asks about users, their sessions and what is kept beside them: CONTRIBUTING.md, "What must always hold". */
import { SESSION_HOURS } from "@/access/sign-in/session-limits";
import { IS_ENABLED_ADMINISTRATOR } from "@/access/status/last-administrator";
import { Prisma } from "@/generated/prisma/client";
import { counted } from "@/text/en/numbers";
import { type Check, check, moment } from "./doctor-check";

const WORDS: Readonly<Record<string, string>> = { ENABLED: "Enabled", DISABLED: "Disabled", WAITING: "Waiting" };

/** The clocks of consoles and database, and the time from reading a session to noting its use. */
const LEEWAY = Prisma.sql`interval '2 minutes'`;

export const USER_CHECKS: readonly Check[] = [
  check(
    "closed-accounts",
    "Whoever is Disabled, Waiting or a Service User has no session that was not ended.",
    Prisma.sql`
      SELECT u.username, u.status, count(*) FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE s.ended_at IS NULL AND (u.status <> 'ENABLED' OR u.roles @> ARRAY['SERVICE_USER']::role[]) GROUP BY u.id`,
    ([username = "", status = "", sessions = ""]) =>
      `${username} is ${status === "ENABLED" ? "a Service User" : WORDS[status]} and has ${counted(Number(sessions), "session")} ` +
      `that did not end: they open nothing now, and would with the account. Enabling and disabling ${username} ends them.`,
  ),
  check(
    "session-ends",
    "A session that has ended says why, and no other does.",
    Prisma.sql`
      SELECT s.id, u.username FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE (s.ended_at IS NULL) <> (s."end" IS NULL)`,
    ([id, username]) =>
      `Session ${id} of ${username} has an end without a reason, or a reason without an end: delete the row, which signs ` +
      "that browser out.",
  ),
  check(
    "session-age",
    `No session was used for longer than ${SESSION_HOURS} hours, and none comes from the future.`,
    Prisma.sql`
      SELECT s.id, u.username, s.created_at, s.last_seen_at, greatest(s.created_at, s.last_seen_at) > now() + ${LEEWAY}
      FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE s.last_seen_at > s.created_at + make_interval(hours => ${SESSION_HOURS}::int) + ${LEEWAY}
         OR greatest(s.created_at, s.last_seen_at) > now() + ${LEEWAY}`,
    ([id, username, began = "", seen = "", isFuture]) =>
      isFuture === "t"
        ? `Session ${id} of ${username} comes from the future (begun ${moment(began)}, last used ${moment(seen)}): the ` +
          "clock of the database was set back. It lasts too long; end it."
        : `Session ${id} of ${username} began ${moment(began)} and was still used ${moment(seen)}: end it, and see who ` +
          "wrote it.",
  ),
  check(
    "administrator",
    "At least one local administrator is Enabled.",
    Prisma.sql`SELECT 1 WHERE NOT EXISTS (SELECT FROM users WHERE ${IS_ENABLED_ADMINISTRATOR} AND origin = 'LOCAL')`,
    () => "No local administrator is Enabled: `npm run admin:create` on the server lets somebody in again.",
  ),
  check(
    "platform-users",
    "A user of the platform has no password here, nothing put down for later, and is neither Waiting nor a Service User.",
    Prisma.sql`
      SELECT username, what FROM (
        SELECT u.username, concat_ws(', ',
          CASE WHEN u.password_hash IS NOT NULL THEN 'a password' END,
          CASE WHEN u.status = 'WAITING' THEN 'the status Waiting' END,
          CASE WHEN u.roles @> ARRAY['SERVICE_USER']::role[] THEN 'the switch Service User' END,
          CASE WHEN u.platform_deleted_at IS NOT NULL AND u.status <> 'DISABLED' THEN 'access though the platform deleted it' END,
          CASE WHEN EXISTS (SELECT FROM scheduled_changes c WHERE c.user_id = u.id AND c.status = 'PENDING')
               THEN 'a scheduled change' END) AS what
        FROM users u WHERE u.origin = 'PLATFORM') AS platform WHERE what <> ''`,
    ([username, what]) =>
      `${username} is managed by the platform and has ${what}, which this product never gives: somebody else wrote to the ` +
      "database. Take it away.",
  ),
  check(
    "local-users",
    "A local user has nothing that only the platform gives.",
    Prisma.sql`
      SELECT username, what FROM (
        SELECT username, concat_ws(', ',
          CASE WHEN external_id IS NOT NULL THEN 'an external id' END,
          CASE WHEN synced_at IS NOT NULL THEN 'a time of synchronization' END,
          CASE WHEN platform_deleted_at IS NOT NULL THEN 'a time of deletion by the platform' END,
          CASE WHEN (department, employee_number, manager, manager_name) <> ('', '', '', '')
               THEN 'a department, employee number or manager' END) AS what
        FROM users WHERE origin = 'LOCAL') AS local WHERE what <> ''`,
    ([username, what]) =>
      `${username} is a local user and has ${what}, which only the platform gives: somebody else wrote to the database. ` +
      "Take it away.",
  ),
  check(
    "key-count",
    "How many package keys a user has is counted right.",
    Prisma.sql`
      SELECT u.username, u.key_count, coalesce(n.keys, 0), u.id FROM users u
      LEFT JOIN (SELECT a.owner_id, count(*) AS keys FROM package_keys k JOIN applications a ON a.id = k.application_id
                 GROUP BY a.owner_id) AS n ON n.owner_id = u.id
      WHERE u.key_count <> coalesce(n.keys, 0)`,
    ([username, listed, keys, id]) =>
      `${username} has ${keys} package keys and is listed with ${listed}: a trigger was set aside. ` +
      `Set key_count of the user ${id} to ${keys}.`,
  ),
  check(
    "last-key-use",
    "When a user's keys were last used is not behind the keys themselves by more than a day.",
    // It is written by the hour, and a little after the keys.
    Prisma.sql`
      SELECT u.username, used.at, u.last_key_use_at FROM users u
      JOIN (SELECT a.owner_id, max(k.last_used_at) AS at FROM package_keys k JOIN applications a ON a.id = k.application_id
            WHERE k.last_used_at < now() - interval '1 hour' GROUP BY a.owner_id) AS used ON used.owner_id = u.id
      WHERE used.at > coalesce(u.last_key_use_at, '-infinity') + interval '1 day'`,
    ([username, used = "", listed = ""]) =>
      `A key of ${username} was used ${moment(used)}, and the list of users says ${listed === "" ? "never" : moment(listed)}: ` +
      "a gate was killed while it wrote. The next use puts it right.",
  ),
  check(
    "platform-tokens",
    "Two tokens of the platform are in use at most.",
    Prisma.sql`
      SELECT count(*), string_agg(label, ', ' ORDER BY created_at) FROM platform_tokens WHERE revoked_at IS NULL
      HAVING count(*) > 2`,
    ([count, labels]) => `${count} tokens of the platform are in use (${labels}): revoke those that nobody needs.`,
  ),
];
