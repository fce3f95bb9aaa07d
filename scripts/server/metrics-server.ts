/** A port of its own for the metrics of the console, so that the port of the pages can be open to the world. */
import { createServer, type Server } from "node:http";
import { logFailure } from "@/access/operation/log";
import { type ConsoleMetrics } from "./console-metrics";
import { listenAll } from "./listen";
import type { Handler } from "./request-guards";
import { isLoopbackHost } from "./request-hosts";
import { endStalledReaders, oneByOne, STALL_LIMIT } from "./stalled-readers";

export type MetricsPlace = { readonly host: string; readonly port: number };

/** Returns the function that ends it. */
export async function startMetrics(place: MetricsPlace, { print }: ConsoleMetrics): Promise<() => Promise<void>> {
  const servers = await listenAll({ ...place, setting: "METRICS_PORT" }, () => makeServer(print, place.host));
  return async () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
}

const LOOPBACK = ["localhost", "127.0.0.1", "::1"];

function makeServer(print: ConsoleMetrics["print"], host: string): Server {
  const isLocal = LOOPBACK.includes(host);
  const answer: Handler = (request, response) => {
    if (isLocal && !isLoopbackHost(request)) {
      response.writeHead(421).end();
      return;
    }
    if (request.url?.split("?")[0] !== "/metrics" || (request.method !== "GET" && request.method !== "HEAD")) {
      response.writeHead(404).end();
      return;
    }
    print().then(
      ({ type, text }) => response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store" }).end(text),
      (error: unknown) => {
        logFailure("The metrics can't be told", error);
        response.writeHead(500).end();
      },
    );
  };
  const server = createServer(oneByOne(answer));
  endStalledReaders(server, STALL_LIMIT);
  return server;
}
