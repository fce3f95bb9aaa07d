/** How fast the gate answers: warm against a server that does nothing else, cold at few and at many keys; and its memory. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";
import { projectFolder } from "@/scripts/build";
import { compare, median, megabytes, milliseconds, ratio, table } from "./figures";
import { ask, closeGate, type MeasuredGate, openGate } from "./gate-process";
import { type LoadOrder, type LoadResult, loadResult } from "./load-order";

const ROUNDS = 7;
const REQUESTS = 100_000;
const CONNECTIONS = 32;
const WARM_KEYS = 1_000;
const LEAST_RATE = 0.6;
const P99_LIMIT = 2;
const COLD_ROUNDS = 3_000;
const COLD_LIMIT = 1.2;
const FULL_CACHE = 100_000;
const MEMORY_LIMIT_MB = 200;

export type KeyedProgram = { readonly url: string; readonly keys: readonly string[] };

/** The section about warm keys. */
export async function measureWarmKeys({ url, keys }: KeyedProgram): Promise<string> {
  const warm = keys.slice(0, WARM_KEYS);
  const gate = await openGate(url, "warm");
  const bare = await openBare(await answeredHeaders(gate, warm[0] ?? ""));
  const client = child("bench/load");
  try {
    const measured = { bare: new Array<LoadResult>(), gate: new Array<LoadResult>() };
    // The first round warms both up.
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const [name, port] of [
        ["bare", bare.port],
        ["gate", gate.port],
      ] as const) {
        const result = await load(client, { port, keys: warm, connections: CONNECTIONS, requests: REQUESTS });
        requireAllowed(result);
        if (round >= 0) measured[name].push(result);
      }
    }
    return warmTable(measured.bare, measured.gate);
  } finally {
    client.disconnect();
    bare.process.disconnect();
    await closeGate(gate);
  }
}

function warmTable(bare: readonly LoadResult[], gate: readonly LoadResult[]): string {
  const middle = (results: readonly LoadResult[], figure: "perSecond" | "p50" | "p99"): number =>
    median(results.map((result) => result[figure]));
  const row = (name: string, results: readonly LoadResult[]): string[] => [
    name,
    Math.round(middle(results, "perSecond")).toLocaleString("en"),
    milliseconds(middle(results, "p50")),
    milliseconds(middle(results, "p99")),
  ];
  const rate = middle(gate, "perSecond") / middle(bare, "perSecond");
  const p99 = middle(gate, "p99") / middle(bare, "p99");
  return table(
    [`${WARM_KEYS.toLocaleString("en")} warm keys, ${CONNECTIONS} connections`, "Requests/s", "p50", "p99"],
    [
      row("node:http that answers 200 with the same headers", bare),
      row("the gate", gate),
      [
        "ratio",
        `${rate.toFixed(2)} (${rate >= LEAST_RATE ? "at least" : "less than"} ${LEAST_RATE})`,
        "",
        ratio(p99, P99_LIMIT),
      ],
    ],
  );
}

/** The section about keys that a gate does not remember: two gates that remember one key each, at few and at many keys. */
export async function measureColdKeys(few: KeyedProgram, many: KeyedProgram): Promise<string> {
  const [small, large] = [await openGate(few.url, "cold, few", 1), await openGate(many.url, "cold, many", 1)];
  try {
    const times = await compare(
      [
        { name: "small", work: () => expectAllowed(small, someKey(few)) },
        { name: "large", work: () => expectAllowed(large, someKey(many)) },
      ],
      COLD_ROUNDS,
      500,
    );
    const [fast = NaN, slow = NaN] = [times.get("small"), times.get("large")];
    return table(
      ["A key that is not remembered, request by request", "Median", "Ratio"],
      [
        ["at 1,000 keys", milliseconds(fast), "1"],
        ["at 1,000,000 keys", milliseconds(slow), ratio(slow / fast, COLD_LIMIT)],
      ],
    );
  } finally {
    await Promise.all([closeGate(small), closeGate(large)]);
  }
}

/** The section about a gate that remembers as many keys as it may. */
export async function measureFullCache({ url, keys }: KeyedProgram): Promise<string> {
  const gate = await openGate(url, "full", FULL_CACHE);
  const client = child("bench/load");
  try {
    const before = await residentMemory(gate);
    const order = { port: gate.port, keys: [...keys], connections: 8, requests: 2 * FULL_CACHE };
    requireAllowed(await load(client, order));
    const after = await residentMemory(gate);
    const within = after < MEMORY_LIMIT_MB * 2 ** 20 ? "within" : "over";
    return table(
      ["Memory of a gate", "Resident set"],
      [
        ["at its start", megabytes(before)],
        [
          `with ${FULL_CACHE.toLocaleString("en")} keys remembered, each asked for twice`,
          `${megabytes(after)} (${within} ${MEMORY_LIMIT_MB})`,
        ],
      ],
    );
  } finally {
    client.disconnect();
    await closeGate(gate);
  }
}

async function residentMemory(gate: MeasuredGate): Promise<number> {
  const { body } = await ask(gate.port, "/metrics");
  return z.coerce.number().parse(/^process_resident_memory_bytes (\S+)/m.exec(body)?.[1]);
}

function someKey({ keys }: KeyedProgram): string {
  return keys[Math.floor(Math.random() * keys.length)] ?? "";
}

async function expectAllowed({ port, name }: MeasuredGate, key: string): Promise<void> {
  const { status } = await ask(port, "/authorize", key);
  if (status !== 200) throw new Error(`The gate "${name}" answered ${status} to a key that works.`);
}

function requireAllowed({ statuses }: LoadResult): void {
  const others = Object.keys(statuses).filter((status) => status !== "200");
  if (others.length > 0) throw new Error(`Keys that work were answered ${others.join(", ")}.`);
}

/** The headers of an allowed answer but those that node:http adds to every answer by itself. */
async function answeredHeaders({ port }: MeasuredGate, key: string): Promise<Record<string, string>> {
  const { headers } = await ask(port, "/authorize", key);
  const own = Object.entries(headers).filter(([name]) => !["connection", "date", "keep-alive"].includes(name));
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
}

async function openBare(headers: Record<string, string>): Promise<{ port: number; process: ChildProcess }> {
  const server = child("bench/bare");
  server.send(headers);
  const { port } = z.object({ port: z.number() }).parse((await once(server, "message"))[0]);
  return { port, process: server };
}

async function load(client: ChildProcess, order: LoadOrder): Promise<LoadResult> {
  client.send(order);
  return loadResult.parse((await once(client, "message"))[0]);
}

function child(script: string): ChildProcess {
  return fork(join(projectFolder, "scripts/run.mjs"), [script]);
}
