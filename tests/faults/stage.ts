/** A console with its gate on a database, users to switch, and what has to hold when whatever broke is whole again. */
import { randomBytes } from "node:crypto";
import { expect, onTestFinished, vi } from "vitest";
import { migrate } from "@/scripts/postgres/migrations";
import { type Started, isRunning, run, start, until } from "@/tests/scripts/processes";
import { freePorts } from "@/tests/server";
import { type Answer, Browser, Changes, call, decision } from "./callers";
import { PostgresServer, type Place } from "./postgres-server";
import { type Program, makeProgram, statuses, toldStatuses } from "./program";
import { Watch } from "./watch";

export type Console = Started & { readonly settings: Record<string, string> };

/** Everything that was promised to be back is back within so many seconds. */
export const BACK_WITHIN = 10;
/** No allow of a gate is older than so many seconds without a live database. */
export const ALLOW_WITHIN = 5;

/** A server that ends with the test, with a database of the product's in it. */
export async function givenServer(place: Place = {}): Promise<PostgresServer> {
  const server = await PostgresServer.made(place);
  onTestFinished(() => server.end());
  await server.start();
  await server.query("CREATE DATABASE latchkey");
  await migrate(server.url("latchkey"));
  return server;
}

/** A console as `npm start` runs it, always on the same ports, so that it can be started again in the same place. */
export async function givenConsole(settings: Record<string, string>): Promise<Console> {
  const ports = await freePorts();
  const secret = { NEXTAUTH_SECRET: randomBytes(32).toString("base64") };
  return startAgain({ ...ports, ...secret, GATE_NAME: `gate ${ports.GATE_PORT}`, ...settings });
}

/** Tries until it is there, as a service manager does: what was killed may still be about to let go of its port. */
export async function startAgain(settings: Record<string, string>): Promise<Console> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      const started = await start(settings);
      onTestFinished(() => ended(started));
      const [url, gateUrl] = [`http://localhost:${settings["PORT"]}`, `http://localhost:${settings["GATE_PORT"]}`];
      return { ...started, url, gateUrl, settings };
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

async function ended({ process: child }: Started): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const impatience = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await until(() => !isRunning(pid) || child.exitCode !== null || child.signalCode !== null, "the console has ended");
  clearTimeout(impatience);
}

export type Stage = {
  readonly server: PostgresServer;
  readonly url: string;
  readonly console: Console;
  readonly program: Program;
  readonly changes: Changes;
};

export const USERS = 40;

/** A console on a PostgreSQL of its own. The first two users are disabled, one by the page and one by the platform. */
export async function givenStage(place: Place = {}, settings: Record<string, string> = {}): Promise<Stage> {
  const server = await givenServer(place);
  const url = server.url("latchkey");
  const program = await makeProgram(url, USERS);
  const running = await givenConsole({ DATABASE_URL: url, ...settings });
  return withDisabled({ server, url, console: running, program });
}

export async function withDisabled(stage: Omit<Stage, "changes">): Promise<Stage> {
  const { program } = stage;
  const changes = new Changes({ url: () => stage.console.url, program });
  const disabled = new Changes({ url: () => stage.console.url, program });
  for (const subject of program.subjects.slice(0, 2)) expect(await disabled.change(subject, "DISABLED")).toBe(true);
  return { ...stage, changes };
}

/** The users whose status changes while things break; the first ones stay as they are. */
export function switched({ program }: Pick<Stage, "program">): Program {
  return { ...program, subjects: program.subjects.slice(4) };
}

/**
 * Pages, health, and the gate asked without a pause: for a key that works, and for what nobody may get: the page and the
 * key of somebody who is disabled.
 */
export function watched({ console: running, program }: Stage): Watch {
  const ada = new Browser(() => running.url, program.token);
  const [out, , enabled] = program.subjects;
  const gone = new Browser(() => running.url, out?.id ?? "");
  const watch = new Watch({
    page: async () => asPage(await ada.get("/manage/users")),
    health: () => call(`${running.url}/api/health`),
    key: () => decision(running.gateUrl, enabled?.key ?? ""),
    "key of a disabled user": () => decision(running.gateUrl, out?.key ?? ""),
    "page of a disabled user": async () => asPage(await gone.get("/account")),
  });
  onTestFinished(() => watch.stop());
  return watch;
}

/** A failure that is not the page which says so counts as no answer. */
function asPage(answer: Answer): Answer {
  const isTold = answer.status < 500 || answer.body.includes("Something went wrong");
  return isTold ? answer : { ...answer, status: 0 };
}

/** At no time a wrong success, and an answer to everything. */
export function expectNoWrongAnswer(watch: Watch): void {
  expect(watch.asked("key of a disabled user").length).toBeGreaterThan(10);
  for (const status of watch.statuses("key of a disabled user")) expect([403, 503]).toContain(status);
  for (const status of watch.statuses("page of a disabled user")) expect([307, 500, 503]).toContain(status);
  for (const status of watch.statuses("key")) expect([200, 503]).toContain(status);
  for (const status of watch.statuses("page")) expect([200, 500, 503]).toContain(status);
  for (const status of watch.statuses("health")) expect([200, 503]).toContain(status);
}

/** Says after how many seconds the last of them was right again. */
export function expectBack(watch: Watch, since: number): number {
  const back = ["page", "health", "key"].map((name) => {
    expect(watch.asked(name, since + 1_000 * BACK_WITHIN).length, `${name} after ${BACK_WITHIN} s`).toBeGreaterThan(0);
    return watch.untilRight(name, 200, since);
  });
  const last = Math.max(...back);
  expect(last, "seconds until everything was right again").toBeLessThan(BACK_WITHIN);
  return last;
}

/** What was confirmed is so, the gate decides by it, and the doctor finds nothing half done. */
export async function expectAgreement(
  url: string,
  changes: Changes,
  { subjects }: Program,
  gateUrl: string,
): Promise<void> {
  const actual = await statuses(url);
  expect(changes.lost(actual, await toldStatuses(url))).toEqual([]);
  expect(changes.odd).toEqual([]);
  for (const { username, key } of subjects) {
    const expected = actual.get(username) === "ENABLED" ? 200 : 403;
    await expect.poll(async () => (await decision(gateUrl, key)).status, { timeout: 10_000 }).toBe(expected);
  }
  await expectHealthy(url);
}

/** What puts itself right, such as the row of a gate that another one has replaced, is right within a minute. */
export async function expectHealthy(url: string): Promise<void> {
  const examined = async (): Promise<void> => {
    const { code, output } = await run("doctor", { DATABASE_URL: url }, "--audit");
    expect(code, output).toBe(0);
  };
  await vi.waitFor(examined, { timeout: 60_000, interval: 5_000 });
}
