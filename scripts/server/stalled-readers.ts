/** Connections whose reader has stopped reading: each would hold an answer, and what makes it, for as long as it likes. */
import type { Server } from "node:http";
import type { Socket } from "node:net";

/** So many milliseconds nothing of an answer may be taken. */
export const STALL_LIMIT = 30_000;

/**
 * Ends a connection when nothing of what was written to it could be sent for that long. A reader who is slow, and an answer
 * that takes its time, are not ended. Nor does it help to send on meanwhile: Node reads no further request then, and
 * ends one that does not arrive.
 */
export function endStalledReaders(server: Server, limit: number): void {
  const answering = new WeakMap<Socket, number>();
  const count = (socket: Socket, by: number): void => void answering.set(socket, (answering.get(socket) ?? 0) + by);
  server.timeout = limit;
  server.on("request", ({ socket }, response) => {
    count(socket, 1);
    response.once("close", () => {
      count(socket, -1);
    });
  });
  server.on("timeout", (socket: Socket) => {
    const isAnswerPending = (answering.get(socket) ?? 0) > 0;
    if (isAnswerPending && socket.writableLength === 0) socket.setTimeout(limit);
    else socket.destroy();
  });
}
