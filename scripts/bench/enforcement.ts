/** How long after the commit of a change of status each of four gates refuses, while all of them are under load. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";
import { Actor } from "@/access/actor";
import { disconnect, rows } from "@/access/database";
import { hashPackageKey } from "@/access/keys/package-key-format";
import { changeAccountStatus } from "@/access/status/access-settings";
import { projectFolder } from "@/scripts/build";
import { milliseconds, monotonicMs, quantile, ratio, table } from "./figures";
import type { KeyedProgram } from "./gate";
import { closeGate, type MeasuredGate, openGate } from "./gate-process";
import type { LoadOrder } from "./load-order";

const GATES = 4;
const CHANGES = 200;
// About a thousand requests a second at each gate, besides the prober's: under load, and not out of processor.
const CONNECTIONS = 4;
const REST_MS = 4;
const P50_LIMIT_MS = 10;
const P99_LIMIT_MS = 50;

const transition = z.object({ gate: z.number(), status: z.number(), at: z.number() });
const lastAllow = z.object({ lastAllowed: z.number() });

/** The section about enforcement. Uses the database of this process's environment. */
export async function measureEnforcement({ url, keys, token }: KeyedProgram & { token: string }): Promise<string> {
  process.env["DATABASE_URL"] = url;
  const actor = await Actor.ofSession(token, "127.0.0.1");
  if (!(actor instanceof Actor)) throw new Error("The administrator is not signed in.");
  const [key = "", ...others] = keys;
  const username = await ownerOf(key);
  const gates = await Promise.all(Array.from({ length: GATES }, (_, index) => openGate(url, `gate ${index + 1}`)));
  const loads = gates.map(({ port }) =>
    endlessLoad({ port, keys: others.slice(0, 1_000), connections: CONNECTIONS, rest: REST_MS }),
  );
  const prober = new Prober(gates, key);
  try {
    return await changeOften(actor, username, prober);
  } finally {
    // First those who ask, then those who answer.
    await Promise.all([prober.stop(), ...loads.map(ended)]);
    await Promise.all(gates.map(closeGate));
    await disconnect();
  }
}

async function changeOften(actor: Actor, username: string, prober: Prober): Promise<string> {
  const times: number[] = [];
  let allowedLater = 0;
  for (let change = 0; change < CHANGES; change += 1) {
    await prober.allAnswer(200);
    await setStatus(actor, username, "DISABLED");
    const committed = monotonicMs();
    await acknowledgedByAll();
    const acknowledged = monotonicMs();
    const refused = await prober.allAnswer(403);
    times.push(...refused.map((at) => Math.max(0, at - committed)));
    if ((await prober.lastAllowed()) > acknowledged) allowedLater += 1;
    await setStatus(actor, username, "ENABLED");
  }
  return enforcementTable(times, allowedLater);
}

function enforcementTable(times: number[], allowedLater: number): string {
  const sorted = Float64Array.from(times).sort();
  const row = (name: string, share: number, limit: number): string[] => {
    const time = quantile(sorted, share);
    return [name, milliseconds(time), ratio(time, limit)];
  };
  return table(
    [
      `From the commit of a disable to the first refusal, ${GATES} gates under load, ${CHANGES} changes`,
      "Time",
      "In ms",
    ],
    [
      row("p50", 0.5, P50_LIMIT_MS),
      row("p99", 0.99, P99_LIMIT_MS),
      ["longest", milliseconds(quantile(sorted, 1)), ""],
      ["changes after whose acknowledgement a request was still let pass", `${allowedLater}`, ""],
    ],
  );
}

async function setStatus(actor: Actor, username: string, status: "ENABLED" | "DISABLED"): Promise<void> {
  const seen = status === "ENABLED" ? "DISABLED" : "ENABLED";
  const outcome = await changeAccountStatus(actor, { username, seen: { status: seen }, status });
  if (!outcome.ok) throw new Error(outcome.refusal);
}

async function acknowledgedByAll(): Promise<void> {
  let count = 0;
  while (count < GATES) {
    const [row] = await rows<{ count: number }>`
      SELECT count(*)::int AS count FROM gate_acknowledgements
      WHERE change_id = (SELECT max(id) FROM access_changes)`;
    count = row?.count ?? 0;
  }
}

async function ownerOf(key: string): Promise<string> {
  const [owner] = await rows<{ username: string }>`
    SELECT username FROM users JOIN applications ON owner_id = users.id JOIN package_keys ON application_id = applications.id
    WHERE hash = ${hashPackageKey(key)}`;
  if (!owner) throw new Error("The key has no owner.");
  return owner.username;
}

async function ended(process: ChildProcess): Promise<void> {
  process.disconnect();
  await once(process, "exit");
}

function child(script: string): ChildProcess {
  return fork(join(projectFolder, "scripts/run.mjs"), [script]);
}

/** Keeps a gate busy until the returned process is disconnected. */
function endlessLoad(order: Omit<LoadOrder, "requests">): ChildProcess {
  const load = child("bench/load");
  const again = (): boolean => load.send({ ...order, requests: 2_000 });
  load.on("message", again);
  again();
  return load;
}

/** What prober.ts sees of the gates. */
class Prober {
  readonly #process = child("bench/prober");
  readonly #latest: { status: number; at: number }[];
  #heard: () => void = () => undefined;
  #lastAllowed: (at: number) => void = () => undefined;

  constructor(gates: readonly MeasuredGate[], key: string) {
    this.#latest = gates.map(() => ({ status: 0, at: 0 }));
    this.#process.on("message", (message) => this.#hear(message));
    this.#process.send({ ports: gates.map(({ port }) => port), key });
  }

  #hear(message: unknown): void {
    const changed = transition.safeParse(message);
    if (!changed.success) {
      this.#lastAllowed(lastAllow.parse(message).lastAllowed);
      return;
    }
    const { gate, status, at } = changed.data;
    this.#latest[gate] = { status, at };
    this.#heard();
  }

  /** When each gate began to answer so; waits until all do. */
  async allAnswer(status: number): Promise<number[]> {
    while (this.#latest.some((latest) => latest.status !== status)) {
      await new Promise<void>((resolve) => (this.#heard = resolve));
    }
    return this.#latest.map(({ at }) => at);
  }

  lastAllowed(): Promise<number> {
    const answer = new Promise<number>((resolve) => (this.#lastAllowed = resolve));
    this.#process.send("last allowed");
    return answer;
  }

  stop(): Promise<void> {
    return ended(this.#process);
  }
}
