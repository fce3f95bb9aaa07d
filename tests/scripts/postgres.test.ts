/** The embedded database where its folder is closed to others, as a checkout of root's in /root is. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { startPostgres } from "@/scripts/postgres/postgres";

const closed = mkdtempSync(join(tmpdir(), "latchkey-closed-"));
chmodSync(closed, 0o700);

afterEach(() => rmSync(closed, { recursive: true, force: true }));

test("starts below a folder that only the user who starts it may enter, as another user or not", async () => {
  const server = await startPostgres(closed);
  const client = new pg.Client({ connectionString: server.url });
  try {
    await client.connect();
    const { rows } = await client.query<{ one: number }>("SELECT 1 AS one");
    expect(rows).toEqual([{ one: 1 }]);
  } finally {
    await client.end();
    await server.stop();
  }
});
