/** What there is to see in the pictures beside the sample people: a silent gate, calls of the platform, a date. */
import type { ConsoleServer } from "@/tests/browser/console-server";
import { call } from "@/tests/browser/platform-scene";
import type { Records } from "@/tests/browser/records";

/** So many enabled portal users of the sample data, and no one of the story. */
export async function portalUsers(records: Records, skip: number, take: number): Promise<string[]> {
  const rows = await records.query(
    `SELECT username FROM users
     WHERE origin = 'LOCAL' AND status = 'ENABLED' AND roles = '{}' AND username <> 'linus' AND username ~ '^[!-~]+$'
     ORDER BY number OFFSET $1 LIMIT $2`,
    [skip, take],
  );
  return rows.map(({ username }) => String(username));
}

/** A gate that was not heard of for a few minutes. */
export async function givenGate(records: Records, name: string): Promise<void> {
  await records.query(
    `INSERT INTO gates (id, name, started_snapshot, started_at, heard_at, cached_keys)
     VALUES (gen_random_uuid(), $1, pg_current_snapshot()::text, now() - interval '3 days', now() - interval '4 minutes', 1204)`,
    [name],
  );
}

/** The platform tests its connection, creates a user, and asks for one more whose name is taken. */
export async function givenCalls(server: ConsoleServer, token: string): Promise<void> {
  const create = (userName: string): Promise<Response> =>
    call(server, token, "/Users", { method: "POST", body: JSON.stringify({ userName, displayName: "Zoe Lindholm" }) });
  await call(server, token, "/ServiceProviderConfig");
  await call(server, token, `/Users?filter=${encodeURIComponent('userName eq "zoe.lindholm"')}`);
  await create("zoe.lindholm");
  await create("zoe.lindholm");
  await call(server, token, "/Users?startIndex=1&count=100");
}

/** Somebody who leaves on a date. */
export async function givenSchedule(records: Records, username: string): Promise<void> {
  await records.query(
    `INSERT INTO scheduled_changes (user_id, target, due_at, reason, created_by_username)
     SELECT id, 'DISABLED', date_trunc('day', now()) + interval '3 days 17 hours', 'Last day', 'grace'
     FROM users WHERE username_key = $1`,
    [username],
  );
}
