/** Jobs and schedules in processes of their own, which end in the middle: nothing is done twice, and nothing forgotten. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { type JobDetails, stopJob } from "@/access/jobs/jobs";
import { changeAccountStatus } from "@/access/status/access-settings";
import { carryOutSchedule } from "@/access/status/due-schedules";
import { scheduleChange } from "@/access/status/schedules";
import { startJobs } from "@/jobs/worker";
import { rowOf, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { Platform } from "@/tests/scim/platform";
import { details, expectAgreement, givenMany, matching, ordered } from "./scene";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let url: string;
let workers: ChildProcess[] = [];
let stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  url = await freshDatabase();
});
beforeEach(emptyDatabase);
afterEach(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await Promise.all(stops.map((stop) => stop()));
  [workers, stops] = [[], []];
  vi.unstubAllEnvs();
});

/** A process that carries out what waits. */
function startWorker(): ChildProcess {
  const environment = { PATH: process.env["PATH"], NODE_ENV: "production" as const, DATABASE_URL: url };
  const parameters = ["scripts/run.mjs", "../tests/jobs/worker-process"];
  const worker = spawn(process.execPath, parameters, { cwd: join(import.meta.dirname, "../.."), env: environment });
  workers.push(worker);
  return worker;
}

/** The same within this process. */
function startHere(): () => Promise<void> {
  const { stop } = startJobs({ databaseUrl: url, report: (sentence) => console.error(sentence) });
  stops.push(stop);
  return async () => {
    stops = stops.filter((other) => other !== stop);
    await stop();
  };
}

function until(actor: Actor, id: string, fits: (job: JobDetails) => boolean): Promise<void> {
  return vi.waitFor(async () => expect(fits(await details(actor, id))).toBe(true), { timeout: 60_000, interval: 10 });
}

async function killed(worker: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => worker.once("exit", resolve));
  worker.kill("SIGKILL");
  await gone;
}

async function expectDoneOnce(users: number): Promise<void> {
  expect(await database().user.count({ where: { status: "DISABLED" } })).toBe(users);
  const [counted] = await database().$queryRaw<object[]>`
    SELECT count(*)::int AS entries, count(DISTINCT subject_id)::int AS users FROM audit_entries
    WHERE event = 'user.disabled' AND outcome = 'DONE'`;
  expect(counted).toEqual({ entries: users, users });
  expect(await database().jobItem.count({ where: { outcome: "CHANGED", entryId: { not: null } } })).toBe(users);
  await expectAgreement();
}

describe("a job of 5,000 users", () => {
  it("is done once for each of them although its process is killed twice in the middle", async () => {
    const { ada } = await givenPeople("ada");
    await givenMany(5_000);
    const actor = await signedIn(ada);
    const id = await ordered(actor, "DISABLED", matching("q=user-"));
    for (const seen of [500, 2_000]) {
      const worker = startWorker();
      await until(actor, id, ({ changed }) => changed >= seen);
      await killed(worker);
      const job = await details(actor, id);
      expect(job).toMatchObject({ status: "RUNNING" });
      expect(job.remaining).toBeGreaterThan(0);
    }
    startWorker();
    await until(actor, id, ({ status }) => status === "FINISHED");
    expect(await details(actor, id)).toMatchObject({ planned: 5_000, changed: 5_000, failed: 0 });
    await expectDoneOnce(5_000);
  });

  it("goes on after its process was told to stop in the middle", async () => {
    const { ada } = await givenPeople("ada");
    await givenMany(2_000);
    const actor = await signedIn(ada);
    const stop = startHere();
    const id = await ordered(actor, "DISABLED", matching("q=user-"));
    await until(actor, id, ({ changed }) => changed > 0);
    await stop();
    expect(await details(actor, id)).toMatchObject({ status: "RUNNING" });
    startHere();
    await until(actor, id, ({ status }) => status === "FINISHED");
    await expectDoneOnce(2_000);
  });

  it("ends soon after somebody stops it", async () => {
    const { ada } = await givenPeople("ada");
    await givenMany(5_000);
    const actor = await signedIn(ada);
    startHere();
    const id = await ordered(actor, "DISABLED", matching("q=user-"));
    await until(actor, id, ({ changed }) => changed > 0);
    expect(await stopJob(actor, id)).toMatchObject({ ok: true });
    const stopped = await details(actor, id);
    expect(stopped.remaining).toBeGreaterThan(0);
    await expectDoneOnce(stopped.changed);
  });
});

describe("two overlapping jobs in two processes", () => {
  it("change each user once, while the list changes some of them, too", async () => {
    const { ada, grace } = await givenPeople("ada", "grace");
    await givenMany(2_000);
    const [mine, other] = [await signedIn(ada), await signedIn(grace)];
    startWorker();
    startWorker();
    const jobs = [
      await ordered(mine, "DISABLED", matching("q=user-")),
      await ordered(other, "DISABLED", matching("q=user-1")),
    ];
    const toggled = Array.from({ length: 60 }, (_, index) => `user-${1_000 + index * 7}`);
    for (const username of toggled) {
      const done = await changeAccountStatus(mine, { username, seen: { status: "ENABLED" }, status: "DISABLED" });
      expect(["changed_meanwhile", undefined]).toContain(done.ok ? undefined : done.refusal);
    }
    for (const id of jobs) await until(mine, id, ({ status }) => status === "FINISHED");
    expect(await database().user.count({ where: { status: "DISABLED" } })).toBe(2_000);
    expect(await database().auditEntry.count({ where: { event: "user.disabled", outcome: "DONE" } })).toBe(2_000);
    await expectAgreement();
  });
});

describe("a job while the platform and the list change users", () => {
  it("waits for nobody without end, and everything agrees afterwards", async () => {
    vi.stubEnv("SCIM_CALLS_PER_MINUTE", "1000000");
    const { ada, grace, pat } = await givenPeople("ada", "grace", "pat", "pablo");
    await givenMany(1_500);
    await database().signalReceiver.create({
      data: { label: "SIEM", endpoint: "https://siem.example.com", audience: "siem", createdBy: "ada" },
    });
    const [mine, other, okta] = [await signedIn(ada), await signedIn(grace), await Platform.connected("Okta")];
    startHere();
    // Everybody is selected, the platform's users and grace, who changes others meanwhile, among them.
    const id = await ordered(mine, "DISABLED", matching(""));
    const answers: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      const username = `user-${1 + round * 30}`;
      const seen = { status: (await database().user.findFirstOrThrow({ where: { username } })).status };
      const status = seen.status === "ENABLED" ? "DISABLED" : "ENABLED";
      const [answer] = await Promise.all([
        okta.patch(pat.id, [{ op: "replace", value: { active: round % 2 === 0 } }]),
        changeAccountStatus(other, { username, seen, status }),
      ]);
      answers.push(answer.status);
    }
    expect(answers).toEqual(answers.map(() => 200));
    await until(mine, id, ({ status }) => status === "FINISHED");
    expect(await details(mine, id)).toMatchObject({ remaining: 0, failed: 0 });
    expect(await rowOf(grace)).toMatchObject({ status: "DISABLED" });
    await expectAgreement();
    const [told] = await database().$queryRaw<object[]>`
      SELECT (SELECT count(*)::int FROM signal_events WHERE kind IN ('ACCOUNT_DISABLED', 'ACCOUNT_ENABLED')) AS events,
             (SELECT count(*)::int FROM audit_entries WHERE event IN ('user.disabled', 'user.enabled') AND outcome = 'DONE') AS entries`;
    expect(told).toMatchObject({ events: (told as { entries: number }).entries });
  });
});

describe("a schedule", () => {
  it("that comes due while nothing runs is carried out right after the start, once", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const dueAt = new Date(Date.now() + 1_500);
    const worker = startWorker();
    const scheduled = await scheduleChange(actor, { username: "linus", target: "DISABLED", dueAt });
    if (!scheduled.ok) throw new Error(scheduled.refusal);
    await killed(worker);
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(dueAt.getTime() + 100), { timeout: 5_000 });
    expect(await rowOf(linus)).toMatchObject({ status: "ENABLED" });
    startWorker();
    startWorker();
    await vi.waitFor(async () => expect(await rowOf(linus)).toMatchObject({ status: "DISABLED" }), { timeout: 20_000 });
    await carryOutSchedule(scheduled.id);
    expect(await database().auditEntry.count({ where: { event: "user.disabled" } })).toBe(1);
  });

  it("is carried out when it is due, although long jobs are under way", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    await givenMany(5_000);
    const actor = await signedIn(ada);
    startHere();
    for (let index = 0; index < 3; index += 1) await ordered(actor, "DISABLED", matching("q=user-"));
    // The order itself waits for the jobs on a busy machine, and must not be due by then.
    let scheduled: { readonly ok: boolean } = { ok: false };
    for (let wait = 500; !scheduled.ok; wait *= 2) {
      const dueAt = new Date(Date.now() + wait);
      scheduled = await scheduleChange(actor, { username: "linus", target: "DISABLED", dueAt });
    }
    await vi.waitFor(async () => expect(await rowOf(linus)).toMatchObject({ status: "DISABLED" }), { timeout: 60_000 });
  });
});
