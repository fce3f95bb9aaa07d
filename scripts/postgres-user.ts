/** PostgreSQL refuses to run as root: a start as root runs it as the system user "postgres", made if there is none. */
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { CommandError } from "./command";
import { isRoot } from "./home";

/** The options for starting a process as that user; none for a start by anybody but root. */
export type RunAs = { uid?: number; gid?: number };

const name = "postgres";

/** The paths are those which that user has to be able to enter. */
export function postgresUser(paths: string[]): RunAs {
  if (!isRoot()) return {};
  const user = findUser() ?? makeUser();
  for (const path of paths) requireReachable(path, user);
  return user;
}

function findUser(): { uid: number; gid: number } | undefined {
  const uid = spawnSync("id", ["-u", name], { encoding: "utf8" });
  const gid = spawnSync("id", ["-g", name], { encoding: "utf8" });
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function makeUser(): { uid: number; gid: number } {
  spawnSync("groupadd", ["--system", name]);
  spawnSync("useradd", ["--system", "--gid", name, "--no-create-home", name]);
  const user = findUser();
  if (user) return user;
  throw new CommandError(
    `PostgreSQL can't run as root, and the system user "${name}" could not be made: start as another user, or make it.`,
  );
}

function requireReachable(path: string, user: { uid: number; gid: number }): void {
  const closed = ancestors(path).find((folder) => !mayEnter(folder, user));
  if (closed === undefined) return;
  throw new CommandError(
    `As root the database runs as the system user "${name}", who can't enter ${closed}: ` +
      `start as another user, run \`chmod o+x ${closed}\`, or move ${path} to another place.`,
  );
}

/** From the root down to the path itself. */
function ancestors(path: string): string[] {
  const above = dirname(path);
  return above === path ? [path] : [...ancestors(above), path];
}

/** Asks the system rather than reading permission bits, which know nothing of access lists. */
function mayEnter(folder: string, user: { uid: number; gid: number }): boolean {
  return spawnSync("/bin/sh", ["-c", 'test -x "$1"', "sh", folder], { ...user, cwd: "/" }).status === 0;
}
