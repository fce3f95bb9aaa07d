/** PostgreSQL refuses to run as root: a start as root runs it as the system user "postgres", made if there is none. */
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { CommandError } from "@/scripts/terminal/command";
import { isRoot } from "./home";

/** How to start one of its programs: the options of spawn, what goes before the program, and who owns its files. */
export type RunAs = {
  options: { uid?: number; gid?: number };
  prefix: string[];
  owner: { uid: number; gid: number } | undefined;
};

const name = "postgres";

/** The paths are those which that user has to be able to enter. */
export function postgresUser(paths: string[]): RunAs {
  if (!isRoot()) return { options: {}, prefix: [], owner: undefined };
  const user = findUser() ?? makeUser();
  const closed = paths.flatMap(ancestors).find((folder) => !mayEnter(folder, user));
  if (closed === undefined) return { options: user, prefix: [], owner: user };
  const prefix = throughClosedFolders(user);
  if (paths.every((path) => mayPass(path, prefix))) return { options: {}, prefix, owner: user };
  throw new CommandError(
    `As root the database runs as the system user "${name}", who can't enter ${closed}: ` +
      `start as another user, run \`chmod o+x ${closed}\`, or move it to another place.`,
  );
}

/**
 * A checkout of root's often lies in a folder that is root's alone, such as /root or one made by mktemp. Linux can run
 * a process as another user who may pass through such folders (capabilities(7), CAP_DAC_READ_SEARCH) and nothing else.
 */
function throughClosedFolders({ uid, gid }: { uid: number; gid: number }): string[] {
  const only = "-all,+dac_read_search";
  const rights = [`--inh-caps=${only}`, `--ambient-caps=${only}`, `--bounding-set=${only}`];
  // Without this, access(2), by which PostgreSQL looks for its own files, would not count the right.
  const counted = "--securebits=+no_setuid_fixup";
  return ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", ...rights, counted];
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

/** From the root down to the path itself. */
function ancestors(path: string): string[] {
  const above = dirname(path);
  return above === path ? [path] : [...ancestors(above), path];
}

/** Asks the system rather than reading permission bits, which know nothing of access lists. */
function mayEnter(folder: string, user: { uid: number; gid: number }): boolean {
  return spawnSync("/bin/sh", ["-c", 'test -x "$1"', "sh", folder], { ...user, cwd: "/" }).status === 0;
}

function mayPass(path: string, [program = "", ...rights]: string[]): boolean {
  return spawnSync(program, [...rights, "/bin/sh", "-c", 'test -x "$1"', "sh", path], { cwd: "/" }).status === 0;
}
