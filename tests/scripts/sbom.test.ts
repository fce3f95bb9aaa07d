import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { run } from "./processes";

// A process of ours waits for one of npm.
vi.setConfig({ testTimeout: 60_000 });

type Component = { "bom-ref": string; name: string; version: string; purl: string; hashes?: { content: string }[] };
type Bill = {
  bomFormat: string;
  specVersion: string;
  serialNumber: string;
  metadata: { component: Component & { type: string } };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
};
type Locked = { name?: string; version: string; dev?: boolean; devOptional?: boolean };

const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, "../..", name), "utf8"));
const { version } = read("package.json") as { version: string };
const lock = read("package-lock.json") as { packages: Record<string, Locked> };

/** Of what development needs, Next brings this along; Playwright it only takes where it is. */
const BROUGHT = /^node_modules\/(sharp|@img\/.+)$/;

/** What package-lock.json has, with or without what only development needs: for this platform and every other. */
function installed(dev: boolean): string[] {
  const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
  const wanted = packages.filter(([path, one]) => dev || (!one.dev && (!one.devOptional || BROUGHT.test(path))));
  const refs = wanted.map(([path, one]) => `${one.name ?? path.replace(/^.*node_modules\//, "")}@${one.version}`);
  return [...new Set(refs)].toSorted();
}

it.each([
  ["everything that this product is made of", false],
  ["with --dev, what only its development needs as well", true],
])("is a bill of materials of %s", async (_, dev) => {
  const { code, stdout, output } = await run("sbom", {}, ...(dev ? ["--dev"] : []));
  expect(code, output).toBe(0);
  const bill = JSON.parse(stdout) as Bill;
  expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.5" });
  expect(bill.serialNumber).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  const product = { type: "application", name: "latchkey", version, purl: `pkg:npm/latchkey@${version}` };
  expect(bill.metadata.component).toMatchObject(product);

  const refs = bill.components.map((component) => component["bom-ref"]);
  expect(refs.toSorted()).toEqual(installed(dev));
  expect(bill.components.filter(({ hashes }) => hashes?.length !== 1)).toEqual([]);
  // Everything once, and nothing that leads out of it.
  const all = [bill.metadata.component["bom-ref"], ...refs].toSorted();
  expect(bill.dependencies.map(({ ref }) => ref).toSorted()).toEqual(all);
  expect(bill.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !all.includes(ref))).toEqual([]);
});
