/** Which page an address belongs to, as the build knows it: a pattern such as /manage/users/[username], never a name in it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { buildFolder } from "@/scripts/build";

const manifestSchema = z.object({
  staticRoutes: z.array(z.object({ page: z.string() })),
  dynamicRoutes: z.array(z.object({ page: z.string(), regex: z.string() })),
});

/** Answered by the server itself, in front of the pages. */
const PROBES = ["/api/health/live", "/api/health/ready"];
const OTHER = "other";

export function readRoutePatterns(): (path: string) => string {
  const text = readFileSync(join(buildFolder(), "routes-manifest.json"), "utf8");
  const { staticRoutes, dynamicRoutes } = manifestSchema.parse(JSON.parse(text));
  const pages = new Set([...staticRoutes.map(({ page }) => page), ...PROBES]);
  const patterns = dynamicRoutes
    .filter(({ page }) => !page.includes("(.)"))
    .map(({ page, regex }) => ({ page, regex: new RegExp(regex) }));
  return (path) => {
    if (path.startsWith("/_next/")) return "/_next/…";
    if (pages.has(path)) return path;
    return patterns.find(({ regex }) => regex.test(path))?.page ?? OTHER;
  };
}
