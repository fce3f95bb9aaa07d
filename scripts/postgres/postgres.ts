/**
 * The embedded PostgreSQL: a real server in a process of its own, reachable from this machine only. Guarantees that it
 * ends with the process that started it, also when that process is killed, and that the next start recovers.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { freePort } from "@/scripts/server/listen";
import { CommandError } from "@/scripts/terminal/command";
import { forgetSecret, keepSecret } from "./home";
import {
  consoleRole,
  owner,
  ownerPassword,
  postgresEnvironment,
  type PostgresFiles,
  preparePostgres,
} from "./postgres-files";
import { guardPostgres } from "./postgres-guard";
import { stopLeftover } from "./postgres-leftover";

export type RunningPostgres = {
  /** By which consoles and gates connect: as a role that owns nothing. */
  url: string;
  /** By which tables are made and changed. */
  ownerUrl: string;
  version: string;
  stop: () => Promise<void>;
  /** Settles when the server has ended, for whatever reason. */
  ended: Promise<void>;
};

/** The file that tells other commands where the running database is. */
export const addressName = "database-url";
const startLimit = 60_000;
const stopLimit = 3_000;

/** The caller holds the claim on the folder (single-instance.ts): a server found running there is a leftover. */
export async function startPostgres(home: string): Promise<RunningPostgres> {
  const files = await preparePostgres(home);
  await stopLeftover(files);
  const { server, port, ended } = await launch(files);
  const dismissGuard = guardPostgres(server, files.pidFile);
  const at = `127.0.0.1:${port}/latchkey`;
  const url = `postgresql://${consoleRole}:${files.consolePassword}@${at}`;
  const ownerUrl = `postgresql://${owner}:${files.password}@${at}`;
  const version = await prepareServer(ownerUrl, files.consolePassword);
  keepSecret(home, addressName, url);
  const stop = async (): Promise<void> => {
    forgetSecret(home, addressName);
    await stopServer(server, ended);
    await dismissGuard();
  };
  return { url, ownerUrl, version, stop, ended };
}

/** The owner's address of a database that another process runs in this folder; the same one where that has no other role. */
export function ownerAddress(url: string, home: string): string {
  const address = new URL(url);
  address.username = owner;
  address.password = ownerPassword(home) ?? "";
  return address.href;
}

type Launched = { server: ChildProcess; port: number; ended: Promise<void> };

async function launch(files: PostgresFiles): Promise<Launched> {
  const deadline = Date.now() + startLimit;
  for (;;) {
    const port = await freePort();
    const server = spawnServer(files, port);
    const ended = new Promise<void>((resolve) => {
      server.once("exit", () => resolve());
      server.once("error", () => resolve());
    });
    if (await becomesReady(server, files, deadline)) return { server, port, ended };
    const complaint = lastComplaint(files.log);
    // After a kill -9, processes of the former server may still be about to end; and a port can be taken meanwhile.
    const passing = /shared memory block|in use|lock file/.test(complaint);
    if (!passing || Date.now() + startLimit - deadline > 10_000) {
      throw new CommandError(`The database did not start: ${complaint} (see ${files.log})`);
    }
    await delay(100);
  }
}

function spawnServer(files: PostgresFiles, port: number): ChildProcess {
  const log = openSync(files.log, "w", 0o600);
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "timezone=UTC", "log_timezone=UTC"];
  const parameters = ["-D", files.data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const { prefix, options } = files.runAs;
  const [program, ...before] = [...prefix, files.server];
  // In a process group of its own: Ctrl-C in a terminal reaches a whole group, and the database has to be the last to go.
  const server = spawn(program, [...before, ...parameters], {
    ...options,
    cwd: files.data,
    env: postgresEnvironment(),
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  return server;
}

async function becomesReady(server: ChildProcess, files: PostgresFiles, deadline: number): Promise<boolean> {
  // A program that can't be run at all has no process id.
  while (server.pid !== undefined && server.exitCode === null && server.signalCode === null) {
    if (Date.now() > deadline) server.kill("SIGQUIT");
    const [pid, , , , , , , status] = readLines(files.pidFile);
    if (pid === String(server.pid) && status?.trim() === "ready") return true;
    await delay(10);
  }
  return false;
}

/** Makes the database at the first start, and the role of the console wherever it is missing; says the server's version. */
async function prepareServer(ownerUrl: string, consolePassword: string): Promise<string> {
  const maintenance = new URL(ownerUrl);
  maintenance.pathname = "/postgres";
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    const found = await client.query("SELECT FROM pg_database WHERE datname = 'latchkey'");
    if (found.rowCount === 0) await client.query("CREATE DATABASE latchkey");
    await prepareConsoleRole(client, consolePassword);
    const shown = await client.query<{ server_version: string }>("SHOW server_version");
    return shown.rows[0]?.server_version ?? "";
  } finally {
    await client.end();
  }
}

/** Each time, so that the password is the kept one, and that whatever the role was given by hand is gone. */
async function prepareConsoleRole(client: pg.Client, password: string): Promise<void> {
  const found = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [consoleRole]);
  const verb = found.rowCount === 0 ? "CREATE" : "ALTER";
  const rights = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";
  await client.query(`${verb} ROLE ${consoleRole} ${rights} PASSWORD ${client.escapeLiteral(password)}`);
  await client.query("REVOKE ALL ON DATABASE latchkey FROM PUBLIC");
  await client.query(`GRANT CONNECT ON DATABASE latchkey TO ${consoleRole}`);
}

async function stopServer(server: ChildProcess, ended: Promise<void>): Promise<void> {
  // SIGINT ends connections and saves everything; SIGQUIT leaves the saving to the recovery at the next start.
  server.kill("SIGINT");
  const impatience = setTimeout(() => server.kill("SIGQUIT"), stopLimit);
  await ended;
  clearTimeout(impatience);
}

function lastComplaint(log: string): string {
  const complaints = readLines(log).filter((line) => /FATAL|PANIC|error/i.test(line));
  return complaints.at(-1)?.replace(/^.*?(FATAL|PANIC): */, "") ?? "it ended at once.";
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}
