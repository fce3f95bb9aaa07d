/** Users whom the platform creates at the same moment: a page of the list that was read stays what it was. */
import { beforeAll, expect, it } from "vitest";
import { database } from "@/access/database";
import { freshDatabase, givenPeople } from "@/tests/database";
import { givenPsql } from "@/tests/gate/scene";
import { Platform } from "@/tests/scim/platform";

/** Shorter than a call waits for a lock. */
const PATIENCE = { timeout: 4_000 };

let databaseUrl: string;

beforeAll(async () => {
  databaseUrl = await freshDatabase();
});

/** How many statements wait for a lock at this moment. */
async function waiting(): Promise<number> {
  const [row] = await database().$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row.count;
}

async function namesListed(okta: Platform): Promise<unknown[]> {
  const { body } = await okta.get("/Users");
  return (body["Resources"] as { userName: string }[]).map(({ userName }) => userName);
}

it("whoever began to be created first and is done last comes last in the list", async () => {
  await givenPeople("pat");
  const okta = await Platform.connected();
  const psql = await givenPsql(databaseUrl);
  try {
    // Somebody else is about to take the external id of noor, and lets go of it again. Until then her creation waits.
    await psql.query("BEGIN");
    await psql.query(`INSERT INTO users (username, username_key, email, display_name, origin, status, external_id)
                      VALUES ('another', 'another', '', '', 'PLATFORM', 'ENABLED', 'idp|noor')`);
    const noor = okta.provision("noor");
    await expect.poll(waiting, PATIENCE).toBe(1);
    let isThere = false;
    const omar = okta.provision("omar").finally(() => (isThere = true));
    await expect.poll(async () => isThere || (await waiting()) === 2, PATIENCE).toBe(true);
    const early = await namesListed(okta);
    await psql.query("ROLLBACK");
    await Promise.all([noor, omar]);
    const late = await namesListed(okta);
    expect(late.toSorted()).toEqual(["noor", "omar", "pat"]);
    expect(late.slice(0, early.length)).toEqual(early);
  } finally {
    await psql.end();
  }
});
