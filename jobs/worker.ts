/**
 * Carries out jobs and schedules, beside the pages: graphile-worker says whose turn it is, and what is left over is queued
 * again. Any number of consoles may do so on one database. Never throws: what fails is tried again.
 */
import { setTimeout as delay } from "node:timers/promises";
import { Logger, type ParsedCronItem, type Runner, type TaskList, parseCronItems, run } from "graphile-worker";
import { z } from "zod";
import { openPool } from "@/access/database-hosts";
import { nextPartSize, queueJobAgain, queueLeftJobs, removeOldDrafts, runJobPart } from "@/access/jobs/job-batches";
import { LEFT_SECONDS, TASKS } from "@/access/jobs/job-queue";
import { logLine } from "@/access/operation/log-line";
import { carryOutSchedule, queueLeftSchedules } from "@/access/status/due-schedules";

export type WorkerOptions = {
  readonly databaseUrl: string;
  /** Takes sentences for the operator. */
  readonly report: (sentence: string) => void;
  /** What is done once a day, by one of the consoles: moving old entries of the audit to files. */
  readonly daily?: () => Promise<unknown>;
};

/** So many jobs are under way at once, and beside them so many schedules: a schedule that is due waits behind no job. */
const JOBS_AT_ONCE = 2;
const SCHEDULES_AT_ONCE = 2;
const FIRST_PART = 100;
/** How often to look for what is due; what is ordered here begins at once. */
const LOOK_EVERY_MS = 1_000;
/** After so long a job lets others have their turn. */
const TURN_MS = 3_000;
const FIRST_WAIT_MS = 1_000;
/** What the queue asks is answered in milliseconds; a server that has gone without a word is not waited for. */
const LIMITS = { connectionTimeoutMillis: 5_000, query_timeout: 20_000 };

/** At night, or at the next start where nothing ran at night. */
const DAILY = parseCronItems([
  { task: "daily", match: "17 3 * * *", options: { backfillPeriod: 86_400_000, maxAttempts: 3 } },
]);

const payload = z.object({ id: z.guid() });

/** Returns the function that ends it, after the parts that are under way. */
export function startJobs({ databaseUrl, report, daily }: WorkerOptions): { readonly stop: () => Promise<void> } {
  const ending = new AbortController();
  const { signal } = ending;
  const runners = new Set<Runner>();
  let isTroubled = false;
  let partSize = FIRST_PART;
  const jobTasks: TaskList = {
    [TASKS.runJob]: told(async (id) => {
      const until = performance.now() + TURN_MS;
      while (!signal.aborted && performance.now() < until) {
        const begun = performance.now();
        if ((await runJobPart(id, partSize)) === "left") return;
        partSize = nextPartSize(partSize, performance.now() - begun);
      }
      await queueJobAgain(id);
    }),
    daily: daily ? () => daily().then(() => undefined, tellAndThrow) : () => undefined,
  };
  const jobs: Line = { taskList: jobTasks, atOnce: JOBS_AT_ONCE, cron: daily ? DAILY : [] };
  const schedules: Line = {
    taskList: { [TASKS.carryOutSchedule]: told(carryOutSchedule) },
    atOnce: SCHEDULES_AT_ONCE,
    cron: [],
  };

  const working = Promise.all([
    keep(() => work(jobs), FIRST_WAIT_MS),
    keep(() => work(schedules), FIRST_WAIT_MS),
    sweep(),
  ]);

  /** Begins again whatever ends before its time, such as with the connection to the database. */
  async function keep(task: () => Promise<void>, everyMs: number): Promise<void> {
    while (!signal.aborted) {
      await task().then(() => (isTroubled = false), tell);
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async function work(line: Line): Promise<void> {
    const pool = openPool({ connectionString: databaseUrl, max: line.atOnce + 1, ...LIMITS });
    try {
      await workBy(pool, line);
    } finally {
      await pool.end();
    }
  }

  async function workBy(pgPool: ReturnType<typeof openPool>, { taskList, atOnce, cron }: Line): Promise<void> {
    const running = await run({
      pgPool,
      concurrency: atOnce,
      pollInterval: LOOK_EVERY_MS,
      noHandleSignals: true,
      // What fails is told here, in the words of this product.
      logger: new Logger(() => () => undefined),
      taskList,
      parsedCronItems: cron,
    });
    runners.add(running);
    if (signal.aborted) await running.stop();
    await running.promise.finally(() => runners.delete(running));
  }

  /** Right after a start whatever is not done was left by somebody who is gone, or is soon passed over by both. */
  async function sweep(): Promise<void> {
    let isFirst = true;
    await keep(async () => {
      const seconds = isFirst ? 0 : LEFT_SECONDS;
      await queueLeftJobs(seconds);
      await queueLeftSchedules(seconds);
      await removeOldDrafts();
      isFirst = false;
    }, LEFT_SECONDS * 1_000);
  }

  function told(task: (id: string) => Promise<void>): (given: unknown) => Promise<void> {
    return async (given) => {
      try {
        await task(payload.parse(given).id);
        isTroubled = false;
      } catch (error) {
        tellAndThrow(error);
      }
    };
  }

  /** The queue tries it again, later each time. */
  function tellAndThrow(error: unknown): never {
    tell(error);
    throw error;
  }

  function tell(error: unknown): void {
    if (!isTroubled && !signal.aborted) report(`✗ ${logLine("Jobs and scheduled changes wait", error)}`);
    isTroubled = true;
  }

  async function stop(): Promise<void> {
    ending.abort();
    await Promise.allSettled([...runners].map((running) => running.stop()));
    await working;
  }

  return { stop };
}

/** Tasks that wait for each other, and for nothing of another line. */
type Line = { readonly taskList: TaskList; readonly atOnce: number; readonly cron: ParsedCronItem[] };
