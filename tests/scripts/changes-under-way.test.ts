/** Of one person's changes a few are under way at once, however they are sent; all others go their way. */
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type RunningConsole, startConsole } from "@/scripts/server/console";
import type { Handler } from "@/scripts/server/request-guards";

let running: RunningConsole;
let begun: string[];
let release: (() => void)[];
let sockets: Socket[];

/** What is at /held takes until it is released. */
const handler: Handler = async (request, response) => {
  begun.push(request.url ?? "");
  if (request.url === "/held") await new Promise<void>((resolve) => release.push(resolve));
  response.end("through");
};

beforeEach(async () => {
  [begun, release, sockets] = [[], [], []];
  const findSender = async ({ headers }: { headers: Record<string, unknown> }) =>
    typeof headers["x-user"] === "string" ? headers["x-user"] : null;
  running = await startConsole({ port: 0, handler, findSender });
});

afterEach(async () => {
  for (const finish of release) finish();
  for (const socket of sockets) socket.destroy();
  await running.stop();
});

function send(user: string | null, { path = "/", method = "POST", accept = "*/*" } = {}): Promise<Response> {
  const headers = { Accept: accept, ...(user !== null && { "X-User": user }) };
  return fetch(`http://127.0.0.1:${running.port}${path}`, { method, headers });
}

async function hold(user: string, count: number): Promise<void> {
  const answers = Array.from({ length: count }, () => send(user, { path: "/held" }).catch(() => undefined));
  void Promise.all(answers);
  await vi.waitFor(() => expect(release).toHaveLength(count));
}

test("the seventh change of one person is refused before a page sees it, until one is done", async () => {
  await hold("linus", 6);
  const refused = await send("linus");
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("1");
  expect(await refused.text()).toContain("Nothing was changed.");
  expect(begun).toEqual(Array(6).fill("/held"));
  release[0]?.();
  await vi.waitFor(async () => expect((await send("linus")).status).toBe(200));
});

test.each(["PUT", "PATCH", "DELETE"])("so is one by %s", async (method) => {
  await hold("linus", 6);
  expect((await send("linus", { method })).status).toBe(429);
});

test("reading, other people and who is not signed in are let pass", async () => {
  await hold("linus", 6);
  expect((await send("linus", { method: "GET" })).status).toBe(200);
  expect((await send("ada")).status).toBe(200);
  expect((await send(null)).status).toBe(200);
});

test("a change whose sender hung up is under way until it is done", async () => {
  for (let sent = 0; sent < 6; sent += 1) {
    const socket = connect(running.port, "127.0.0.1");
    sockets.push(socket);
    socket.write("POST /held HTTP/1.1\r\nHost: localhost\r\nX-User: linus\r\nContent-Length: 0\r\n\r\n");
  }
  await vi.waitFor(() => expect(release).toHaveLength(6));
  const closed = sockets.map((socket) => new Promise((resolve) => socket.once("close", resolve)));
  for (const socket of sockets) socket.destroy();
  await Promise.all(closed);
  // By then the console has heard of it, too.
  expect((await send("ada")).status).toBe(200);
  expect((await send("linus")).status).toBe(429);
  for (const finish of release) finish();
  await vi.waitFor(async () => expect((await send("linus")).status).toBe(200));
});
