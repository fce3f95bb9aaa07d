/** The clock of the console, of the gate and of the database jumps, forward and back: who is disabled stays out. */
import { chmodSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { milliseconds } from "@/scripts/bench/figures";
import { noteResult } from "@/scripts/testing/fault-report";
import { Changes, decision } from "./callers";
import { type PostgresServer, ownFolder } from "./postgres-server";
import { serverVersion } from "./program";
import { ALLOW_WITHIN, expectAgreement, givenStage, switched, watched } from "./stage";
import type { Watch } from "./watch";

/** libfaketime, of Debian's package of that name. */
const LIBRARIES = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map((kind) => `/usr/lib/${kind}/faketime/libfaketime.so.1`);
const STEPS = ["+1h", "-1h", "+0"] as const;
const SECONDS = { "+1h": 3_600, "-1h": -3_600, "+0": 0 } as const;
const STAY_MS = 4_000;

test("clocks that jump an hour ahead, and two hours back", async (context) => {
  const library = LIBRARIES.find((path) => existsSync(path));
  if (library === undefined) {
    const skipped = "There is no libfaketime here.";
    noteResult("clock", { skipped });
    context.skip(skipped);
    return;
  }
  const [consoles, databases] = [givenClock(library, "console"), givenClock(library, "database")];
  const stage = await givenStage({ environment: databases.environment }, consoles.environment);
  const { server, console: running, url } = stage;
  const program = switched(stage);
  // The platform's token knows no idle time: its calls show that changes go on, also where the session of ada has ended.
  const leaver = program.subjects.find(({ isLocal }) => !isLocal);
  if (!leaver) throw new Error("There is nobody to disable.");
  const changes = new Changes({ url: () => running.url, program });
  const slowest = { DISABLED: 0, ENABLED: 0 };
  // The gate remembers the key from here on, and has to hear that it is good no more.
  expect(await decision(running.gateUrl, leaver.key)).toMatchObject({ status: 200 });
  const watch = watched(stage);
  for (const [name, clocks] of [
    ["console and gate", [consoles]],
    ["database", [databases]],
    ["all of them", [consoles, databases]],
  ] as const) {
    for (const step of STEPS) {
      for (const clock of clocks) clock.set(step);
      const jumped = performance.now();
      for (const to of ["DISABLED", "ENABLED"] as const) {
        expect(await changes.change(leaver, to), `${name} at ${step}: ${to}`).toBe(true);
        const waited = await untilDecided(running.gateUrl, leaver.key, to === "DISABLED" ? 403 : 200);
        slowest[to] = Math.max(slowest[to], waited);
      }
      await delay(STAY_MS);
      if (clocks.includes(consoles)) expect(await consoleApart(running.url), name).toBeCloseTo(SECONDS[step], -2);
      if (clocks.includes(databases)) expect(await databaseApart(server), name).toBeCloseTo(SECONDS[step], -2);
      expect(watch.statuses("key", jumped + 1_000)).toEqual([200]);
      expect(watch.statuses("health", jumped + 1_000)).toEqual([200]);
      expect(watch.statuses("page of a disabled user", jumped)).toEqual([307]);
      expect(watch.statuses("key of a disabled user", jumped)).toEqual([403]);
      expect(running.process.exitCode).toBeNull();
    }
  }
  await watch.stop();
  for (const status of watch.statuses("page")) expect([200, 307]).toContain(status);
  await expectAgreement(url, changes, program, running.gateUrl);
  noteResult("clock", {
    postgres: await serverVersion(url),
    rows: [
      {
        done: "the clock of console and gate, then of the database, then of all of them jumps an hour ahead, two hours back, and to what is right (by libfaketime; that of the machine goes on)",
        held: "nothing ends or fails; the page and the key of who is disabled stay closed; the key of who is not works",
        figures: `${STEPS.length * 3} jumps, ${watch.asked("key of a disabled user").length} calls with the key of who is disabled`,
      },
      {
        done: "after each jump the platform disables a user, and enables them again",
        held: `the gate follows within ${ALLOW_WITHIN} s; nothing confirmed was lost, nothing was half done`,
        figures: `${changes.told}; refused after ${milliseconds(slowest.DISABLED)}, let pass after ${milliseconds(slowest.ENABLED)} at the longest`,
      },
      {
        done: "the session of an administrator over these jumps",
        held: "is open, or ended as idle where an hour passed by the clock of the database: never an error",
        figures: `${times(watch, "page", 200)} the page, ${times(watch, "page", 307)} the way to sign in`,
      },
    ],
  });
});

/** How many milliseconds after a confirmed change the gate decides by it. */
async function untilDecided(gateUrl: string, key: string, status: number): Promise<number> {
  const began = performance.now();
  await expect.poll(async () => (await decision(gateUrl, key)).status, { timeout: 1_000 * ALLOW_WITHIN }).toBe(status);
  return performance.now() - began;
}

function times(watch: Watch, name: string, status: number): string {
  return `${watch.asked(name).filter((answer) => answer.status === status).length} times`;
}

type Clock = { readonly environment: Record<string, string>; readonly set: (offset: string) => void };

/** How time passes is left alone, as a real jump leaves it: timers go by the monotonic clock. */
function givenClock(library: string, name: string): Clock {
  const folder = ownFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  const set = (offset: string): void => {
    writeFileSync(file, `${offset}\n`);
    chmodSync(file, 0o644);
  };
  set("+0");
  const how = { DONT_FAKE_MONOTONIC: "1", FAKETIME_DONT_RESET: "1", FAKETIME_NO_CACHE: "1" };
  return { set, environment: { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, ...how } };
}

/** How far a clock is from that of this process, in seconds. */
async function databaseApart(server: PostgresServer): Promise<number> {
  const [row] = await server.query<{ now: number }>("SELECT extract(epoch FROM clock_timestamp())::float8 AS now");
  return (row?.now ?? 0) - Date.now() / 1_000;
}

async function consoleApart(url: string): Promise<number> {
  const { headers } = await fetch(`${url}/api/health`);
  return (Date.parse(headers.get("date") ?? "") - Date.now()) / 1_000;
}
