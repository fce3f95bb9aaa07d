/** A port of its own for the metrics of the console, so that the port of the pages can be open to the world. */
import { createServer, type Server } from "node:http";
import { logFailure } from "@/access/operation/log";
import { type ConsoleMetrics } from "./console-metrics";
import { listenAll } from "./listen";

export type MetricsPlace = { readonly host: string; readonly port: number };

/** Returns the function that ends it. */
export async function startMetrics(place: MetricsPlace, { print }: ConsoleMetrics): Promise<() => Promise<void>> {
  const servers = await listenAll({ ...place, setting: "METRICS_PORT" }, () => makeServer(print));
  return async () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
}

function makeServer(print: ConsoleMetrics["print"]): Server {
  return createServer((request, response) => {
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
  });
}
