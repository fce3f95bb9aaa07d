import { defineConfig } from "prisma/config";

// Prisma's CLI downloads a schema-engine binary before every command, also before those that never start it. Latchkey
// migrates by the WebAssembly build of that engine (scripts/postgres/migrations.ts), so any existing file stands in for the
// binary and `npm ci` needs no host besides the npm registry.
process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env["MIGRATION_DATABASE_URL"] ?? process.env["DATABASE_URL"] ?? "" },
});
