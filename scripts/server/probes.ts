/**
 * What orchestrators ask: whether the process answers at all, and whether it shall be sent requests. Answered in front of
 * the pages, so that neither depends on them; /api/health shows that the pages work as well.
 */
import type { IncomingMessage } from "node:http";
import { databaseState } from "@/access/operation/readiness";
import { migrationNames } from "@/scripts/postgres/migrations";
import type { Handler } from "./request-guards";

export type Phase = "starting" | "ready" | "stopping";

/** Asked every few seconds by machines, which may know this one by nothing but its number. */
const PROBES = /^\/api\/health(?:\/(?:live|ready))?(?:\?|$)/;
const LIVE = "/api/health/live";
const READY = "/api/health/ready";

export function isProbe({ url = "" }: Pick<IncomingMessage, "url">): boolean {
  return PROBES.test(url);
}

export function withProbes(handler: Handler, phase: () => Phase): Handler {
  const migrations = migrationNames();
  return async (request, response) => {
    const path = request.url?.split("?", 1)[0];
    const asked = request.method === "GET" || request.method === "HEAD" ? path : undefined;
    if (asked !== LIVE && asked !== READY) return handler(request, response);
    const { status, body } =
      asked === LIVE ? { status: 200, body: { status: "ok" } } : await readiness(phase, migrations);
    response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
    response.end(JSON.stringify(body));
  };
}

type Probe = { readonly status: number; readonly body: Readonly<Record<string, string>> };

async function readiness(phase: () => Phase, migrations: readonly string[]): Promise<Probe> {
  if (phase() !== "ready") return { status: 503, body: { status: phase() } };
  const database = await databaseState(migrations);
  // It may have been told to stop meanwhile.
  if (phase() !== "ready") return { status: 503, body: { status: phase() } };
  return {
    status: database === "ok" ? 200 : 503,
    body: { status: database === "ok" ? "ok" : "unavailable", database },
  };
}
