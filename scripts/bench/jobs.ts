/** What disabling many users by a job costs over one script of SQL that does the same, and what it asks of the process. */
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { Actor } from "@/access/actor";
import { databasePool, disconnect } from "@/access/database";
import { runJobPart } from "@/access/jobs/job-batches";
import { draftJob } from "@/access/jobs/job-drafts";
import { startJob } from "@/access/jobs/jobs";
import type { SettableStatus } from "@/access/rules";
import { startGate } from "@/scripts/server/gate-server";
import { freePort } from "@/scripts/server/listen";
import { median, megabytes, milliseconds, ratio, table, timed } from "./figures";
import { type MeasuredConsole, getPage, openConsole } from "./pages";
import type { Program } from "./people";

const LIMIT = 3;
const MEMORY_LIMIT = 100 * 2 ** 20;
/** After so many parts everything is compiled and every pool is full: from there on nothing should grow with the job. */
const WARM_PARTS = 10;
const PAGE_LIMIT = 2;
const PAGES = 100;
const GATE_LIMIT_MS = 1_000;

/** The section of the report about changing many. Each enabled local user of the program has a session then. */
export async function measureJob(product: Program): Promise<string> {
  await onceIn(product.url, INSERT_SESSIONS);
  const byHand = await copyOf(product.url);
  const hand = await timed(() => onceIn(byHand, DISABLE_BY_HAND));
  process.env["DATABASE_URL"] = product.url;
  const { draft, run, grown, changed, longest } = await disableByJob(product.token);
  await disconnect();
  return table(
    [`Disabling ${changed.toLocaleString("en")} users`, "Time", "Ratio"],
    [
      ["one script of SQL with the same effects", seconds(hand), "1"],
      ["a job, part by part", seconds(run), ratio(run / hand, LIMIT)],
      ["longest part, for which others may have to wait", seconds(longest), ""],
      ["the review page before it: who, and who not", seconds(draft), ""],
      [
        `memory of the process, from part ${WARM_PARTS} to the end`,
        `+${megabytes(grown)}`,
        grown <= MEMORY_LIMIT ? "within 100 MB" : "over 100 MB",
      ],
    ],
  );
}

/** A database in which everybody was disabled before is another one, so each of the two ways gets its own. */
async function copyOf(url: string): Promise<string> {
  const [server, copy] = [new URL(url), new URL(url)];
  server.pathname = "/postgres";
  copy.pathname = `${copy.pathname}_by_hand`;
  await onceIn(server.href, `CREATE DATABASE ${copy.pathname.slice(1)} TEMPLATE ${new URL(url).pathname.slice(1)}`);
  return copy.href;
}

type Measured = { draft: number; run: number; grown: number; changed: number; longest: number };

async function disableByJob(token: string): Promise<Measured> {
  const actor = await administrator(token);
  let id = "";
  const draft = await timed(async () => (id = await draftEverybody(actor, "DISABLED")));
  await start(actor, id);
  let [before, most, longest, parts, more] = [0, 0, 0, 0, true];
  const run = await timed(async () => {
    while (more) {
      longest = Math.max(longest, await timed(async () => (more = (await runJobPart(id)) === "more")));
      const { rss } = process.memoryUsage();
      parts += 1;
      if (parts === WARM_PARTS) before = rss;
      most = Math.max(most, rss);
    }
  });
  const { rows } = await databasePool().query<{ changed: number }>("SELECT changed FROM jobs WHERE id = $1", [id]);
  return { draft, run, grown: most - before, changed: rows[0]?.changed ?? 0, longest };
}

async function administrator(token: string): Promise<Actor> {
  const actor = await Actor.ofSession(token, "127.0.0.1");
  if (!(actor instanceof Actor)) throw new Error("The administrator is not signed in.");
  return actor;
}

async function draftEverybody(actor: Actor, target: SettableStatus): Promise<string> {
  const drafted = await draftJob(actor, { target, selection: { kind: "filter", address: "" } });
  if (!drafted.ok) throw new Error(drafted.refusal);
  return drafted.id;
}

async function start(actor: Actor, id: string): Promise<void> {
  const started = await startJob(actor, id, "Measured");
  if (!started.ok) throw new Error(started.refusal);
}

/**
 * The section about what a job leaves to others: pages of the console that carries it out, and how far behind a gate is
 * when the last user is changed. Enables those whom measureJob disabled.
 */
export async function measureOthersDuringJob({ url, token }: Program): Promise<string> {
  process.env["DATABASE_URL"] = url;
  const console_ = await openConsole({ url, token });
  const place = { host: "127.0.0.1", port: await freePort() };
  const gate = await startGate({ ...place, databaseUrl: url, name: "beside a job", cacheKeys: 1_000 });
  try {
    const quiet = await pages(console_, (count) => count >= PAGES);
    const actor = await administrator(token);
    const id = await draftEverybody(actor, "ENABLED");
    await start(actor, id);
    let finished = false;
    const watching = untilFinished(id).then(() => (finished = true));
    const busy = await pages(console_, () => finished);
    await watching;
    const behind = await gateBehind(id);
    return table(
      ["While a job enables 100,000 users", "Time", "Ratio"],
      [
        ["Manage your Users before it, median", milliseconds(quiet), "1"],
        ["Manage your Users meanwhile, median", milliseconds(busy), ratio(busy / quiet, PAGE_LIMIT)],
        [
          "from the last commit to the acknowledgement of a gate",
          milliseconds(behind),
          behind <= GATE_LIMIT_MS ? "within 1 s" : "over 1 s",
        ],
      ],
    );
  } finally {
    await gate.stop();
    console_.process.disconnect();
    await disconnect();
  }
}

async function pages(console_: MeasuredConsole, isEnough: (count: number) => boolean): Promise<number> {
  const times: number[] = [];
  while (!isEnough(times.length)) times.push(await timed(() => getPage(console_, "/manage/users")));
  return median(times);
}

async function untilFinished(id: string): Promise<void> {
  for (;;) {
    const { rows } = await databasePool().query<{ status: string }>("SELECT status FROM jobs WHERE id = $1", [id]);
    if (rows[0]?.status === "FINISHED") return;
    await delay(100);
  }
}

/** By the clock of the database, in milliseconds. */
async function gateBehind(id: string): Promise<number> {
  for (;;) {
    const { rows } = await databasePool().query<{ behind: number }>(
      `SELECT (extract(epoch FROM a.at - (SELECT progressed_at FROM jobs WHERE id = $1)) * 1000)::float8 AS behind
       FROM gate_acknowledgements a WHERE change_id = (SELECT max(change_id) FROM audit_entries WHERE job_id = $1)`,
      [id],
    );
    if (rows[0]) return rows[0].behind;
    await delay(10);
  }
}

async function onceIn(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

function seconds(value: number): string {
  return `${(value / 1_000).toFixed(2)} s`;
}

const INSERT_SESSIONS = `
  INSERT INTO sessions (token_hash, user_id)
  SELECT sha256(id::text::bytea), id FROM users WHERE status = 'ENABLED' AND origin = 'LOCAL' AND roles = '{}';
  ANALYZE sessions`;

// Several statements without parameters are one transaction. What it made itself is analyzed, or its joins take hours.
const DISABLE_BY_HAND = `
  CREATE TEMPORARY TABLE changing ON COMMIT DROP AS
  SELECT id, username FROM users WHERE status = 'ENABLED' AND origin = 'LOCAL' AND roles = '{}' ORDER BY id FOR NO KEY UPDATE;
  ANALYZE changing;
  UPDATE users SET status = 'DISABLED', updated_at = now() WHERE id IN (SELECT id FROM changing);
  CREATE TEMPORARY TABLE ended ON COMMIT DROP AS
  WITH ended AS (
    UPDATE sessions SET ended_at = now(), "end" = 'USER_DISABLED'
    WHERE user_id IN (SELECT id FROM changing) AND ended_at IS NULL RETURNING user_id)
  SELECT user_id, count(*) AS sessions FROM ended GROUP BY user_id;
  CREATE TEMPORARY TABLE noted ON COMMIT DROP AS
  SELECT subject_id, id FROM access_changes WHERE xact = pg_current_xact_id()::text::bigint;
  ANALYZE ended;
  ANALYZE noted;
  INSERT INTO audit_entries (event, outcome, source, actor_username, subject_id, subject_username, reason, before, after,
                             effects, change_id)
  SELECT 'user.disabled', 'DONE', 'COMMAND_LINE', 'by hand', c.id, c.username, 'Measured', '{"status": "ENABLED"}',
         '{"status": "DISABLED"}', jsonb_build_object('sessionsEnded', coalesce(e.sessions, 0), 'keysStopped', 0), n.id
  FROM changing c LEFT JOIN ended e ON e.user_id = c.id LEFT JOIN noted n ON n.subject_id = c.id
  ORDER BY c.id`;
