/** Before all browser tests: a PostgreSQL for the run, a database with sample data to clone, and the built pages. */
import { disconnect } from "@/access/database";
import { loadSampleData } from "@/prisma/sample-data";
import { buildPages } from "@/scripts/build";
import { cloneDatabase, EMPTY_TEMPLATE, onServer, startTestServer, testPassword } from "@/tests/server";
import { PEOPLE_TEMPLATE } from "./console-server";

export default async function setup(): Promise<() => Promise<void>> {
  const server = await startTestServer();
  try {
    await buildPages();
    await fillTemplate();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server.stop;
}

async function fillTemplate(): Promise<void> {
  const url = await cloneDatabase(EMPTY_TEMPLATE);
  process.env["DATABASE_URL"] = url;
  await loadSampleData(testPassword());
  await disconnect();
  Reflect.deleteProperty(process.env, "DATABASE_URL");
  await onServer(`ALTER DATABASE ${new URL(url).pathname.slice(1)} RENAME TO ${PEOPLE_TEMPLATE}`);
}
