/** Other checkouts of the console, each with a build of its own, and nginx in front of what runs in them. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readActionIds } from "@/scripts/server/unknown-actions";
import { type Gateway, startGateway } from "@/tests/gateways/gateway";

const ROOT = join(import.meta.dirname, "../..");
const SOURCES = [
  "access",
  "app",
  "components",
  "gate",
  "generated",
  "jobs",
  "prisma",
  "scim",
  "scripts",
  "signals",
  "text",
];
const FILES = [
  "tests/people.ts",
  "next.config.js",
  "package-lock.json",
  "package.json",
  "postcss.config.mjs",
  "tsconfig.json",
];

export type Checkout = { readonly folder: string; readonly remove: () => void };

/** The same sources and the same build in another folder. */
export function givenCheckout(): Checkout {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-checkout-"));
  for (const name of [...SOURCES, ...FILES]) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const isCache = (path: string): boolean => path.startsWith(join(ROOT, ".next/cache"));
  const options = { recursive: true, verbatimSymlinks: true, filter: (path: string) => !isCache(path) };
  cpSync(join(ROOT, ".next"), join(folder, ".next"), options);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A build as other sources make it: not one action has the id that it has in ours, and the build another name. */
export function givenOtherBuild(): Checkout {
  const checkout = givenCheckout();
  const built = join(checkout.folder, ".next");
  const name = readFileSync(join(built, "BUILD_ID"), "utf8");
  const names = [...readActionIds(built)].map((id) => [id, otherId(id)] as const);
  for (const entry of readdirSync(built, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:js|json|html|rsc)$|^BUILD_ID$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const text = readFileSync(file, "utf8");
    const changed = names.reduce((now, [id, other]) => now.replaceAll(id, other), text).replaceAll(name, otherId(name));
    if (changed !== text) writeFileSync(file, changed);
  }
  const pages = join(built, "static", name);
  cpSync(pages, join(built, "static", otherId(name)), { recursive: true });
  return checkout;
}

/** The first two digits say what an action takes. */
function otherId(id: string): string {
  return id.slice(0, 2) + id.slice(2).replace(/[0-9a-f]/g, (digit) => (15 - parseInt(digit, 16)).toString(16));
}

/** nginx at this port, which asks one after the other of those who listen at these addresses. */
export function startNginx(port: number, urls: readonly string[]): Promise<Gateway> {
  const configure = (folder: string): string[] => {
    const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    for (const kind of kinds) mkdirSync(join(folder, kind));
    writeFileSync(
      join(folder, "nginx.conf"),
      `daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr;
      events {}
      http {
        access_log off;
        ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(" ")}
        upstream consoles { ${urls.map((url) => `server ${new URL(url).host};`).join(" ")} }
        server {
          listen 127.0.0.1:${port};
          client_max_body_size 20m;
          location / {
            proxy_pass http://consoles;
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Proto $scheme;
          }
        }
      }`,
    );
    return ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"];
  };
  return startGateway({ program: "nginx", configure }, { gateway: port, gate: 0, api: 0 });
}
