/** Where the servers of this product listen, and what an operator is told when they can't. */
import { createServer, type Server } from "node:http";
import { causeOf, CommandError, errorCode } from "@/scripts/terminal/command";

export type Place = {
  /** "localhost" is both addresses of the loopback, of which a machine may lack the second. */
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** What an operator sets to have another port. */
  setting: "PORT" | "GATE_PORT" | "METRICS_PORT";
};

// So many connections wait to be accepted, where the system allows it: Node's 511 leave out who comes beside a crowd, and
// they try again after one second, then three, then seven.
const BACKLOG = 4_096;

/** A server for each address of the place, all on the same port. */
export async function listenAll(place: Place, makeServer: () => Server): Promise<Server[]> {
  if (place.host !== "localhost") return [await listen(place, makeServer)];
  const first = await listen({ ...place, host: "127.0.0.1" }, makeServer);
  try {
    return [first, await listen({ ...place, host: "::1", port: portOf([first]) ?? place.port }, makeServer)];
  } catch (error) {
    if (error instanceof CommandError && place.port !== 0) {
      await close(first);
      throw error;
    }
    return [first];
  }
}

/** Refuses a port that is taken, before any long work is done in vain. */
export async function requireFreePort(place: Place): Promise<void> {
  const servers = await listenAll(place, () => createServer());
  await Promise.all(servers.map(close));
}

export function portOf(servers: Server[]): number | undefined {
  const address = servers[0]?.address();
  return typeof address === "object" && address ? address.port : undefined;
}

/** A port of the loopback that nobody uses at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const port = portOf([probe]);
      probe.close(() => {
        if (port === undefined) reject(new Error("The system gave no port."));
        else resolve(port);
      });
    });
  });
}

function listen(place: Place, makeServer: () => Server): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = makeServer();
    server.once("error", (error) => reject(listenProblem(error, place)));
    server.listen({ port: place.port, host: place.host, backlog: BACKLOG }, () => resolve(server));
  });
}

function listenProblem(error: Error, { host, port, setting }: Place): Error {
  switch (errorCode(error)) {
    case "EADDRINUSE":
      return new CommandError(
        `Port ${port} is taken: stop what uses it, or choose another one by ${setting}=${port + 1}.`,
      );
    case "EACCES":
      return new CommandError(`Port ${port} is reserved for the system: choose another one by ${setting}=3000.`);
    default:
      // The second address of the loopback may be missing; any other address was asked for.
      return host === "::1" ? error : new CommandError(`It is not possible to listen on ${host}: ${causeOf(error)}.`);
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
