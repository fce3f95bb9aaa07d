import { isDatabaseUp } from "@/access/database";

export const dynamic = "force-dynamic";

/** Whether pages and database work, for load balancers and monitors. That it answers shows that the pages do. */
export async function GET(): Promise<Response> {
  const up = await isDatabaseUp();
  return Response.json(
    { status: up ? "ok" : "unavailable", pages: "ok", database: up ? "ok" : "unavailable" },
    { status: up ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
