// The folder of the build can be set, so that measurements build beside the product's own pages.
const distDir = process.env["LATCHKEY_BUILD_DIR"] ?? ".next";

/** @type {import("next").NextConfig} */
export default {
  distDir,
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks the types. Here they would only keep a console from starting because of a mistake in a test, or
  // because the packages of the tests were left out by `npm ci --omit=dev`.
  typescript: { ignoreBuildErrors: true },
  // `npm test` checks the types of everything; a start on a fresh machine need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["@node-rs/argon2", "pg", "@prisma/adapter-pg", "next-auth"],
  experimental: { serverActions: { bodySizeLimit: "1mb" } },
};
