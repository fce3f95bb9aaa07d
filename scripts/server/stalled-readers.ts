/**
 * Connections on which nothing moves: each would hold an answer, and what makes it, for as long as its reader likes.
 * Guarantees that one whose reader takes nothing ends in time, and that a slow reader, and an answer that takes its time,
 * are left alone.
 */
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Handler } from "./request-guards";

/** So many milliseconds nothing of an answer may be taken. */
export const STALL_LIMIT = 30_000;

/** Node reports a window in which nothing moved. Many small ones tell a slow reader from one who has stopped. */
const WINDOWS = 8;

const answering = new WeakSet<Socket>();

export function endStalledReaders(server: Server, limit: number): void {
  const window = limit / WINDOWS;
  const still = new WeakMap<Socket, { readonly since: number; readonly reported: number }>();
  server.timeout = window;
  server.on("timeout", (socket: Socket) => {
    // Between two requests Node waits for another time, which is over now.
    if (!answering.has(socket) && socket.timeout !== window) {
      socket.destroy();
      return;
    }
    const now = performance.now();
    const before = still.get(socket);
    const isStillAsBefore = before !== undefined && now - before.reported < 2 * window;
    const isWaitingForUs = answering.has(socket) && socket.writableLength === 0;
    const since = isStillAsBefore && !isWaitingForUs ? before.since : now;
    still.set(socket, { since, reported: now });
    // The window before the first report, and at the most one more in which the last part was written.
    if (now - since >= limit - 2 * window) socket.destroy();
    else socket.setTimeout(window);
  });
}

/**
 * Cuts off who sends a request before the last one is answered. Browsers and proxies never do (it would be pipelining, RFC
 * 9112, 9.3.2), and Node would never say of the answers that wait for their turn that their reader is gone.
 */
export function oneByOne(handle: Handler): (...call: Parameters<Handler>) => void {
  return (request, response) => {
    const { socket } = request;
    if (answering.has(socket)) socket.destroy();
    if (socket.destroyed) return;
    answering.add(socket);
    response.once("close", () => answering.delete(socket));
    void handle(request, response);
  };
}
