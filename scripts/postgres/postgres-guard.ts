/** The guard of the embedded PostgreSQL: a small process that stops the server when ours is no more. */
import { type ChildProcess, spawn } from "node:child_process";

// The guard waits at the end of a pipe that only our process holds: a line means that all is well and it may go, the
// end of the pipe means that our process is dead, by whatever signal. It hears no signal itself, as Ctrl-C and a closed
// terminal reach every process. The waiting is bounded, since nobody may be left to bury the dead.
const watch = [
  "trap '' HUP INT QUIT TERM",
  "read -r word && exit 0",
  '[ "$(head -n 1 "$2" 2>/dev/null)" = "$1" ] || exit 0',
  'kill -INT "$1" 2>/dev/null',
  'for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do kill -0 "$1" 2>/dev/null || exit 0; sleep 0.2; done',
  'kill -QUIT "$1" 2>/dev/null',
].join("; ");

/** Returns the function that sends the guard away, once the server has been stopped. */
export function guardPostgres(server: ChildProcess, pidFile: string): () => Promise<void> {
  const guard = spawn("/bin/sh", ["-c", watch, "latchkey-guard", String(server.pid), pidFile], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.stdin.on("error", () => undefined);
  guard.unref();
  const gone = new Promise<void>((resolve) => guard.once("close", () => resolve()));
  return async () => {
    if (guard.exitCode !== null || guard.signalCode !== null) return;
    guard.ref();
    guard.stdin.end("stopped\n");
    await gone;
  };
}
