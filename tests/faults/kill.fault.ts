/** kill -9 of each process at random moments: what was confirmed is there, and nothing is half done. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { Actor } from "@/access/actor";
import { database, disconnect } from "@/access/database";
import { addressName } from "@/scripts/postgres/postgres";
import { noteResult } from "@/scripts/testing/fault-report";
import { givenMany, matching, ordered } from "@/tests/jobs/scene";
import { databaseProcesses, gatesOf, removeHome, temporaryHome, until } from "@/tests/scripts/processes";
import { Changes } from "./callers";
import { kill } from "./postgres-server";
import { makeProgram, serverVersion } from "./program";
import { type Console, USERS, expectAgreement, givenConsole, startAgain } from "./stage";
import { shownSeconds } from "./watch";

const CHANGES = 200;
const JOB_USERS = 3_000;
const TARGETS = ["console", "gate", "connection", "server"] as const;
type Target = (typeof TARGETS)[number];

/** What each of them is: the console carries out the jobs, too. */
const TOLD: Readonly<Record<Target, string>> = {
  console: "the console, with its job worker",
  gate: "the gate",
  connection: "a process of PostgreSQL that serves a connection",
  server: "the main process of PostgreSQL",
};

test("kill -9 of each process at random moments during 200 changes", async () => {
  const seed = Number(process.env["LATCHKEY_FAULT_SEED"] ?? Date.now() % 1_000_000);
  console.log(`LATCHKEY_FAULT_SEED=${seed}`);
  const random = randomBy(seed);
  const home = temporaryHome();
  onTestFinished(() => removeHome(home));
  let running = await givenConsole({ LATCHKEY_HOME: home });
  const program = await makeProgram(addressOf(home), USERS);
  process.env["DATABASE_URL"] = addressOf(home);
  onTestFinished(disconnect);
  const job = await orderJob(program.token);
  const changes = new Changes({ url: () => running.url, program });
  let isOver = false;
  const working = changes.run(() => isOver && changes.count >= CHANGES);
  const times: number[] = [];
  for (const target of shuffled([...TARGETS, ...TARGETS], random)) {
    await delay(200 + 1_300 * random());
    const before = changes.count;
    const killed = performance.now();
    running = await killed9(target, running, home, random);
    await expect.poll(() => changes.count, { timeout: 60_000 }).toBeGreaterThan(before);
    times.push((performance.now() - killed) / 1_000);
  }
  isOver = true;
  await working;
  await useDatabaseOf(home);
  await vi.waitFor(async () => expect(await jobStatus(job)).toBe("FINISHED"), { timeout: 120_000, interval: 200 });
  await expectAgreement(addressOf(home), changes, program, running.gateUrl);
  expect(await doneByJob(job)).toEqual({ items: JOB_USERS, users: JOB_USERS });
  noteResult("kill", {
    postgres: await serverVersion(addressOf(home)),
    rows: [
      {
        done: `during ${CHANGES} changes and more, kill -9 of ${TARGETS.map((target) => TOLD[target]).join(", ")}: each twice, at random moments (LATCHKEY_FAULT_SEED=${seed})`,
        held: "nothing confirmed was lost, nothing was half done",
        figures: `${changes.told}; the next change at most ${shownSeconds(Math.max(...times))} after a kill, start included`,
      },
      {
        done: `a job that disables ${JOB_USERS.toLocaleString("en")} users meanwhile`,
        held: "is carried on, and done once for each of them",
        figures: `${JOB_USERS.toLocaleString("en")} users, as many entries of the audit`,
      },
    ],
  });
});

function addressOf(home: string): string {
  return readFileSync(join(home, addressName), "utf8").trim();
}

/** The embedded database has another port after each start. */
async function useDatabaseOf(home: string): Promise<void> {
  await disconnect();
  process.env["DATABASE_URL"] = addressOf(home);
}

async function orderJob(token: string): Promise<string> {
  await givenMany(JOB_USERS);
  const actor = await Actor.ofSession(token, "127.0.0.1");
  if (!(actor instanceof Actor)) throw new Error("ada is not signed in.");
  return ordered(actor, "DISABLED", matching("q=user-"));
}

async function jobStatus(id: string): Promise<string | undefined> {
  return (await database().job.findUnique({ where: { id } }))?.status;
}

async function doneByJob(id: string): Promise<{ items: number; users: number }> {
  const items = await database().jobItem.count({ where: { jobId: id, outcome: "CHANGED", entryId: { not: null } } });
  const users = await database().user.count({ where: { username: { startsWith: "user-" }, status: "DISABLED" } });
  return { items, users };
}

/** Kills it, and starts again what does not come back by itself. */
async function killed9(target: Target, running: Console, home: string, random: () => number): Promise<Console> {
  const { server } = databaseProcesses(home);
  if (target === "gate") {
    // It may be about to be started again, after the one before.
    await until(() => gatesOf(running.process).length > 0, "there is a gate");
    const gates = gatesOf(running.process);
    await somewhen(random);
    for (const gate of gates) kill(gate, "SIGKILL");
    return running;
  }
  if (target === "connection") {
    await until(() => connectionsOf(server).length > 0, "somebody is connected");
    const serving = connectionsOf(server);
    await somewhen(random);
    kill(serving[Math.floor(random() * serving.length)], "SIGKILL");
    return running;
  }
  await somewhen(random);
  kill(target === "console" ? running.process.pid : server, "SIGKILL");
  // Without its database the console ends by itself.
  await running.ended;
  return startAgain(running.settings);
}

/** Looking for processes held the callers up: they shall be in the middle of something. */
function somewhen(random: () => number): Promise<void> {
  return delay(50 + 200 * random());
}

function connectionsOf(server: number | undefined): number[] {
  const lines = execFileSync("ps", ["-axww", "-o", "pid=,ppid=,command="], { encoding: "utf8" }).split("\n");
  const found = lines.map((line) => /^ *(\d+) +(\d+) postgres: latchkey latchkey /.exec(line) ?? []);
  return found.filter(([, , parent]) => Number(parent) === server).map(([, pid]) => Number(pid));
}

/** Mulberry32: the same moments again for the same seed. */
function randomBy(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled<Item>(items: Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
