/**
 * A client to measure a server with, in a process of its own. It writes prepared requests to plain sockets and only
 * looks for the end of each answer's head, so that it costs less than what it measures: with a full HTTP client the
 * figure would be the client's. Every answer must come without a body.
 */
import { connect } from "node:net";
import { type z } from "zod";
import { quantile } from "./figures";
import { loadOrder, type LoadResult } from "./load-order";

const HEAD_END = "\r\n\r\n";
// "HTTP/1.1 200 OK"
const STATUS = [9, 12] as const;

process.on("message", (message) => void load(loadOrder.parse(message)).then((result) => process.send?.(result)));
process.on("disconnect", () => process.exit(0));

async function load({ port, keys, connections, requests, rest }: z.infer<typeof loadOrder>): Promise<LoadResult> {
  const prepared = keys.map((key) =>
    Buffer.from(`GET /authorize HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-API-Key: ${key}\r\n\r\n`),
  );
  const times = new Float64Array(requests);
  const statuses: Record<string, number> = {};
  let sent = 0;
  let answered = 0;
  const next = (): Buffer | undefined => (sent < requests ? prepared[sent++ % prepared.length] : undefined);
  const note = (status: string, time: number): void => {
    times[answered++] = time;
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, () => converse({ port, rest }, next, note)));
  const seconds = (performance.now() - began) / 1_000;
  times.sort();
  return { perSecond: requests / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99), statuses };
}

/** One connection: a request, its answer, the next request, until there is none left. */
function converse(
  { port, rest }: { port: number; rest: number },
  next: () => Buffer | undefined,
  note: (status: string, time: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let began = 0;
    let head = "";
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const ask = (): void => {
      const request = next();
      began = performance.now();
      if (request) socket.write(request);
      else socket.end(resolve);
    };
    socket.once("connect", ask);
    socket.once("error", reject);
    socket.on("data", (chunk) => {
      head += chunk.toString("latin1");
      if (!head.endsWith(HEAD_END)) return;
      note(head.slice(...STATUS), performance.now() - began);
      head = "";
      if (rest > 0) setTimeout(ask, rest);
      else ask();
    });
  });
}
