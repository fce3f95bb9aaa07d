/**
 * A number for each request, by which a person, a proxy and the lines of the log name the same one; and the line that says
 * how it was answered. Guarantees that an id which somebody else chose is taken only where a proxy of the operator's own
 * stands in front, and only where it is a plain word.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type LogFields, logEvent } from "@/access/operation/log";
import { duringRequest, type RequestUnderWay } from "@/access/request-under-way";
import { isProbe } from "./probes";
import type { Handler } from "./request-guards";
import { languageOf } from "./request-language";

export const REQUEST_ID = "X-Request-Id";

const WELL_FORMED = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/;

export type Answered = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly seconds: number;
};

/** `observe` takes every answer, those that are worth no line as well. */
export function withRequestLog(
  handler: Handler,
  trustedProxies: number,
  observe: (answered: Answered) => void = () => undefined,
): Handler {
  return (request, response) => {
    const under: RequestUnderWay = {
      id: idOf(request, trustedProxies),
      language: languageOf(request),
      actorId: null,
    };
    request.headers["x-request-id"] = under.id;
    response.setHeader(REQUEST_ID, under.id);
    const { method = "", url = "" } = request;
    const path = url.split("?", 1)[0] ?? "";
    const began = performance.now();
    response.once("close", () => {
      const milliseconds = performance.now() - began;
      observe({ method, path, status: response.statusCode, seconds: milliseconds / 1_000 });
      write(under, response, { method, path, milliseconds });
    });
    return duringRequest(under, () => handler(request, response));
  };
}

function idOf({ headers }: IncomingMessage, trustedProxies: number): string {
  const sent = headers["x-request-id"];
  return trustedProxies > 0 && typeof sent === "string" && WELL_FORMED.test(sent) ? sent : randomUUID();
}

function write({ id, actorId }: RequestUnderWay, response: ServerResponse, fields: LogFields & { path: string }): void {
  const { statusCode: status } = response;
  // Only what is wrong with them is worth a line.
  if (isProbe({ url: fields.path }) && status < 400) return;
  const aborted = !response.writableFinished;
  logEvent(status >= 500 ? "error" : "info", {
    event: "request",
    requestId: id,
    ...(actorId !== null && { actorId }),
    ...fields,
    status,
    aborted,
  });
}
