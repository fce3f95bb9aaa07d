/** Serves the pages in this very process, behind the guards, so that nothing is left over when it ends. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Socket } from "node:net";
import next from "next";
import { logFailure } from "@/access/operation/log";
import { projectFolder } from "@/scripts/build";
import { ChangesUnderWay, type FindSender } from "./changes-under-way";
import { readErrorPages } from "./error-pages";
import { listenAll, portOf } from "./listen";
import { type Phase, withProbes } from "./probes";
import type { MakePage } from "./refusals";
import { Budget } from "./request-bodies";
import { guard, type Handler } from "./request-guards";
import { type Answered, withRequestLog } from "./request-log";
import { findUserId, isKnownSender } from "./request-sender";
import { endStalledReaders, oneByOne, STALL_LIMIT } from "./stalled-readers";
import { withUnknownActions } from "./unknown-actions";

export type ConsoleOptions = {
  /** 0 takes any free port. */
  port: number;
  host?: string;
  /** The public address; by default the one under which the console listens. */
  url?: string;
  trustedProxies?: number;
  /** What answers behind the guards: the pages, unless a test puts something else there. */
  handler?: Handler;
  /** So many milliseconds a request may take to arrive whole. */
  arrivalLimit?: number;
  /** So many milliseconds a reader may take nothing of an answer. */
  stallLimit?: number;
  /** Whether somebody may send a large body: asks the database, unless a test answers. */
  isKnown?: (request: IncomingMessage) => Promise<boolean>;
  /** Whose changes are counted together: asks the database, unless a test answers. */
  findSender?: FindSender;
  /** For all bodies under way. */
  budget?: Budget;
  /** Sees each request with the headers that it came with. */
  watch?: (request: IncomingMessage) => void;
  /** Takes what became of each request. */
  observe?: (answered: Answered) => void;
};
export type RunningConsole = {
  url: string;
  port: number;
  /** From here on the readiness probe says that the end is near; everything is answered all the same. */
  drain: () => void;
  stop: () => Promise<void>;
};

/** A request that isn't there by then is ended, and looked for so often: within 31 seconds it is over. */
const ARRIVAL_LIMIT = 30_000;
const arrivalChecks = 1_000;

/** So long an answer under way may take once the console is told to stop. */
const stopLimit = 3_000;

export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const host = options.host ?? "localhost";
  const trustedProxies = options.trustedProxies ?? 0;
  let phase: Phase = "starting";
  const bodies = { isKnown: options.isKnown ?? isKnownSender, budget: options.budget ?? new Budget() };
  const changes = new ChangesUnderWay(options.findSender ?? findUserId);
  const guarded = ({ handler, makePage }: Pages, url: string): Handler =>
    guard(
      withProbes(handler, () => phase),
      { url, trustedProxies, bodies, changes, makePage, watch: options.watch },
    );
  let handle = guarded(
    bare((_, response) => void response.writeHead(503).end()),
    options.url ?? "http://localhost",
  );
  const place = { host, port: options.port, setting: "PORT" } as const;
  const entrance: Handler = (request, response) => answer(handle, request, response);
  const logged = withRequestLog(entrance, trustedProxies, options.observe);
  const { arrivalLimit = ARRIVAL_LIMIT, stallLimit = STALL_LIMIT } = options;
  const servers = await listenAll(place, () => makeServer(logged, arrivalLimit, stallLimit));
  const port = portOf(servers) ?? options.port;
  const url = options.url ?? `http://localhost:${port}`;
  const pages = options.handler ? bare(options.handler) : await openPages(host, port);
  handle = guarded(pages, url);
  phase = "ready";
  const drain = (): void => void (phase = "stopping");
  const stop = async (): Promise<void> => {
    drain();
    await Promise.all(servers.map(stopServer));
    await pages.close();
  };
  return { url, port, drain, stop };
}

type Pages = {
  readonly handler: Handler;
  readonly makePage: MakePage;
  readonly close: () => Promise<void>;
};

/** Without the pages of the build. */
function bare(handler: Handler): Pages {
  return { handler, makePage: () => undefined, close: async () => undefined };
}

/**
 * Next fetches the target of an action's redirect from itself, with the cookies of the request: it has to know where it
 * listens, or it asks whatever listens on its default port.
 */
async function openPages(host: string, port: number): Promise<Pages> {
  const hostname = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  // Next would take upgrades to web sockets from our servers, past the guards, and leave them open: from this one none come.
  const httpServer = createServer();
  const app = next({ dev: false, dir: projectFolder, hostname, port, httpServer });
  await quietly(() => app.prepare());
  const pages = app.getRequestHandler();
  const { withErrorPages, makePage } = readErrorPages();
  const handler = withUnknownActions(withErrorPages((request, response) => pages(request, response)));
  return { handler, makePage, close: () => app.close() };
}

/** Next reports how long it took to read its settings, in the middle of the progress that an operator watches. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = () => undefined;
  try {
    await work();
  } finally {
    console.log = log;
  }
}

async function answer(handle: Handler, ...[request, response]: Parameters<Handler>): Promise<void> {
  try {
    await handle(request, response);
  } catch (error) {
    // A caller who hangs up in the middle is no fault of ours.
    if (!request.destroyed || request.complete) logFailure("A request failed", error);
    fail(response);
  }
}

function fail(response: ServerResponse): void {
  // To end it twice would be an error that nobody hears, and the end of the process.
  if (response.writableEnded) return;
  if (!response.headersSent) response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" });
  response.end("Something went wrong.\n");
}

function makeServer(handler: Handler, requestTimeout: number, stallLimit: number): Server {
  const options = { requestTimeout, connectionsCheckingInterval: Math.min(arrivalChecks, requestTimeout) };
  const server = createServer(options, oneByOne(handler));
  closeIdleWhenStopping(server);
  endStalledReaders(server, stallLimit);
  return server;
}

/** Takes no more requests, finishes those under way, within bounds. */
function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => server.closeAllConnections(), stopLimit);
    server.close(() => {
      clearTimeout(impatience);
      resolve();
    });
    server.emit(stopping);
  });
}

const stopping = "latchkey:stopping";

/**
 * Node's own closeIdleConnections leaves out those connections that browsers open in advance, on which no request has
 * come yet, so they are counted here.
 */
function closeIdleWhenStopping(server: Server): void {
  const idle = new Set<Socket>();
  let isStopping = false;
  const rest = (socket: Socket): void => {
    // It was closed with its answer under way: kept here, it would never go, and all that it holds with it.
    if (socket.destroyed) return;
    if (isStopping) socket.destroy();
    else idle.add(socket);
  };
  server.on("connection", (socket: Socket) => {
    socket.once("close", () => idle.delete(socket));
    rest(socket);
  });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    idle.delete(request.socket);
    response.once("close", () => rest(request.socket));
  });
  server.once(stopping, () => {
    isStopping = true;
    for (const socket of idle) socket.destroy();
  });
}
