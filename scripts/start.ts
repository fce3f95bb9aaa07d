/** `npm start`: the database, its tables, the sample people of a first start, the pages, a gate, and the console itself. */
import { hkdfSync } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { commandLineActor } from "@/access/actor";
import { archiveAudit } from "@/access/audit/audit-archive";
import { readAuditSettings } from "@/access/audit/audit-settings";
import { findRolePowers } from "@/access/doctor/doctor-role";
import { logFormat, tell } from "@/access/operation/log";
import { readSettings, type Settings } from "@/access/operation/settings";
import { startJobs } from "@/jobs/worker";
import { startDelivery } from "@/signals/delivery";
import { startAuditEnds } from "./audit-ends";
import { buildPages } from "./build";
import { fillWithSamples, signInHint } from "./first-people";
import { keptSecret } from "./postgres/home";
import { migrateDatabase } from "./postgres/migrations";
import { claimHome, type OpenDatabase, openOwnDatabase } from "./postgres/open-database";
import { type RunningConsole, startConsole } from "./server/console";
import { type ConsoleMetrics, makeConsoleMetrics } from "./server/console-metrics";
import { type GateProcess, startGateProcess } from "./server/gate-process";
import { requireFreePort } from "./server/listen";
import { openProcessLog } from "./server/log-output";
import { startMetrics } from "./server/metrics-server";
import { readRoutePatterns } from "./server/route-patterns";
import { prepareShutdown, type Shutdown } from "./server/shutdown";
import { watchForProxies } from "./server/unknown-proxy";
import { CommandError, reportFailure } from "./terminal/command";
import { step } from "./terminal/progress";

const shutdown = prepareShutdown();

try {
  openProcessLog("console");
  await start(readSettings(process.env), shutdown);
} catch (error) {
  // Whatever fails while everything is being ended fails because of that.
  if (!shutdown.signal.aborted) {
    reportFailure(error);
    await shutdown.stop(1);
  }
}

async function start(settings: Settings, { signal, onStop, stop }: Shutdown): Promise<void> {
  onStop(await claimHome(settings));
  await requireFreePorts(settings);
  const database = await startDatabase(settings);
  onStop(database.close);
  void database.ended.then(() => loseDatabase(signal, stop));
  await bringUpToDate(database);
  setApplicationEnvironment(settings, database);
  onStop(async () => (await import("@/access/database")).disconnect());
  await warnOfRole();
  const password = await fillWithSamples(settings);
  await step(
    "Building the pages",
    () => buildPages(signal),
    ({ built }) => (built ? "Pages built" : undefined),
  );
  // Asked before anybody is served: from then on the console outlives a database that goes away.
  const hint = await signInHint(settings, password);
  const gate = await startGate(database, signal, onStop);
  const url = await serve(settings, database, gate, onStop);
  announce([`Latchkey is ready: ${url}`, `Gate ready: ${gate.url}/authorize`], hint, password !== undefined);
}

/** The pages, and what goes on beside them. */
async function serve(
  settings: Settings,
  database: OpenDatabase,
  gate: GateProcess,
  onStop: Shutdown["onStop"],
): Promise<string> {
  const metrics = makeConsoleMetrics(readRoutePatterns());
  const { url, drain } = await startPages(settings, metrics, onStop);
  if (settings.operation.metrics) onStop(await startMetrics(settings.operation.metrics, metrics));
  onStop(startDelivery({ url: settings.url, report: tell }).stop);
  const home = settings.databaseUrl === undefined ? settings.home : undefined;
  onStop(startAuditEnds({ home }).stop);
  const daily = () => archiveAudit(commandLineActor(), readAuditSettings());
  onStop(startJobs({ databaseUrl: database.url, report: tell, daily }).stop);
  // First of all: whoever asks this console and its gate learns that they are about to go, and may turn elsewhere.
  onStop(async () => {
    drain();
    gate.leave();
    await delay(settings.operation.shutdownDelaySeconds * 1_000);
  });
  return url;
}

/** A hint that may name the password of the sample people is for whoever started this, and no part of a log. */
function announce(sentences: readonly string[], hint: string, isPrivate: boolean): void {
  if (logFormat() === "text") {
    console.log(`\n${[...sentences, hint, "Ctrl-C stops it."].join("\n")}`);
    return;
  }
  for (const sentence of sentences) tell(`✓ ${sentence}`);
  if (isPrivate) process.stderr.write(`${hint}\n`);
  else if (hint !== "") tell(hint);
}

async function requireFreePorts({ host, port, gate, operation: { metrics } }: Settings): Promise<void> {
  if (port === gate.port) {
    throw new CommandError(`PORT and GATE_PORT are both ${port}: choose another one by GATE_PORT=${port + 1}.`);
  }
  await requireFreePort({ host, port, setting: "PORT" });
  await requireFreePort({ ...gate, setting: "GATE_PORT" });
  if (metrics) await requireFreePort({ ...metrics, setting: "METRICS_PORT" });
}

function startDatabase(settings: Settings): Promise<OpenDatabase> {
  const kind = settings.databaseUrl === undefined ? "embedded" : "by DATABASE_URL";
  return step(
    settings.databaseUrl === undefined ? "Starting the database" : "Connecting to the database",
    () => openOwnDatabase(settings),
    ({ version }) => `Database ready (PostgreSQL ${version}, ${kind})`,
  );
}

function bringUpToDate(database: OpenDatabase): Promise<unknown> {
  return step(
    "Migrating the database",
    () => migrateDatabase(database),
    ({ applied }) => (applied.length === 0 ? undefined : `Tables brought up to date (migrations: ${applied.length})`),
  );
}

async function warnOfRole(): Promise<void> {
  const sentence = await findRolePowers();
  if (sentence !== null) tell(sentence);
}

/** What the pages, next-auth and Next itself read from the environment. */
function setApplicationEnvironment(settings: Settings, database: OpenDatabase): void {
  const secret = settings.secret ?? keptSecret(settings.home, "session-secret");
  Object.assign(process.env, {
    NODE_ENV: "production",
    DATABASE_URL: database.url,
    NEXTAUTH_URL: settings.url,
    NEXTAUTH_SECRET: secret,
    // That of the build is known to everybody who has the sources, and only makes ids (build.ts).
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionKey(secret),
    LATCHKEY_URL: settings.url,
  });
  // Neither the pages nor the gate have any use for the owner of the tables.
  Reflect.deleteProperty(process.env, "MIGRATION_DATABASE_URL");
}

/** Seals what a server action closes over, were there one that does. Consoles of one installation share it. */
function actionKey(secret: string): string {
  return Buffer.from(hkdfSync("sha256", secret, "", "latchkey: server actions", 32)).toString("base64");
}

function startGate({ url }: OpenDatabase, signal: AbortSignal, onStop: Shutdown["onStop"]): Promise<GateProcess> {
  return step(
    "Starting the gate",
    async () => {
      const running = await startGateProcess(url, signal);
      onStop(running.stop);
      return running;
    },
    () => "Gate started",
  );
}

function startPages(
  settings: Settings,
  { observe }: ConsoleMetrics,
  onStop: Shutdown["onStop"],
): Promise<RunningConsole> {
  return step(
    "Starting the console",
    async () => {
      const running = await startConsole({ ...settings, observe, watch: watchForProxies(settings.trustedProxies) });
      onStop(running.stop);
      return running;
    },
    () => "Console started",
  );
}

/** Without its database the console can only fail: a service manager shall start both anew. */
function loseDatabase(signal: AbortSignal, stop: Shutdown["stop"]): void {
  if (signal.aborted) return;
  tell("✗ The database ended by itself; its log is postgres.log in LATCHKEY_HOME.");
  void stop(1);
}
