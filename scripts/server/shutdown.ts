/** Ends what was started, in the reverse order, when the operator or the system asks for it. */
import { reportFailure } from "@/scripts/terminal/command";

export type Shutdown = {
  /** Aborted as soon as the end has begun. */
  signal: AbortSignal;
  /** Registers how to end what has just been started. */
  onStop: (stop: () => Promise<void>) => void;
  /** Ends everything and then the process. */
  stop: (exitCode: number) => Promise<void>;
};

/** SIGINT and SIGTERM end everything with exit code 0; a second one ends the process at once. */
export function prepareShutdown(announce = () => console.log("\nStopping …")): Shutdown {
  const abort = new AbortController();
  const stops: (() => Promise<void>)[] = [];
  async function stop(exitCode: number): Promise<void> {
    if (abort.signal.aborted) return;
    abort.abort();
    for (const end of stops.reverse()) await end().catch(reportFailure);
    process.exit(exitCode);
  }
  function hear(): void {
    if (abort.signal.aborted) process.exit(1);
    announce();
    void stop(0);
  }
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, hear);
  return { signal: abort.signal, onStop: (end) => void stops.push(end), stop };
}
