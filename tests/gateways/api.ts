/** The API behind a gateway: tells what of a request arrived. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { freePort } from "@/scripts/server/listen";

export type Arrived = {
  method: string;
  url: string;
  /** In the spelling and order in which they came, with every repetition. */
  headers: [name: string, value: string][];
  bodyHash: string;
};

export type Api = { port: number; stop: () => Promise<void> };

export async function startApi(): Promise<Api> {
  const server = createServer((request, response) => {
    void arrivalOf(request).then((arrived) => {
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify(arrived));
    });
  });
  const port = await freePort();
  await listen(server, port);
  return { port, stop: () => close(server) };
}

export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

/** Without waiting for connections that are kept open. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export async function arrivalOf(request: IncomingMessage): Promise<Arrived> {
  const { method = "", url = "", rawHeaders } = request;
  return { method, url, headers: pairs(rawHeaders), bodyHash: hashOf(await buffer(request)) };
}

function pairs(flat: string[]): [string, string][] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ""] as [string, string]] : []));
}

export function hashOf(body: Buffer): string {
  return createHash("sha256").update(body).digest("hex");
}
