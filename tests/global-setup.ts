import { startTestServer } from "./server";

/** Vitest calls what this returns when all is done, also after failures. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startTestServer();
  return server.stop;
}
