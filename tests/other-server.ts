/** A PostgreSQL of the system, of whatever version, as an operator has it beside Latchkey: null where there is none. */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { postgresUser } from "@/scripts/postgres/postgres-user";
import { freePort } from "@/scripts/server/listen";

export type OtherServer = { readonly url: string; readonly version: string; readonly stop: () => Promise<void> };

const PATIENCE_MS = 60_000;
/** Where Debian keeps its programs, version by version. */
const DEBIAN = "/usr/lib/postgresql";

export async function startOtherServer(): Promise<OtherServer | null> {
  const programs = findPrograms();
  if (programs === undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), "latchkey-other-"));
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  const { options, owner } = postgresUser([]);
  chmodSync(folder, 0o711);
  if (owner) chownSync(data, owner.uid, owner.gid);
  const settings = { ...options, cwd: "/", env: { NODE_ENV: "test", PATH: process.env["PATH"], LC_ALL: "C" } } as const;
  const words = ["-D", data, "--username=operator", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
  const made = spawnSync(join(programs, "initdb"), words, { ...settings, encoding: "utf8" });
  if (made.status !== 0) throw new Error(made.stderr);
  const port = await freePort();
  const parameters = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"].flatMap((one) => [
    "-c",
    one,
  ]);
  const server = spawn(join(programs, "postgres"), ["-D", data, "-p", String(port), ...parameters], {
    ...settings,
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    server.kill("SIGQUIT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `postgresql://operator@127.0.0.1:${port}/postgres`;
  return { url, version: await untilReady(url), stop };
}

function findPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((one, other) => Number(other) - Number(one)) : [];
  const folders = [
    ...(process.env["PATH"] ?? "").split(":"),
    ...versions.map((version) => join(DEBIAN, version, "bin")),
  ];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

async function untilReady(url: string): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    try {
      await client.connect();
      const shown = await client.query<{ server_version: string }>("SHOW server_version");
      return shown.rows[0]?.server_version ?? "";
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
