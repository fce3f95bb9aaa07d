/** The clock of the console, of the gate and of the database jumps, forward and back: who is disabled stays out. */
import { chmodSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { noteResult } from "@/scripts/testing/fault-report";
import { platformCall } from "./callers";
import { type PostgresServer, ownFolder } from "./postgres-server";
import { expectHealthy, givenStage, watched } from "./stage";

/** libfaketime, of Debian's package of that name. */
const LIBRARIES = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map((kind) => `/usr/lib/${kind}/faketime/libfaketime.so.1`);
const STEPS = ["+1h", "-1h", "+0"] as const;
const SECONDS = { "+1h": 3_600, "-1h": -3_600, "+0": 0 } as const;
const STAY_MS = 4_000;

test("clocks that jump an hour ahead, and two hours back", async (context) => {
  const library = LIBRARIES.find((path) => existsSync(path));
  if (library === undefined) {
    const skipped = "There is no libfaketime here.";
    noteResult("clock", { rows: [], skipped });
    context.skip(skipped);
    return;
  }
  const [consoles, databases] = [givenClock(library, "console"), givenClock(library, "database")];
  const stage = await givenStage({ environment: databases.environment }, consoles.environment);
  const { server, console: running, program } = stage;
  const watch = watched(stage);
  for (const [name, clocks] of [
    ["console and gate", [consoles]],
    ["database", [databases]],
    ["all of them", [consoles, databases]],
  ] as const) {
    for (const step of STEPS) {
      for (const clock of clocks) clock.set(step);
      const jumped = performance.now();
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
  // The platform's token knows no idle time: its calls are what shows that changes go on.
  const last = program.subjects.at(-1);
  const path = `/Users/${last?.id}`;
  expect(await platformCall(running.url, program.platformToken, "GET", path)).toMatchObject({ status: 200 });
  await expectHealthy(stage.url);
  noteResult("clock", {
    rows: [
      {
        done: "the clock of console and gate, of the database, and of all of them jumps an hour ahead, two hours back, and to what is right",
        held: "nothing ends or fails; the page and the key of who is disabled stay closed; the key of who is not works",
        figures: `${STEPS.length * 3} jumps, ${watch.asked("key of a disabled user").length} calls with the key of who is disabled`,
      },
      {
        done: "the session of an administrator over these jumps",
        held: "is open, or ended as idle where an hour passed by the clock of the database: never an error",
        figures: `answers of the page: ${watch.statuses("page").join(", ")}`,
      },
    ],
  });
});

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
