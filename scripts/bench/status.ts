/** What changing a status costs over the same statements by hand. */
import pg from "pg";
import { Actor } from "@/access/actor";
import { disconnect } from "@/access/database";
import { changeAccountStatus } from "@/access/status/access-settings";
import { compare, milliseconds, ratio, table } from "./figures";
import type { Program } from "./people";

const ROUNDS = 500;
const WARM_UP = 100;
const LIMIT = 1.5;

/** The section of the report about changing a status. Uses the database of this process's environment. */
export async function measureStatusChange({ url, token }: Program): Promise<string> {
  process.env["DATABASE_URL"] = url;
  const actor = await Actor.ofSession(token, "127.0.0.1");
  if (!(actor instanceof Actor) || actor.id === null) throw new Error("The administrator is not signed in.");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const ids = { actor: actor.id, username: actor.username, session: actor.sessionId };
  const times = await compare(
    [
      { name: "product", work: () => toggle(actor, "user-1") },
      { name: "by hand", work: () => toggleByHand(client, ids, "user-2") },
    ],
    ROUNDS,
    WARM_UP,
  );
  await client.end();
  await disconnect();
  const [product = NaN, byHand = NaN] = [times.get("product"), times.get("by hand")];
  return table(
    ["Change of a status, with its audit entry", "Median", "Ratio"],
    [
      ["the same statements by hand through pg", milliseconds(byHand), "1"],
      ["changeAccountStatus", milliseconds(product), ratio(product / byHand, LIMIT)],
    ],
  );
}

const statuses = new Map<string, "ENABLED" | "DISABLED">();

function nextStatus(username: string): { seen: "ENABLED" | "DISABLED"; to: "ENABLED" | "DISABLED" } {
  const seen = statuses.get(username) ?? "ENABLED";
  const to = seen === "ENABLED" ? "DISABLED" : "ENABLED";
  statuses.set(username, to);
  return { seen, to };
}

async function toggle(actor: Actor, username: string): Promise<void> {
  const { seen, to } = nextStatus(username);
  const outcome = await changeAccountStatus(actor, {
    username,
    seen: { status: seen },
    status: to,
    reason: "Measured",
  });
  if (!outcome.ok) throw new Error(outcome.refusal);
}

async function toggleByHand(
  client: pg.Client,
  actor: { actor: string; username: string; session: string | null },
  username: string,
): Promise<void> {
  const { seen, to } = nextStatus(username);
  await client.query("BEGIN");
  const { rows } = await client.query<{ id: string; username: string }>(
    `SELECT id, username, username_key, origin, status, roles,
            EXISTS (SELECT FROM sessions WHERE sessions.id = $3 AND ended_at IS NULL) AS "isSignedIn"
     FROM users WHERE username_key = $1 OR id = $2 ORDER BY id FOR NO KEY UPDATE`,
    [username, actor.actor, actor.session],
  );
  const id = rows.find((row) => row.username === username)?.id;
  await client.query(
    `UPDATE users SET status = $2, updated_at = now() WHERE id = $1
     RETURNING (SELECT count(*)::int FROM applications a JOIN package_keys k ON k.application_id = a.id
                JOIN plans p ON p.id = k.plan_id WHERE a.owner_id = users.id AND k.status = 'ENABLED' AND p.active) AS keys`,
    [id, to],
  );
  if (to === "DISABLED") {
    await client.query(
      "UPDATE sessions SET ended_at = now(), \"end\" = 'USER_DISABLED' WHERE user_id = $1 AND ended_at IS NULL RETURNING last_seen_at",
      [id],
    );
  }
  await client.query(
    `INSERT INTO audit_entries (event, outcome, source, actor_id, actor_username, address, subject_id, subject_username,
                                reason, before, after, effects, change_id)
     VALUES ($1, 'DONE', 'PAGE', $2, $3, '127.0.0.1', $4, $5, 'Measured', $6, $7, '{"sessionsEnded": 0}',
             (SELECT max(id) FROM access_changes WHERE xact = pg_current_xact_id()::text::bigint)) RETURNING id`,
    [`user.${to.toLowerCase()}`, actor.actor, actor.username, id, username, { status: seen }, { status: to }],
  );
  await client.query("COMMIT");
}
