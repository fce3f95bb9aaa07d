// The folder of the build can be set, so that measurements build beside the product's own pages.
const distDir = process.env["LATCHKEY_BUILD_DIR"] ?? ".next";

/** @type {import("next").NextConfig} */
export default {
  distDir,
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["@node-rs/argon2", "pg", "@prisma/adapter-pg", "next-auth"],
  experimental: { serverActions: { bodySizeLimit: "1mb" } },
};
