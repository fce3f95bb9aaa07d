/**
 * Asks several gates for one key, each over and over, and tells when an answer differs from the one before. In a process
 * of its own, whose clock (the machine's monotonic one) is the same as that of the process which changes the status.
 */
import { z } from "zod";
import { monotonicMs } from "./figures";
import { ask } from "./gate-process";

const start = z.object({ ports: z.array(z.number()), key: z.string() });

/** When the last allowed request was sent, by gate. */
let lastAllowed: number[] = [];

process.once("message", (message) => {
  const { ports, key } = start.parse(message);
  lastAllowed = ports.map(() => 0);
  ports.forEach((port, gate) => void probe(gate, port, key));
  process.on("message", () => process.send?.({ lastAllowed: Math.max(...lastAllowed) }));
});
process.on("disconnect", () => process.exit(0));

async function probe(gate: number, port: number, key: string): Promise<never> {
  let before = 0;
  for (;;) {
    const sent = monotonicMs();
    const { status } = await ask(port, "/authorize", key);
    if (status === 200) lastAllowed[gate] = sent;
    if (status !== before) process.send?.({ gate, status, at: monotonicMs() });
    before = status;
  }
}
