/** What people send is kept for those who are known, within bounds, and for no longer than it is needed. */
import { execFile } from "node:child_process";
import { type IncomingHttpHeaders, request as ask } from "node:http";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type ConsoleOptions, type RunningConsole, startConsole } from "@/scripts/server/console";
import { Budget } from "@/scripts/server/request-bodies";
import type { Handler } from "@/scripts/server/request-guards";

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;
const LIST = "/manage/jobs/from-file";

let running: RunningConsole | undefined;
let sockets: Socket[] = [];
let arrived: number[] = [];

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await running?.stop();
  [running, sockets, arrived] = [undefined, [], []];
});

const note: Handler = async (request, response) => {
  arrived.push((await buffer(request)).length);
  response.end("through");
};

async function given(options: Partial<ConsoleOptions> = {}): Promise<void> {
  running = await startConsole({ port: 0, handler: note, isKnown: async () => false, ...options });
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };
type Sent = { path?: string; size: number; isChunked?: boolean; headers?: Record<string, string> };

function send({ path = LIST, size, isChunked = false, headers = {} }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = isChunked ? {} : { "Content-Length": size };
    const options = { host: "127.0.0.1", port: running?.port, path, method: "POST", agent: false };
    const request = ask({ ...options, headers: { ...length, ...headers } }, (response) => {
      void buffer(response).then((read) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: read.toString() });
      });
    });
    request.on("error", reject);
    for (let left = size; left > 0; left -= MEGABYTE) request.write(Buffer.alloc(Math.min(left, MEGABYTE), "a"));
    request.end();
  });
}

/** A body that is announced and does not come. */
function announce(size: number, path = LIST): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(running?.port ?? 0, "127.0.0.1", () => {
      socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${size}\r\n\r\na`, () =>
        resolve(socket),
      );
    });
    socket.on("error", reject);
    sockets.push(socket);
  });
}

describe("who is not known", () => {
  test.each([
    ["announced", false],
    ["chunked", true],
  ])("sends 16 KB, and nothing more: %s", async (_, isChunked) => {
    await given();
    expect(await send({ size: 16 * KILOBYTE, isChunked })).toMatchObject({ status: 200 });
    for (const size of [16 * KILOBYTE + 1, 12 * MEGABYTE]) {
      expect(await send({ size, isChunked })).toMatchObject({
        status: 403,
        body: "Only who is signed in may send more than 16 KB.\n",
      });
    }
    expect(arrived).toEqual([16 * KILOBYTE]);
  });

  test("is asked for a token where the platform calls", async () => {
    await given();
    const answer = await send({ path: "/scim/v2/Users", size: 20 * KILOBYTE });
    expect(answer).toMatchObject({ status: 401, headers: { "www-authenticate": 'Bearer realm="scim"' } });
    expect(JSON.parse(answer.body)).toMatchObject({ status: "401" });
  });

  test("is led to sign in from an open page, which follows this header", async () => {
    await given();
    const answer = await send({ size: 20 * KILOBYTE, headers: { "Next-Action": "a".repeat(42) } });
    expect(answer.headers["x-action-redirect"]).toBe("/sign-in?from=%2Fmanage%2Fjobs%2Ffrom-file;push");
  });

  test("is not asked about for a small body", async () => {
    const isKnown = vi.fn(async () => false);
    await given({ isKnown });
    await send({ size: 16 * KILOBYTE });
    expect(isKnown).not.toHaveBeenCalled();
  });
});

test("who is known sends as much as the address takes, also in parts", async () => {
  await given({ isKnown: async () => true });
  for (const isChunked of [false, true]) {
    expect(await send({ size: 13 * MEGABYTE, isChunked })).toMatchObject({ status: 200 });
    expect(await send({ size: 13 * MEGABYTE + 1, isChunked })).toMatchObject({ status: 413 });
    expect(await send({ path: "/", size: MEGABYTE + 1, isChunked })).toMatchObject({ status: 413 });
  }
  expect(arrived).toEqual([13 * MEGABYTE, 13 * MEGABYTE]);
});

describe("all bodies under way", () => {
  test("stay within one budget, which is free again when they end", async () => {
    const budget = new Budget(30 * MEGABYTE, MEGABYTE);
    await given({ isKnown: async () => true, budget });
    await Promise.all([announce(12 * MEGABYTE), announce(12 * MEGABYTE)]);
    await vi.waitFor(() => expect(budget.held).toBe(24 * MEGABYTE));
    const refused = await send({ size: 12 * MEGABYTE });
    expect(refused).toMatchObject({ status: 503, headers: { "retry-after": "5" } });
    expect(await send({ size: 12 * MEGABYTE, isChunked: true })).toMatchObject({ status: 503 });
    expect(await send({ size: 5 * MEGABYTE })).toMatchObject({ status: 200 });
    for (const socket of sockets) socket.destroy();
    await vi.waitFor(() => expect(budget.held).toBe(0));
    expect(await send({ size: 12 * MEGABYTE })).toMatchObject({ status: 200 });
    expect(arrived).toEqual([5 * MEGABYTE, 12 * MEGABYTE]);
  });

  test("of strangers leave room for those who are known", async () => {
    const budget = new Budget(MEGABYTE, 20 * KILOBYTE);
    let isKnown = false;
    const handler: Handler = (request, response) => {
      if (request.url === "/held") return;
      response.end("through");
    };
    await given({ isKnown: async () => isKnown, budget, handler });
    const held = connect(running?.port ?? 0, "127.0.0.1");
    sockets.push(held);
    held.write(`POST /held HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16384\r\n\r\n${"a".repeat(16_384)}`);
    await vi.waitFor(() => expect(budget.held).toBe(16 * KILOBYTE));
    expect(await send({ path: "/", size: 8 * KILOBYTE })).toMatchObject({ status: 503 });
    isKnown = true;
    expect(await send({ path: "/", size: 8 * KILOBYTE })).toMatchObject({ status: 200 });
  });
});

describe("a form", () => {
  const id = "604e11a7b3c2a79857f6612e449f1fde429ca44c57";
  const type = "multipart/form-data; boundary=zzFormzz";
  const part = (name: string, value: string): string =>
    `--zzFormzz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const bound = (value: string, named = id): string =>
    part("$ACTION_REF_1", "") + part("$ACTION_1:0", `{"id":"${named}","bound":"$@1"}`) + part("$ACTION_1:1", value);
  const end = "--zzFormzz--\r\n";

  async function statusOf(body: string, headers: Record<string, string>): Promise<number> {
    const { port } = running ?? {};
    const answer = await fetch(`http://127.0.0.1:${port}/sign-in`, { method: "POST", body, headers });
    await answer.arrayBuffer();
    return answer.status;
  }

  test.each([
    ["that was cut off", part("a", "1").slice(0, -2), {}],
    ["that has no end", part("a", "1"), {}],
    ["that is none", "garbage", {}],
    ["without a boundary", part("a", "1") + end, { "Content-Type": "multipart/form-data" }],
    ["whose parts have no names", `--zzFormzz\r\nContent-Disposition: form-data\r\n\r\na\r\n${end}`, {}],
    ["whose action is no id", bound("[]", "zz") + end, {}],
    ["whose action is no JSON", part("$ACTION_REF_1", "") + part("$ACTION_1:0", "{") + end, {}],
    ["whose action is missing", part("$ACTION_REF_1", "") + end, {}],
    ["whose action has a name that is no id", part("$ACTION_ID_zz", "") + end, {}],
    ["whose action is left to guess", part("$ACTION_KEY", "k") + end, {}],
    ["whose state is no JSON", `${bound('[{"a')}${end}`, {}],
    ["whose state is no list", `${bound("{}")}${end}`, {}],
    ["of an open page that is cut off", part("0", '[{},"$K1"]').slice(0, -4), { "Next-Action": id }],
    ["of an open page without a call", part("1_a", "") + end, { "Next-Action": id }],
    ["of an open page whose call is no JSON", part("0", '[{},"$K1"') + end, { "Next-Action": id }],
    ["of an open page whose call has no form", part("0", "[]") + end, { "Next-Action": id }],
    ["of an open page whose call has something else", part("0", "[1,2,3]") + end, { "Next-Action": id }],
    ["of an open page whose action is no id", part("0", '["$K1"]') + end, { "Next-Action": "x" }],
    ["of an open page that is plain text", "[1]", { "Next-Action": id, "Content-Type": "text/plain" }],
    ["of an open page that is bytes", "x", { "Next-Action": id, "Content-Type": "application/octet-stream" }],
  ])("that can't be read reaches no page: %s", async (_, body, headers) => {
    await given();
    expect(await statusOf(body, { "Content-Type": type, ...headers })).toBe(400);
    expect(arrived).toEqual([]);
  });

  test.each([
    ["of a browser without scripts", bound("[{}]") + part("username", "ada") + end, {}],
    ["of one that gave nothing before", part(`$ACTION_ID_${id}`, "") + part("username", "ada") + end, {}],
    ["of an open page", part("1_username", "ada") + part("0", '[{},"$K1"]') + end, { "Next-Action": id }],
    ["of a program", part("username", "ada") + end, {}],
    ["of a program, in the other way", "username=ada", { "Content-Type": "application/x-www-form-urlencoded" }],
  ])("that can be read reaches its page as it came: %s", async (_, body, headers) => {
    await given();
    expect(await statusOf(body, { "Content-Type": type, ...headers })).toBe(200);
    expect(arrived).toEqual([Buffer.byteLength(body)]);
  });

  test("that is large and has no end reaches no page", async () => {
    await given({ isKnown: async () => true });
    const headers = { "Content-Type": type };
    expect(await send({ size: 2 * MEGABYTE, headers })).toMatchObject({ status: 400 });
    expect(arrived).toEqual([]);
  });
});

test("nothing is left of requests that were cut off", async () => {
  const parameters = ["--expose-gc", "scripts/run.mjs", "../tests/scripts/cut-off-process"];
  const { stdout } = await promisify(execFile)(process.execPath, parameters, {
    cwd: join(import.meta.dirname, "../.."),
    timeout: 80_000,
  });
  const { requests, left, grown } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Record<string, number>;
  // Of each the request, its answer and its connection.
  expect(requests).toBe(240);
  expect(left).toBe(0);
  expect(grown).toBeLessThan(2 * MEGABYTE);
}, 90_000);
