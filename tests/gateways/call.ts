/** A request to a gateway, byte by byte as the test wants it: fetch would merge headers and tidy paths. */
import { type Agent, type IncomingHttpHeaders, request as ask } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Arrived } from "./api";

export type Header = [name: string, value: string];
export type Call = { method?: string; path?: string; headers?: Header[]; body?: Buffer; agent?: Agent };
export type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

export function call(port: number, { method = "GET", path = "/", headers = [], body, agent }: Call): Promise<Answer> {
  const sent: Header[] = [["Host", "api.example.com"], ...headers];
  if (body) sent.push(["Content-Length", String(body.length)]);
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, method, path, headers: sent.flat(), agent: agent ?? false };
    const request = ask(options, (response) => {
      const { statusCode: status = 0, headers: received } = response;
      buffer(response).then((read) => resolve({ status, headers: received, body: read.toString() }), reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** What the API saw of a request that a gateway let pass. */
export function arrived({ status, body }: Answer): Arrived {
  if (status !== 200) throw new Error(`The gateway answered ${status}: ${body}`);
  return JSON.parse(body) as Arrived;
}

/** All values under a name as an API reads it: whatever the case, and an underscore for a hyphen. */
export function valuesOf({ headers }: Arrived, name: string): string[] {
  const same = (other: string): boolean => other.toLowerCase().replaceAll("_", "-") === name.toLowerCase();
  return headers.filter(([other]) => same(other)).map(([, value]) => value);
}

/** The headers that only a gate may set. */
export const identityNames = [
  "X-User-Id",
  "X-User-Name",
  "X-Application-Id",
  "X-Application-Name",
  "X-Package",
  "X-Plan",
  "X-Key-Id",
  "X-Access-Decision",
];

export function identityIn(answer: Answer): Record<string, string[]> {
  return identityOf(arrived(answer));
}

export function identityOf(sent: Arrived): Record<string, string[]> {
  return Object.fromEntries(identityNames.map((name) => [name, valuesOf(sent, name)]));
}
