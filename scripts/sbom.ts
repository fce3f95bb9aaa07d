/**
 * `npm run -s sbom`: the packages that Latchkey is made of, as a bill of materials in the format of CycloneDX, made by npm
 * itself from package-lock.json. Three things are put right here. npm calls the product by the name of its folder; npm 10
 * lists a package twice that stands in two places, which the format forbids; and asked to leave out what only development
 * needs, npm leaves out what the product shares with it, too.
 */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { projectFolder } from "./build";
import { CommandError, causeOf, readArguments, runCommand } from "./terminal/command";

const help = `Prints the packages that Latchkey is made of, as a bill of materials (CycloneDX 1.5, JSON).

  npm run -s sbom > latchkey.cdx.json

  --dev   with those that only its development needs`;

const options = {
  dev: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const billSchema = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ "bom-ref": z.string(), name: z.string() }) }),
  components: z.array(z.looseObject({ "bom-ref": z.string(), name: z.string() })),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});

type Bill = z.infer<typeof billSchema>;
/** Whatever stands in two places depends on what it finds in either. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>;

const manifestSchema = z.object({ name: z.string(), devDependencies: z.record(z.string(), z.string()) });

const names = z.record(z.string(), z.string()).default({});
const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().default(false), optionalDependencies: names })),
});

await runCommand(async () => {
  const given = readArguments("sbom", options);
  console.log(given.help ? help : JSON.stringify(putRight(await billOfNpm(), given.dev ?? false), null, 2));
});

async function billOfNpm(): Promise<Bill> {
  const wanted = ["--package-lock-only", "--sbom-format=cyclonedx", "--sbom-type=application", "--loglevel=error"];
  const ran = promisify(execFile)("npm", ["sbom", "--include=dev", ...wanted], {
    cwd: projectFolder,
    maxBuffer: 64 * 1024 * 1024,
  });
  const { stdout } = await ran.catch((error: unknown) => {
    throw new CommandError(`npm could not tell: ${causeOf(error)}`);
  });
  return billSchema.parse(JSON.parse(stdout));
}

function putRight({ metadata, components, dependencies, ...bill }: Bill, dev: boolean): Bill {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")));
  const root = metadata.component["bom-ref"];
  const byRef = new Map(components.map((component) => [component["bom-ref"], component]));
  const beside = dev ? new Set<string>() : besideTheProduct(manifest.devDependencies);
  const graph = graphOf(dependencies, beside);
  const reached = reachedFrom(root, graph);
  return {
    ...bill,
    metadata: { ...metadata, component: { ...metadata.component, name: manifest.name } },
    components: [...byRef].flatMap(([ref, component]) => (reached.has(ref) ? [component] : [])),
    dependencies: [...reached].map((ref) => ({ ref, dependsOn: [...(graph.get(ref) ?? [])] })),
  };
}

/**
 * What development alone needs. Others may name such a package as a peer that they take where it is; which the product brings
 * along, as Next brings sharp, they name as a dependency.
 */
function besideTheProduct(devDependencies: Readonly<Record<string, string>>): Set<string> {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(projectFolder, "package-lock.json"), "utf8")));
  const brought = Object.entries(packages).flatMap(([path, { dev, optionalDependencies }]) =>
    path === "" || dev ? [] : Object.keys(optionalDependencies),
  );
  const beside = Object.entries(devDependencies).filter(([name]) => !brought.includes(name));
  return new Set(beside.map((parts) => parts.join("@")));
}

function graphOf(dependencies: Bill["dependencies"], beside: ReadonlySet<string>): Graph {
  const graph = new Map<string, Set<string>>();
  for (const { ref, dependsOn = [] } of dependencies) {
    const known = graph.get(ref) ?? [];
    graph.set(ref, new Set([...known, ...dependsOn.filter((other) => !beside.has(other))]));
  }
  return graph;
}

function reachedFrom(root: string, graph: Graph): Set<string> {
  const reached = new Set([root]);
  // What is added meanwhile is looked at as well.
  for (const ref of reached) for (const other of graph.get(ref) ?? []) reached.add(other);
  return reached;
}
