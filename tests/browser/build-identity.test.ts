/** Whoever builds the same sources, wherever, gets a build in which a page of any other is at home. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { z } from "zod";
import { buildFolder, identityOf } from "@/scripts/build";

const manifest = z.object({
  node: z.record(z.string(), z.object({ filename: z.string(), exportedName: z.string() })),
});

test("what a build calls its actions and itself comes from its sources alone, whatever its folder", () => {
  const read = (file: string): string => readFileSync(join(buildFolder(), file), "utf8");
  const { buildId, actionKey } = identityOf(read("latchkey-sources"));
  expect(read("BUILD_ID")).toBe(buildId);
  const actions = Object.entries(manifest.parse(JSON.parse(read("server/server-reference-manifest.json"))).node);
  expect(actions.length).toBeGreaterThan(40);
  for (const [id, { filename, exportedName }] of actions) {
    const named = createHash("sha1").update(`${actionKey}${filename}:${exportedName}`).digest("hex");
    expect(id.slice(2), exportedName).toBe(named);
  }
});
