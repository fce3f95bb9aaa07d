/**
 * The door of the gate: HTTP with bounds for whoever is slow, silent or writes too much, and nothing in it that depends
 * on a body.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import { Socket } from "node:net";
import { type Duplex } from "node:stream";
import { type Pool } from "pg";
import { type Answer, problemAnswer } from "./answers";
import { type Metrics } from "./metrics";

export type Door = {
  readonly authorize: (request: IncomingMessage, response: ServerResponse) => void;
  /** These answer GET only. */
  readonly health: () => Promise<Answer>;
  readonly ready: () => Promise<Answer>;
  readonly metrics: () => Promise<Answer>;
};

const NOWHERE = problemAnswer(404, { detail: "There is nothing at this address." });
const READ_ONLY = problemAnswer(405, { detail: "This address answers GET and HEAD." });
const FAILED = problemAnswer(500, { detail: "Something went wrong." });

const AUTHORIZE = "/authorize";
// So long a refused connection may still deliver what it was sending: cut off at once, it would not see the answer.
const LINGER_MS = 1_000;

export function createGateServer(door: Door): Server {
  const server = createServer({
    maxHeaderSize: 16 * 1024,
    headersTimeout: 5_000,
    requestTimeout: 10_000,
    connectionsCheckingInterval: 1_000,
    // nginx keeps connections for 60 seconds: who closes first must not be the one who is about to be asked.
    keepAliveTimeout: 75_000,
  });
  // Who does not take the answer is cut off as well. Between two calls the keep-alive time-out counts.
  server.timeout = 10_000;
  // Without a limit Node leaves headers out after the first thousands, among them a second key.
  server.maxHeadersCount = 0;
  const answer = oneByOne((request, response) => route(door, request, response));
  server.on("request", answer);
  // Nobody has to wait with a body, or for an expectation, since the answer depends on neither.
  server.on("checkContinue", answer);
  server.on("checkExpectation", answer);
  server.on("clientError", refuseConnection);
  return server;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Cuts off who sends a call before the answer to the last one is on its way. Gateways never do (they would need
 * pipelining, RFC 9112, 9.3.2), Node would hold back an answer that is decided already until the one before is given,
 * and who sends thousands without reading would stop everybody else.
 */
function oneByOne(handle: Handler): Handler {
  const answering = new WeakSet<Socket>();
  return (request, response) => {
    const { socket } = request;
    if (answering.has(socket) || socket.writableLength > 0) socket.destroy();
    if (socket.destroyed) return;
    handle(request, response);
    if (response.writableEnded) return;
    answering.add(socket);
    response.once("close", () => answering.delete(socket));
  };
}

export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers);
  response.end(body);
}

function route(door: Door, request: IncomingMessage, response: ServerResponse): void {
  const { url = "" } = request;
  if (isAuthorize(url)) {
    door.authorize(request, response);
    return;
  }
  const [path = ""] = withoutHost(url).split("?");
  if (isAuthorize(path)) door.authorize(request, response);
  else if (path === "/health") show(request, response, door.health);
  else if (path === "/health/ready") show(request, response, door.ready);
  else if (path === "/health/live") show(request, response, liveAnswer);
  else if (path === "/metrics") show(request, response, door.metrics);
  else send(response, NOWHERE);
}

/** The address itself and everything below it, with any query. */
function isAuthorize(url: string): boolean {
  if (!url.startsWith(AUTHORIZE)) return false;
  const next = url.charAt(AUTHORIZE.length);
  return next === "" || next === "/" || next === "?";
}

/** A proxy may name the host in the address as well. */
function withoutHost(url: string): string {
  return url.replace(/^https?:\/\/[^/?]*/i, "");
}

function show(request: IncomingMessage, response: ServerResponse, make: () => Promise<Answer>): void {
  if (request.method !== "GET" && request.method !== "HEAD") {
    send(response, READ_ONLY);
    return;
  }
  make().then(
    (answer) => send(response, answer),
    () => send(response, FAILED),
  );
}

// A copy that only reads is no database to decide by: gate/look-ups.ts.
const IS_LIVE = "SELECT 1 WHERE NOT pg_is_in_recovery()";

/** Whether this gate can tell who may pass, for load balancers and monitors. */
export async function healthAnswer(isListening: boolean, pool: Pool): Promise<Answer> {
  const isUp =
    isListening ||
    (await pool.query(IS_LIVE).then(
      ({ rowCount }) => rowCount === 1,
      () => false,
    ));
  const state = isUp ? "ok" : "unavailable";
  return page(
    isUp ? 200 : 503,
    "application/json",
    JSON.stringify({ status: state, database: state, listening: isListening }),
  );
}

/** Whether gateways shall ask this gate: not any more once it is told to stop. */
export async function readyAnswer(isStopping: () => boolean, isListening: boolean, pool: Pool): Promise<Answer> {
  const health = await healthAnswer(isListening, pool);
  return isStopping() ? page(503, "application/json", JSON.stringify({ status: "stopping" })) : health;
}

/** That the process answers is all there is to it: one that can't know who may pass is not to be started anew. */
async function liveAnswer(): Promise<Answer> {
  return page(200, "application/json", JSON.stringify({ status: "ok" }));
}

export async function metricsAnswer(metrics: Metrics): Promise<Answer> {
  const { type, text } = await metrics.print();
  return page(200, type, text);
}

function page(status: number, type: string, body: string): Answer {
  const length = String(Buffer.byteLength(body));
  return { status, headers: ["Content-Type", type, "Content-Length", length, "Cache-Control", "no-store"], body };
}

/** For what never became a request. */
function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex): void {
  const status = statusOf(error.code);
  // Who has been answered already, and is late with a body or with another call, would take this for the next answer.
  const isAnswered = status === 408 && socket instanceof Socket && socket.bytesWritten > 0;
  if (isAnswered || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.removeAllListeners("data");
  socket.resume();
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

function statusOf(code: string | undefined): number {
  if (code === "HPE_HEADER_OVERFLOW") return 431;
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
}
