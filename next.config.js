// The folder of the build can be set, so that measurements build beside the product's own pages.
const distDir = process.env["LATCHKEY_BUILD_DIR"] ?? ".next";

/** @type {import("next").NextConfig} */
export default {
  distDir,
  // Of the same sources in any folder, so that a page of one build is at home in another (scripts/build.ts).
  generateBuildId: () => process.env["LATCHKEY_BUILD_ID"] ?? null,
  // A page that only measurements need is named page.bench.tsx and is no page of the product.
  pageExtensions: ["tsx", "ts", ...(process.env["LATCHKEY_BENCH"] ? ["bench.tsx"] : [])],
  poweredByHeader: false,
  // No page shows pictures that the server would make smaller, so there is no address that does.
  images: { unoptimized: true },
  reactStrictMode: true,
  // `npm test` checks the types of everything; a start on a fresh machine need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "@node-rs/argon2",
    "@zxcvbn-ts/core",
    "@zxcvbn-ts/language-common",
    "pg",
    "@prisma/adapter-pg",
    "next-auth",
  ],
  // What a page may be sent is decided before, by its address (scripts/server/request-guards.ts).
  experimental: { serverActions: { bodySizeLimit: "13mb" } },
};
