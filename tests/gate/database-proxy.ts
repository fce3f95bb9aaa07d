/** Stands between a gate and its database, to be the network on its bad days. */
import { connect, createServer, type Socket } from "node:net";
import { afterEach } from "vitest";

export type DatabaseProxy = {
  /** The database as the gate knows it. */
  url: string;
  /** Nothing passes, in either direction, and nobody is told. */
  pause: () => void;
  resume: () => void;
  /** Every connection breaks, and none is made. */
  cut: () => void;
  /** Connections that listen for changes break; others pass. */
  refuseListening: () => void;
  mend: () => void;
  /** From now on the answers to look-ups of keys are kept here. */
  holdLookUps: () => void;
  /** How many answers are kept. */
  held: () => number;
  releaseLookUps: () => void;
  /** The next answer to a statement with this text gets lost together with its connection. */
  loseAnswerTo: (text: string) => void;
  /** No notification of the database passes any more. */
  deafen: () => void;
  /** New connections lead to another server. */
  leadTo: (url: string) => void;
};

type Pair = { gate: Socket; server: Socket; asksForKeys: boolean; isLost: boolean; kept: Buffer[]; rest: Buffer };

const proxies = new Set<() => void>();

afterEach(() => {
  for (const close of proxies) close();
  proxies.clear();
});

export async function givenProxy(databaseUrl: string): Promise<DatabaseProxy> {
  let target = new URL(databaseUrl);
  let isPaused = false;
  let isCut = false;
  let isHolding = false;
  let isDeaf = false;
  let isListeningRefused = false;
  let lostText: string | undefined;
  const pairs = new Set<Pair>();

  function accept(gate: Socket): void {
    if (isCut) {
      gate.resetAndDestroy();
      return;
    }
    const server = connect(Number(target.port), target.hostname);
    const pair: Pair = { gate, server, asksForKeys: false, isLost: false, kept: [], rest: Buffer.alloc(0) };
    pairs.add(pair);
    if (isPaused) gate.pause();
    gate.on("data", (chunk: Buffer) => {
      // The name of the prepared statement is part of each question.
      if (chunk.includes("find-key")) pair.asksForKeys = true;
      if (lostText !== undefined && chunk.includes(lostText)) {
        pair.isLost = true;
        lostText = undefined;
      }
      if (isListeningRefused && chunk.includes("LISTEN ")) gate.destroy();
      else server.write(chunk);
    });
    server.on("data", (chunk: Buffer) => answer(pair, chunk));
    for (const socket of [gate, server]) {
      socket.on("error", () => undefined);
      socket.on("close", () => {
        gate.destroy();
        server.destroy();
        pairs.delete(pair);
      });
    }
  }

  function answer(pair: Pair, chunk: Buffer): void {
    if (pair.isLost) pair.gate.destroy();
    else if (isHolding && pair.asksForKeys) pair.kept.push(chunk);
    else pair.gate.write(isDeaf ? withoutNotifications(pair, chunk) : chunk);
  }

  const listener = createServer(accept).listen(0, "127.0.0.1");
  await new Promise((resolve) => listener.once("listening", resolve));
  const address = listener.address();
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;

  function cut(): void {
    isCut = true;
    for (const { gate, server } of pairs) {
      gate.destroy();
      server.destroy();
    }
  }
  proxies.add(() => {
    cut();
    listener.close();
  });

  function setPaused(paused: boolean): void {
    isPaused = paused;
    for (const { gate, server } of pairs) {
      for (const socket of [gate, server]) {
        if (paused) socket.pause();
        else socket.resume();
      }
    }
  }

  return {
    url: url.href,
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    cut,
    refuseListening: () => (isListeningRefused = true),
    mend: () => (isCut = isListeningRefused = false),
    holdLookUps: () => (isHolding = true),
    held: () => [...pairs].filter(({ kept }) => kept.length > 0).length,
    releaseLookUps: () => {
      isHolding = false;
      for (const { gate, kept } of pairs) for (const chunk of kept.splice(0)) gate.write(chunk);
    },
    loseAnswerTo: (text) => (lostText = text),
    deafen: () => (isDeaf = true),
    leadTo: (other) => (target = new URL(other)),
  };
}

/** Takes the messages apart: a letter, the length in four bytes, and the rest. "A" is a notification. */
function withoutNotifications(pair: Pair, chunk: Buffer): Buffer {
  let data = Buffer.concat([pair.rest, chunk]);
  const passed: Buffer[] = [];
  while (data.length >= 5 && data.length > data.readUInt32BE(1)) {
    const end = 1 + data.readUInt32BE(1);
    if (data.toString("latin1", 0, 1) !== "A") passed.push(data.subarray(0, end));
    data = data.subarray(end);
  }
  pair.rest = data;
  return Buffer.concat(passed);
}
