/** An hour of a busy console in a few minutes: no error, memory that stays flat, and no connection that is left over. */
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { Actor } from "@/access/actor";
import { database, disconnect } from "@/access/database";
import { megabytes } from "@/scripts/bench/figures";
import { ask, closeGate, openGate } from "@/scripts/bench/gate-process";
import { type MeasuredConsole, openConsole } from "@/scripts/bench/pages";
import { noteResult } from "@/scripts/testing/fault-report";
import { givenMany, matching, ordered } from "@/tests/jobs/scene";
import { Browser, Changes, platformCall } from "./callers";
import type { PostgresServer } from "./postgres-server";
import { type Program, makeProgram, serverVersion } from "./program";
import { USERS, expectHealthy, givenServer } from "./stage";

/** What a busy hour has: ten administrators, a platform that synchronizes, ten calls of the API a second, a few jobs. */
const HOUR = { rounds: 360, pagesOfRound: 8, gateCalls: 36_000, jobs: 4, jobUsers: 500 };
const HOURS = Number(process.env["LATCHKEY_SOAK_HOURS"] ?? 1);
/** Until then everything that is loaded once is loaded. */
const WARM_UP_SHARE = 0.2;
const HEAP_LIMIT = 15 * 2 ** 20;
const GATE_LIMIT = 25 * 2 ** 20;
/** A pool lets go of a connection that nobody used for ten seconds. */
const REST_MS = 12_000;

const PAGES = [
  "/manage/users",
  "/manage/users?q=fault-3",
  "/manage/users?status=DISABLED",
  "/manage/package-keys",
  "/manage/audit",
  "/manage/jobs",
];

test("an hour of mixed work", { timeout: 1_200_000 }, async () => {
  const server = await givenServer();
  const url = server.url("latchkey");
  const program = await makeProgram(url, USERS);
  const measured = await openConsole({ url, token: program.token });
  onTestFinished(() => measured.process.disconnect());
  const gate = await openGate(url, "soaked gate");
  onTestFinished(() => closeGate(gate));
  process.env["DATABASE_URL"] = url;
  onTestFinished(disconnect);
  await givenMany(HOUR.jobUsers);
  const work = new Work(`http://127.0.0.1:${measured.port}`, gate.port, program);

  const began = performance.now();
  await work.share(HOURS * WARM_UP_SHARE);
  await delay(REST_MS);
  const before = await sample(measured, gate.port, server);
  await work.share(HOURS * (1 - WARM_UP_SHARE));
  await delay(REST_MS);
  const after = await sample(measured, gate.port, server);
  const minutes = (performance.now() - began - 2 * REST_MS) / 60_000;

  expect(work.wrong).toEqual([]);
  expect(after.heap - before.heap, "growth of the console's heap").toBeLessThan(HEAP_LIMIT);
  expect(after.gate - before.gate, "growth of the gate").toBeLessThan(GATE_LIMIT);
  expect(after.connections, "connections at rest").toBeLessThanOrEqual(before.connections + 1);
  await expectHealthy(url);
  const counts = Object.entries(work.counts).map(([name, count]) => `${count.toLocaleString("en")} ${name}`);
  noteResult("soak", {
    postgres: await serverVersion(url),
    rows: [
      {
        done: `${HOURS === 1 ? "the calls of a busy hour" : `the calls of ${HOURS} busy hours`}, without the pauses between them: ${counts.join(", ")}`,
        held: "no error: every answer was the right one",
        figures: `in ${minutes.toFixed(1)} min`,
      },
      {
        done: "heap of the console after collecting garbage, after a fifth of the work and at its end",
        held: `grows by less than ${megabytes(HEAP_LIMIT)}`,
        figures: `${megabytes(before.heap)}, then ${megabytes(after.heap)}`,
      },
      {
        done: "resident memory of the gate, likewise",
        held: `grows by less than ${megabytes(GATE_LIMIT)}`,
        figures: `${megabytes(before.gate)}, then ${megabytes(after.gate)}`,
      },
      {
        done: "connections to PostgreSQL at rest, likewise",
        held: "none is left over",
        figures: `${before.connections}, then ${after.connections}`,
      },
    ],
  });
});

type Sample = { readonly heap: number; readonly gate: number; readonly connections: number };

async function sample(measured: MeasuredConsole, gatePort: number, server: PostgresServer): Promise<Sample> {
  measured.process.send("memory");
  const [told] = await once(measured.process, "message");
  const { heapUsed } = z.object({ heapUsed: z.number() }).parse(told);
  const { body } = await ask(gatePort, "/metrics");
  const gate = z.coerce.number().parse(/^process_resident_memory_bytes (\S+)/m.exec(body)?.[1]);
  const [row] = await server.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = 'latchkey' AND application_name <> 'fault test'",
  );
  return { heap: heapUsed, gate, connections: row?.count ?? 0 };
}

/** Everything that people, the platform and gateways do, and what was not answered as it should be. */
class Work {
  readonly wrong: string[] = [];
  readonly counts = { pages: 0, "status changes": 0, "calls of the platform": 0, "gate checks": 0, jobs: 0 };
  readonly #browser: Browser;
  readonly #changes: Changes;
  #round = 0;

  constructor(
    private readonly url: string,
    private readonly gatePort: number,
    private readonly program: Program,
  ) {
    this.#browser = new Browser(() => url, program.token);
    this.#changes = new Changes({ url: () => url, program });
  }

  /** That share of an hour: two lanes for the console, one for the gate, one for jobs. */
  async share(hours: number): Promise<void> {
    const last = this.#round + Math.round(HOUR.rounds * hours);
    const lane = async (): Promise<void> => {
      while (this.#round < last) {
        this.#round += 1;
        await this.#doRound(this.#round);
      }
    };
    await Promise.all([lane(), lane(), this.#checkKeys(HOUR.gateCalls * hours), this.#runJobs(HOUR.jobs * hours)]);
  }

  async #doRound(round: number): Promise<void> {
    const { subjects } = this.program;
    const subject = subjects[round % subjects.length];
    if (!subject) return;
    const paths = [...PAGES, `/manage/users/${subject.username}`, `/manage/users/${subject.username}/history`];
    for (const path of paths.slice(0, HOUR.pagesOfRound)) {
      this.#note("pages", path, (await this.#browser.get(path)).status, 200);
    }
    for (const to of ["DISABLED", "ENABLED"] as const) {
      const isConfirmed = await this.#changes.change(subject, to);
      this.#note("status changes", `${subject.username} to ${to}`, isConfirmed ? 1 : 0, 1);
    }
    for (const path of ["/Users?count=20", `/Users?filter=${encodeURIComponent('userName eq "fault-2"')}`]) {
      const answer = await platformCall(this.url, this.program.platformToken, "GET", path);
      this.#note("calls of the platform", path, answer.status, 200);
    }
  }

  async #checkKeys(calls: number): Promise<void> {
    const keys = this.program.subjects.map(({ key }) => key);
    for (let done = 0; done < calls; done += keys.length) {
      const answers = await Promise.all(keys.map((key) => ask(this.gatePort, "/authorize", key)));
      for (const { status } of answers) this.#note("gate checks", "a key", status === 403 ? 200 : status, 200);
      await delay(50);
    }
  }

  async #runJobs(jobs: number): Promise<void> {
    const actor = await Actor.ofSession(this.program.token, "127.0.0.1");
    if (!(actor instanceof Actor)) throw new Error("ada is not signed in.");
    for (let done = 0; done < jobs; done += 1) {
      for (const target of ["DISABLED", "ENABLED"] as const) {
        const id = await ordered(actor, target, matching("q=user-"));
        const status = async () => (await database().job.findUnique({ where: { id } }))?.status;
        await vi.waitFor(async () => expect(await status()).toBe("FINISHED"), { timeout: 120_000, interval: 200 });
        this.counts.jobs += 1;
      }
    }
  }

  #note(kind: keyof Work["counts"], what: string, status: number, right: number): void {
    this.counts[kind] += 1;
    if (status !== right && this.wrong.length < 20) this.wrong.push(`${status} for ${what}`);
  }
}
