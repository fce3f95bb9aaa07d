/** A gate that listens: what `npm run gate` runs, tests ask, and the benchmark measures. */
import { type GateOptions, openGate } from "@/gate/gate";
import { CommandError, causeOf, errorCode } from "@/scripts/terminal/command";
import { listenAll, portOf } from "./listen";

export type GateServerOptions = Omit<GateOptions, "report"> & {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** Takes sentences for the operator; without it nobody hears them. */
  readonly report?: (sentence: string) => void;
};
export type RunningGate = {
  readonly url: string;
  readonly port: number;
  readonly drain: () => void;
  readonly stop: () => Promise<void>;
};

export async function startGate(options: GateServerOptions): Promise<RunningGate> {
  const gate = await openGate({ report: () => undefined, ...options }).catch((error: unknown) => {
    throw databaseProblem(error);
  });
  try {
    const place = { host: options.host ?? "localhost", port: options.port, setting: "GATE_PORT" } as const;
    const port = portOf(await listenAll(place, gate.createServer)) ?? options.port;
    return { url: `http://localhost:${port}`, port, drain: gate.drain, stop: gate.close };
  } catch (error) {
    await gate.close();
    throw error;
  }
}

function databaseProblem(error: unknown): Error {
  // A table that a gate needs is not there.
  if (errorCode(error) === "42P01") {
    return new CommandError("The database has no tables for gates yet: npm run db:migrate or npm start makes them.");
  }
  return new CommandError(`The gate can't use its database: ${causeOf(error)}.`);
}
