/**
 * `npm run gate`: a gate by itself, beside whatever else uses the database. It migrates nothing, so that gates of several
 * machines can be started at any time. `npm start` runs it as its child: then it tells its parent what it would print,
 * and ends with it.
 */
import { setTimeout as delay } from "node:timers/promises";
import { logFormat, tell } from "@/access/operation/log";
import { findDatabase } from "./postgres/open-database";
import { startGate } from "./server/gate-server";
import { requireFreePort } from "./server/listen";
import { openProcessLog } from "./server/log-output";
import { prepareShutdown } from "./server/shutdown";
import { CommandError, commandSettings, reportFailure } from "./terminal/command";

const parent = process.send?.bind(process);
const shutdown = parent ? prepareShutdown(() => undefined) : prepareShutdown();
process.once("disconnect", () => void shutdown.stop(0));
// The parent may have gone before anybody listened.
if (parent && !process.connected) await shutdown.stop(0);

try {
  openProcessLog("gate");
  const { url } = await start();
  if (parent) parent({ ready: url });
  else if (logFormat() === "json") tell(`✓ Gate ready: ${url}/authorize`);
  else console.log(`Gate ready: ${url}/authorize\nCtrl-C stops it.`);
} catch (error) {
  if (!shutdown.signal.aborted) {
    if (parent && error instanceof CommandError) parent({ failed: error.message });
    else reportFailure(error);
    await shutdown.stop(1);
  }
}

async function start(): Promise<{ url: string }> {
  const settings = commandSettings();
  await requireFreePort({ ...settings.gate, setting: "GATE_PORT" });
  const { url: databaseUrl } = await findDatabase(settings);
  const gate = await startGate({ ...settings.gate, databaseUrl, report: tell });
  shutdown.onStop(gate.stop);
  shutdown.onStop(async () => {
    gate.drain();
    await delay(settings.operation.shutdownDelaySeconds * 1_000);
  });
  return gate;
}
