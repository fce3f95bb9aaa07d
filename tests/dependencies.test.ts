/** What is installed is what package.json says, to the digit, and nothing of it is known to be open to attack. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

type Packages = Record<string, string>;
type Locked = { version?: string; resolved?: string; integrity?: string; link?: boolean; inBundle?: boolean };

const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, "..", name), "utf8"));
const manifest = read("package.json") as { dependencies: Packages; devDependencies: Packages };
const lock = read("package-lock.json") as { packages: Record<string, Locked> };
const wanted = { ...manifest.dependencies, ...manifest.devDependencies };
const installed = Object.entries(lock.packages).filter(([path]) => path !== "");

/** The first versions without the faults that are known of them. */
const MINIMUM: Readonly<Record<string, string>> = {
  // Signing in without a password, and running code of one's own on the server.
  next: "16.3.3",
  // E-mail addresses that lead to somebody else.
  "next-auth": "4.24.15",
  // Crafted calls of server functions that cost the server all of its time and memory (CVE-2026-44907).
  react: "19.2.8",
  "react-dom": "19.2.8",
};

describe("every dependency", () => {
  it("is of one exact version", () => {
    const loose = Object.entries(wanted).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(loose).toEqual([]);
  });

  it("is installed in that version", () => {
    for (const [name, version] of Object.entries(wanted)) {
      expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
    }
  });

  it("comes from the registry, and is known by its hash", () => {
    expect(installed.length).toBeGreaterThan(Object.keys(wanted).length);
    const unknown = installed.filter(([, { integrity, inBundle }]) => !inBundle && !integrity?.startsWith("sha512-"));
    expect(unknown.map(([path]) => path)).toEqual([]);
    const elsewhere = installed.filter(
      ([, { resolved, link }]) =>
        link === true || (resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/")),
    );
    expect(elsewhere.map(([path]) => path)).toEqual([]);
  });
});

describe("every copy", () => {
  it.each(Object.entries(MINIMUM))("of %s is of version %s at least", (name, minimum) => {
    const copies = installed.filter(
      ([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`),
    );
    expect(copies.length).toBeGreaterThan(0);
    for (const [path, { version = "" }] of copies) {
      expect(isAtLeast(version, minimum), `${path} is ${version}`).toBe(true);
    }
  });

  it.each([
    ["16.3.2", false],
    ["16.3.3-canary.1", false],
    ["15.9.9", false],
    ["16.3.3", true],
    ["16.10.0", true],
    ["17.0.0", true],
  ])("that is %s would be at least 16.3.3: %s", (version, verdict) => {
    expect(isAtLeast(version, "16.3.3")).toBe(verdict);
  });
});

/** A version before its release counts as older than that. */
function isAtLeast(version: string, minimum: string): boolean {
  const parts = (text: string): number[] => text.split(/[.-]/).slice(0, 3).map(Number);
  const [have, need] = [parts(version), parts(minimum)];
  const differing = need.findIndex((part, index) => part !== have[index]);
  if (differing === -1) return !version.includes("-");
  return (have[differing] ?? 0) > (need[differing] ?? 0);
}
