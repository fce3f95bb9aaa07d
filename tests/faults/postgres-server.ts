/** A PostgreSQL that things can be done to: stopped, killed, held, filled up, copied as a standby, given another clock. */
import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { preparePostgres } from "@/scripts/postgres/postgres-files";
import { postgresUser, type RunAs } from "@/scripts/postgres/postgres-user";
import { freePort } from "@/scripts/server/listen";
import { until } from "@/tests/scripts/processes";

/** Debian's, for which the tests with a standby are made; elsewhere those that come with the product serve. */
const DEBIAN = "/usr/lib/postgresql/15/bin";

const listed = promisify(execFile);

export type Place = {
  /** An empty folder for the data, which the user of the server may enter. */
  folder?: string;
  settings?: string[];
  environment?: Record<string, string>;
  initdb?: string[];
};

export class PostgresServer {
  #process: ChildProcess | undefined;
  #log = "";

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly programs: string,
    private readonly password: string,
    private readonly runAs: RunAs,
    private readonly settings: readonly string[],
    private readonly environment: Record<string, string>,
  ) {}

  static async made({
    folder = ownFolder(),
    settings = [],
    environment = {},
    initdb = [],
  }: Place = {}): Promise<PostgresServer> {
    const programs = await findPrograms();
    const runAs = postgresUser([folder, programs]);
    const password = randomBytes(12).toString("hex");
    const server = new PostgresServer(folder, await freePort(), programs, password, runAs, settings, environment);
    if (runAs.owner) chownSync(folder, runAs.owner.uid, runAs.owner.gid);
    const passwordFile = join(folder, "password");
    writeFileSync(passwordFile, `${password}\n`);
    if (runAs.owner) chownSync(passwordFile, runAs.owner.uid, runAs.owner.gid);
    const cluster = ["-D", server.data, "-U", "latchkey", "-A", "scram-sha-256", `--pwfile=${passwordFile}`];
    server.#run("initdb", [...cluster, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", ...initdb]);
    return server;
  }

  get data(): string {
    return join(this.folder, "data");
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  url(database = "postgres"): string {
    return `postgresql://latchkey:${this.password}@${this.host}/${database}`;
  }

  async start(): Promise<void> {
    const base = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "timezone=UTC", "log_timezone=UTC"];
    const parameters = [
      "-D",
      this.data,
      "-p",
      `${this.port}`,
      ...[...base, ...this.settings].flatMap((one) => ["-c", one]),
    ];
    const [program, ...before] = [...this.runAs.prefix, join(this.programs, "postgres")];
    const env = { NODE_ENV: "production" as const, PATH: process.env["PATH"], LC_ALL: "C", ...this.environment };
    const options = { ...this.runAs.options, cwd: this.data, env, detached: true };
    const child = spawn(program, [...before, ...parameters], { ...options, stdio: ["ignore", "ignore", "pipe"] });
    child.stderr.on("data", (chunk: Buffer) => (this.#log += chunk.toString()));
    this.#process = child;
    await until(() => child.exitCode !== null || this.#isReady(), "PostgreSQL is ready");
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended:\n${this.#log.slice(-2_000)}`);
  }

  /** By the file of this start, not by one that a killed server has left. */
  #isReady(): boolean {
    const file = join(this.data, "postmaster.pid");
    const [pid, , , , , , , status] = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
    return pid === `${this.#process?.pid}` && status?.trim() === "ready";
  }

  get isRunning(): boolean {
    return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** As an operator restarts it: connections are broken off. */
  async stop(signal: NodeJS.Signals = "SIGINT"): Promise<void> {
    const child = this.#process;
    if (!child || !this.isRunning) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    if (signal === "SIGKILL") for (const pid of await this.#pids()) kill(pid, signal);
    else child.kill(signal);
    await ended;
  }

  /** The server and all of its processes. Callers go on meanwhile, or nothing would be under way when they are killed. */
  async #pids(): Promise<number[]> {
    const main = this.#process?.pid;
    if (main === undefined) return [];
    const { stdout } = await listed("ps", ["-o", "pid=", "--ppid", `${main}`]).catch(() => ({ stdout: "" }));
    return [main, ...stdout.split("\n").map(Number).filter(Boolean)];
  }

  /** Nothing moves any more, and nobody is told. */
  async hold(): Promise<void> {
    for (const pid of await this.#pids()) kill(pid, "SIGSTOP");
  }

  async release(): Promise<void> {
    for (const pid of await this.#pids()) kill(pid, "SIGCONT");
  }

  /** One statement as somebody beside the product. */
  async query<Row extends pg.QueryResultRow>(
    text: string,
    database = "postgres",
    values: unknown[] = [],
  ): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.url(database), application_name: "fault test" });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** A copy that follows this one by streaming and can be promoted. */
  async standby(): Promise<PostgresServer> {
    const folder = ownFolder();
    const { programs, password, runAs } = this;
    const copy = new PostgresServer(folder, await freePort(), programs, password, runAs, [], {});
    if (runAs.owner) chownSync(folder, runAs.owner.uid, runAs.owner.gid);
    const source = `host=127.0.0.1 port=${this.port} user=latchkey password=${password} application_name=standby`;
    if (existsSync(join(programs, "pg_basebackup"))) {
      this.#run("pg_basebackup", ["-D", copy.data, "-R", "-X", "stream", "-c", "fast", "-d", source]);
    } else {
      await this.stop();
      execFileSync("cp", ["-a", this.data, copy.data]);
      writeFileSync(join(copy.data, "standby.signal"), "");
      appendFileSync(join(copy.data, "postgresql.auto.conf"), `primary_conninfo = '${source}'\n`);
      await this.start();
    }
    await copy.start();
    return copy;
  }

  async promote(): Promise<void> {
    await this.query("SELECT pg_promote()");
  }

  async end(): Promise<void> {
    if (this.isRunning) await this.release();
    await this.stop("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  #run(name: string, parameters: string[]): void {
    const [program, ...before] = [...this.runAs.prefix, join(this.programs, name)];
    const env = { NODE_ENV: "production" as const, PATH: process.env["PATH"], LC_ALL: "C" };
    const ran = spawnSync(program, [...before, ...parameters], {
      ...this.runAs.options,
      cwd: "/",
      env,
      encoding: "utf8",
    });
    if (ran.status !== 0) throw new Error(`${name} ended with ${ran.status}:\n${ran.stdout}${ran.stderr}`);
  }
}

export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-fault-"));
  chmodSync(folder, 0o711);
  return folder;
}

async function findPrograms(): Promise<string> {
  if (existsSync(join(DEBIAN, "initdb"))) return DEBIAN;
  const home = ownFolder();
  const { server } = await preparePostgres(home);
  rmSync(home, { recursive: true, force: true });
  return dirname(server);
}

export function kill(pid: number | undefined, signal: NodeJS.Signals): void {
  // Zero and less are whole groups, the own one among them.
  if (pid === undefined || pid <= 1) throw new Error("There is no process to be killed.");
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself meanwhile.
  }
}
