/**
 * A console whose callers hang up, each in the middle of a body or before its answer. Prints what is left of them: how many
 * requests the collector could not take away, and by how many bytes the memory of bodies has grown. Needs --expose-gc.
 */
import { once } from "node:events";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { connect } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { startConsole } from "@/scripts/server/console";

const ROUNDS = 40;
const BODY = Buffer.alloc(1024 * 1024, "a");
/** The collector does not promise to take everything at once, nor does the system to close connections at once. */
const COLLECTIONS = 200;

const requests: WeakRef<object>[] = [];
subscribe("http.server.request.start", (message) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  requests.push(new WeakRef(request), new WeakRef(response), new WeakRef(request.socket));
});

let waiting: (() => void)[] = [];
const running = await startConsole({
  port: 0,
  isKnown: async () => true,
  // Answers once its caller is gone, as a page does that takes long.
  handler: async (_, response) => {
    for (const arrive of waiting) arrive();
    await once(response, "close");
    response.end("late");
  },
});

await hangUp("part of a body");
await hangUp("before the answer");
const before = await bodyBytes();
requests.length = 0;
for (let round = 0; round < ROUNDS; round += 1) {
  await hangUp("part of a body");
  await hangUp("before the answer");
}
const grown = (await bodyBytes()) - before;
console.log(JSON.stringify({ requests: requests.length, left: left(), grown }));
await running.stop();

function left(): number {
  return requests.filter((reference) => reference.deref() !== undefined).length;
}

async function hangUp(when: "part of a body" | "before the answer"): Promise<void> {
  const started = requests.length;
  const socket = connect(running.port, "127.0.0.1");
  const handled = new Promise<void>((resolve) => (waiting = [resolve]));
  const isChunked = when === "part of a body";
  const length = isChunked ? "Transfer-Encoding: chunked" : `Content-Length: ${BODY.length}`;
  socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\n${length}\r\n\r\n`);
  if (isChunked) socket.write(`${BODY.length.toString(16)}\r\n`);
  await new Promise<void>((resolve) => void socket.write(BODY.subarray(isChunked ? 1 : 0), () => resolve()));
  if (!isChunked) await handled;
  while (requests.length === started) await nextTurn();
  socket.destroy();
  await once(socket, "close");
}

async function bodyBytes(): Promise<number> {
  for (let tries = COLLECTIONS; tries > 0 && (left() > 0 || tries > COLLECTIONS - 10); tries -= 1) {
    await nextTurn();
    globalThis.gc?.();
  }
  return process.memoryUsage().arrayBuffers;
}
