/** The examples of docs/deploy name nothing that is not there. Whether they run, no engine here can show. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = "docs/deploy";

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** The settings that the README lists, and those of Node and PostgreSQL. */
const SETTINGS = new Set([
  ...[...read("README.md").matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name ?? ""),
  "NODE_ENV",
  "POSTGRES_USER",
  "POSTGRES_PASSWORD",
]);

const { scripts: npmScripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read("package.json")));

/** What a text runs of this project, by the names of the files and of the commands of npm. */
function expectPresent(text: string): void {
  const programs = [...text.matchAll(/scripts\/run\.mjs["', ]+([a-z-]+)/g)].map(([, name]) => `scripts/${name}.ts`);
  for (const program of ["scripts/run.mjs", ...programs]) expect(existsSync(join(ROOT, program)), program).toBe(true);
  const commands = [...text.matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name ?? "");
  expect(commands.filter((name) => !(name in npmScripts))).toEqual([]);
}

const serviceSchema = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  volumes: z.array(z.string()).optional(),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).optional(),
});

describe("compose.yml", () => {
  const text = read(`${FOLDER}/compose.yml`);
  const { services, volumes } = z
    .object({ services: z.record(z.string(), serviceSchema), volumes: z.record(z.string(), z.null()) })
    .parse(parse(text, { merge: true }));

  it("has the database, the console and the gate, each after what it needs", () => {
    expect(Object.keys(services)).toEqual(["database", "migrate", "console", "gate", "nginx"]);
    for (const { depends_on: needs = [] } of Object.values(services)) {
      const names = Array.isArray(needs) ? needs : Object.keys(needs);
      expect(names.filter((name) => !(name in services))).toEqual([]);
    }
  });

  it("runs what there is, by settings that there are, with files that there are", () => {
    expectPresent(text);
    for (const service of Object.values(services)) {
      expectPresent((service.command ?? []).join(" "));
      expect(Object.keys(service.environment ?? {}).filter((name) => !SETTINGS.has(name))).toEqual([]);
      if (service.build)
        expect(existsSync(join(ROOT, FOLDER, service.build.context, service.build.dockerfile))).toBe(true);
      const named = (service.volumes ?? [])
        .map((volume) => volume.split(":")[0] ?? "")
        .filter((name) => !name.startsWith("."));
      expect(named.filter((name) => !(name in volumes))).toEqual([]);
    }
    expect(existsSync(join(ROOT, FOLDER, "nginx.conf"))).toBe(true);
  });

  it("gives the gate as much memory as its own command does", () => {
    const own = /exec node (.*) scripts/.exec(npmScripts["gate"] ?? "")?.[1];
    expect(services["gate"]?.command?.slice(1, -2).join(" ")).toBe(own);
    expect(read(`${FOLDER}/latchkey-gate.service`)).toContain(`node ${own} scripts/run.mjs gate`);
  });
});

describe("Dockerfile", () => {
  const text = read(`${FOLDER}/Dockerfile`);

  it("copies and runs what there is, and not as root", () => {
    expectPresent(text);
    const copied = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = ""]) => files.split(" "));
    expect(copied.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(copied.length).toBeGreaterThan(4);
    expect(text).toMatch(/^USER node$/m);
    for (const [, name = ""] of text.matchAll(/(?:^ENV | )([A-Z_]+)=/gm)) expect(SETTINGS).toContain(name);
  });

  it("leaves nothing out that a start needs, and takes no tool of the tests along", () => {
    const { files, packages } = importsFrom("scripts/start.ts", "scripts/gate.ts", "scripts/db-migrate.ts");
    expect(files.filter((file) => file.startsWith("tests/"))).toEqual(["tests/people.ts"]);
    expect(read(`${FOLDER}/Dockerfile.dockerignore`)).toMatch(/^tests\/\*\n!tests\/people\.ts$/m);
    const { devDependencies } = z
      .object({ devDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read("package.json")));
    expect(packages.filter((name) => name in devDependencies)).toEqual([]);
    expect(packages).toContain("pino");
  });
});

describe("the units of systemd", () => {
  const units = readdirSync(join(ROOT, FOLDER)).filter((name) => name.endsWith(".service"));

  it.each(units)("%s runs what there is, confined", (name) => {
    const text = read(`${FOLDER}/${name}`);
    expectPresent(text);
    for (const line of ["NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "PrivateTmp=yes"]) {
      expect(text.split("\n")).toContain(line);
    }
    const environment = /^Environment=(.*)$/m.exec(text)?.[1]?.split(" ") ?? [];
    expect(environment.filter((pair) => !SETTINGS.has(pair.split("=")[0] ?? ""))).toEqual([]);
  });

  it.skipIf(!hasSystemd()).each(units)("%s is one that systemd can read", (name) => {
    const folder = mkdtempSync(join(tmpdir(), "latchkey-units-"));
    try {
      // The program is where this machine has it.
      writeFileSync(join(folder, name), read(`${FOLDER}/${name}`).replace("/usr/bin/node", process.execPath));
      expect(execFileSync("systemd-analyze", ["verify", join(folder, name)], { encoding: "utf8", stdio: "pipe" })).toBe(
        "",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function hasSystemd(): boolean {
  try {
    return execFileSync("systemd-analyze", ["--version"], { stdio: "pipe" }).length > 0;
  } catch {
    return false;
  }
}

/** The files and packages that these bring along, types aside. */
function importsFrom(...roots: string[]): { readonly files: string[]; readonly packages: string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const waiting = [...roots];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const [, name = ""] of read(file).matchAll(
      /(?:^(?:import|export) (?!type )[^;]*?from |\bimport\(?)"([^"]+)"/gm,
    )) {
      const path = name.startsWith("@/") ? name.slice(2) : name.startsWith(".") ? join(dirname(file), name) : null;
      const found =
        path === null
          ? undefined
          : [`${path}.ts`, `${path}.tsx`].find((candidate) => existsSync(join(ROOT, candidate)));
      if (found !== undefined && !found.startsWith("generated/")) waiting.push(found);
      else if (path === null && !name.startsWith("node:")) packages.add(/^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
    }
  }
  return { files: [...files].sort(), packages: [...packages].sort() };
}
