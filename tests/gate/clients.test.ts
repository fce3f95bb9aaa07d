/** Callers who are careless, hostile, slow or many. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { makePackageKey } from "@/access/keys/package-key-format";
import { freshDatabase } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { decisionOf, givenGate, type Scene } from "./scene";

let linus: GivenKey;

beforeAll(async () => {
  await freshDatabase();
  linus = await givenKey();
});

/** The same numbers in every run: from 0 to 1, by mulberry32. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = dice(20261123);

function upTo(most: number): number {
  return Math.floor(random() * most);
}

function pick<Item>(items: readonly [Item, ...Item[]]): Item {
  return items[upTo(items.length)] ?? items[0];
}

/** Everything that may stand in a header: no control characters but the tab. */
function noise(length: number): string {
  return Array.from({ length }, () => {
    const code = upTo(0xe0);
    if (code === 0) return "\t";
    return String.fromCharCode(code < 0x60 ? 0x1f + code : 0x20 + code);
  }).join("");
}

function mistyped(key: string): string {
  const place = upTo(key.length);
  const wrong = pick(["0", "z", "_", "é", " ", ""]);
  return key.charAt(place) === wrong ? mistyped(key) : key.slice(0, place) + wrong + key.slice(place + 1);
}

/** The lines of one call, none of which may pass. */
function hostileHeaders(): string[] {
  const key = linus.key;
  const other = makePackageKey("test");
  return pick<() => string[]>([
    () => [`X-API-Key: ${noise(1 + upTo(200))}`],
    () => [`Authorization: Bearer ${noise(1 + upTo(200))}`],
    () => [`Authorization: ${noise(1 + upTo(60))}`],
    () => [`X-API-Key: ${mistyped(key)}`],
    () => [`Authorization: Bearer ${mistyped(key)}x`],
    () => [`X-API-Key: ${other}`],
    () => [`X-API-Key: `, `Authorization: `],
    () => [`X-API-Key: ${key}`, `x-api-key: ${pick([key, other, "", noise(9)])}`],
    () => [`X-API-Key: ${key}`, `Authorization: Bearer ${other}`],
    () => [`X-API-Key: ${key}`, `Authorization: Bearer ${key}`, `Authorization: Bearer ${other}`],
    () => [`Authorization: Bearer ${key}`, `authorization: Basic ${noise(5)}`],
    () => [`Authorization: Bearer\t${key}`],
    () => [`Authorization: Bearer${key}`],
    () => [`X-API-Key: ${key}${noise(upTo(300))}~`],
    () => [`X-API-Key: ${"a".repeat(1 + upTo(14_000))}`],
    () => [`X_API_Key: ${key}`],
    () => [`X-API-Key: ${Buffer.from(key).toString("base64")}`],
    () => ["X-API-Key: ' OR 1=1 --", `Cookie: key=${key}`],
  ])();
}

test("10,000 random and hostile headers get 401, each of them", { timeout: 300_000 }, async () => {
  const gate = await givenGate();
  expect(await decisionOf(gate, linus.key)).toBe("allowed");
  for (let round = 0; round < 100; round += 1) {
    const calls = Array.from({ length: 100 }, () => {
      return ["GET /authorize HTTP/1.1", "Host: gate", ...hostileHeaders(), "", ""].join("\r\n");
    });
    expect(await statuses(gate, calls), calls.join("")).toEqual(calls.map(() => 401));
  }
  expect(await decisionOf(gate, linus.key)).toBe("allowed");
});

/**
 * The answers to calls over one connection, each sent when the one before is answered. A gate that stood still for two
 * seconds on a busy machine uses no answer of the database from before and says that it can't know: it is asked again.
 */
async function statuses(gate: Scene, calls: string[]): Promise<number[]> {
  const socket = connect(gate.port, "127.0.0.1");
  const read: number[] = [];
  try {
    for (const call of calls) {
      let status = await statusOf(socket, call);
      while (status === 503) status = await statusOf(socket, call);
      read.push(status);
    }
  } finally {
    socket.destroy();
  }
  return read;
}

async function statusOf(socket: Socket, call: string): Promise<number> {
  socket.write(call, "latin1");
  return Number((await wholeAnswer(socket)).slice(9, 12));
}

/** A busy machine may hand over an answer in pieces. */
async function wholeAnswer(socket: Socket): Promise<string> {
  let answer = "";
  for (;;) {
    const [piece] = (await once(socket, "data")) as [Buffer];
    answer += piece.toString("latin1");
    const [head = "", body] = answer.split("\r\n\r\n");
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    if (body !== undefined && body.length >= length) return answer;
  }
}

test.each([
  ["one of 100 KB", `X-API-Key: ${"a".repeat(100_000)}`],
  ["one of 20 KB", `Authorization: Bearer ${"a".repeat(20_000)}`],
  ["five thousand of them", "X-API-Key: lk_test_x\r\n".repeat(5_000).trim()],
])("too much of headers gets 431, and is told so: %s", async (_, lines) => {
  const gate = await givenGate();
  for (let round = 0; round < 20; round += 1) {
    const { text, socket } = exchange(gate, `GET /authorize HTTP/1.1\r\nHost: gate\r\n${lines}\r\n\r\n`);
    await expect.poll(() => isCutOff(socket), { timeout: 10_000 }).toBe(true);
    expect(text()).toMatch(/^HTTP\/1\.1 431 /);
  }
});

test("a second key behind thousands of other headers is seen", async () => {
  const gate = await givenGate();
  const filler = "a:b\r\n".repeat(2_500);
  const lines = `X-API-Key: ${linus.key}\r\n${filler}X-API-Key: ${linus.key}\r\n`;
  const { text, socket } = exchange(gate, `GET /authorize HTTP/1.1\r\nHost: gate\r\n${lines}\r\n`);
  await expect.poll(text).toMatch(/^HTTP\/1\.1 401 /);
  socket.destroy();
});

function exchange(gate: Scene, sent: string): { text: () => string; socket: Socket } {
  const socket = connect({ port: gate.port, host: "127.0.0.1", allowHalfOpen: true });
  let answered = "";
  socket.on("data", (chunk) => (answered += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  socket.write(sent, "latin1");
  return { text: () => answered, socket };
}

/** The gate sends nothing more and reads nothing more. */
function isCutOff(socket: Socket): boolean {
  return socket.closed || socket.readableEnded;
}

test("who is not HTTP is told so and cut off", async () => {
  const gate = await givenGate();
  const { text, socket } = exchange(gate, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n");
  await expect.poll(() => isCutOff(socket), { timeout: 10_000 }).toBe(true);
  expect(text()).toMatch(/^HTTP\/1\.1 400 /);
});

test("the silent, the half-open and the slow are cut off, and nobody waits for them", { timeout: 60_000 }, async () => {
  const gate = await givenGate();
  const silent = exchange(gate, "");
  const begun = exchange(gate, "GET /authorize HTTP/1.1\r\nHost: gate\r\nX-API-Key: lk_");
  const halfOpen = exchange(gate, "GET /authorize HTTP/1.1\r\n");
  halfOpen.socket.end();
  const bodiless = exchange(gate, "POST /authorize HTTP/1.1\r\nHost: gate\r\nContent-Length: 1000\r\n\r\n");
  const byteByByte = exchange(gate, "GET /authorize HTTP/1.1\r\nHost: gate\r\nX-API-Key: ");
  const drip = setInterval(() => byteByByte.socket.write("a"), 100);
  expect(await decisionOf(gate, linus.key)).toBe("allowed");
  for (const { socket } of [silent, begun, halfOpen, bodiless, byteByByte]) {
    await expect.poll(() => isCutOff(socket), { timeout: 20_000 }).toBe(true);
  }
  clearInterval(drip);
  for (const { text } of [silent, begun, byteByByte]) expect(text()).toMatch(/^HTTP\/1\.1 408 /);
  // One answer, at once, and not another one for the body that never came.
  expect(bodiless.text().match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 401"]);
});

test("10,000 idle connections do not keep anybody from an answer", { timeout: 60_000 }, async () => {
  const gate = await givenGate();
  const idlers = fork(join(import.meta.dirname, "idlers.ts"), [String(gate.port), "10000"], {
    execArgv: ["--import", "tsx"],
  });
  try {
    expect(await word(idlers)).toEqual({ answered: 10_000 });
    const asked = performance.now();
    for (let round = 0; round < 100; round += 1) expect(await decisionOf(gate, linus.key)).toBe("allowed");
    expect(performance.now() - asked).toBeLessThan(10_000);
    idlers.send("count");
    expect(await word(idlers)).toEqual({ open: 10_000 });
  } finally {
    idlers.kill("SIGKILL");
    await once(idlers, "exit");
  }
});

async function word(child: ChildProcess): Promise<unknown> {
  const [message]: unknown[] = await once(child, "message");
  return message;
}

function calls(count: number, key: string): string {
  return `GET /authorize HTTP/1.1\r\nHost: gate\r\nX-API-Key: ${key}\r\n\r\n`.repeat(count);
}

test("an answer is never held back behind another: who calls again before it came is cut off", async () => {
  const gate = await givenGate();
  expect(await decisionOf(gate, linus.key)).toBe("allowed");
  const unknown = makePackageKey("test");
  const { text, socket } = exchange(gate, calls(1, unknown) + calls(1, linus.key));
  await expect.poll(() => isCutOff(socket), { timeout: 10_000 }).toBe(true);
  expect(text()).not.toContain("200 OK");
});

test("who sends thousands of calls and reads no answer is cut off", { timeout: 60_000 }, async () => {
  const gate = await givenGate();
  expect(await decisionOf(gate, linus.key)).toBe("allowed");
  // More than the system keeps for a connection on its own.
  const flooding = Array.from({ length: 10 }, () => {
    const { socket } = exchange(gate, calls(120_000, linus.key));
    socket.pause();
    return socket;
  });
  const asked = performance.now();
  expect(await decisionOf(gate, linus.key)).toBe("allowed");
  expect(performance.now() - asked).toBeLessThan(10_000);
  // They have more to send, so they notice although they read nothing.
  await expect.poll(() => flooding.every(isCutOff), { timeout: 30_000 }).toBe(true);
});
