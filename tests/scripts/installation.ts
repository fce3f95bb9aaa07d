/** One installation for the tests of a file, which follow each other on it as its starts do. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { buildPages } from "@/scripts/build";
import { addressName } from "@/scripts/postgres/postgres";
import { processesOf, removeHome, start, type Started, temporaryHome, until } from "./processes";

export type Installation = {
  readonly home: string;
  readonly settings: { readonly LATCHKEY_HOME: string };
  /** Starts it; with the end of the test it is gone. */
  readonly given: (settings?: Record<string, string>) => Promise<Started>;
  /** Asks its database while it runs. */
  readonly query: (text: string) => Promise<Record<string, unknown>[]>;
};

/** What a command prints when it can't do its work. */
export const sentence = /^✗ [^\n]+[.!]\n$/;

/** For the top of a file: each test finds it stopped, as the one before has left it. */
export function givenInstallation(): Installation {
  // Each test waits for processes, which on a busy machine take their time.
  vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });
  const home = temporaryHome();
  const settings = { LATCHKEY_HOME: home };
  let running: Started | undefined;

  beforeAll(async () => {
    await buildPages();
  }, 240_000);

  afterEach(async () => {
    running?.process.kill("SIGKILL");
    await running?.ended;
    running = undefined;
    await until(() => processesOf(home).length === 0, "nothing is left over");
  });

  afterAll(() => removeHome(home));

  const given = async (others: Record<string, string> = settings): Promise<Started> => (running = await start(others));

  async function query(text: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: readFileSync(join(home, addressName), "utf8").trim() });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  }

  return { home, settings, given, query };
}
