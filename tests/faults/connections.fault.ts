/** Others have taken every connection of PostgreSQL, also those which the product had: pages fail, the gate refuses. */
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { noteResult } from "@/scripts/testing/fault-report";
import { Changes } from "./callers";
import type { PostgresServer } from "./postgres-server";
import { serverVersion } from "./program";
import { BACK_WITHIN, expectAgreement, expectBack, expectNoWrongAnswer, givenStage, switched, watched } from "./stage";
import { shownSeconds } from "./watch";

const CONNECTIONS = 40;
const AWAY_MS = 8_000;
const PAGE_WITHIN = 6;

test("a PostgreSQL whose connections are used up by others", async () => {
  const stage = await givenStage({ settings: [`max_connections=${CONNECTIONS}`] });
  const { server, console: running, url } = stage;
  const program = switched(stage);
  const changes = new Changes({ url: () => running.url, program });
  const watch = watched(stage);
  let isOver = false;
  const working = changes.run(() => isOver);
  await expect.poll(() => changes.count, { timeout: 20_000 }).toBeGreaterThan(10);
  const { free, taken } = await takeAll(server);
  const away = performance.now();
  await delay(AWAY_MS);
  const count = taken();
  await free();
  const since = performance.now();
  const before = changes.count;
  await expect.poll(() => changes.count, { timeout: 10_000 }).toBeGreaterThan(before);
  await delay(11_000);
  isOver = true;
  await working;
  await watch.stop();
  expectNoWrongAnswer(watch);
  const back = expectBack(watch, since);
  const page = watch.longest("page", away, since);
  expect(page).toBeLessThan(PAGE_WITHIN);
  expect(watch.statuses("page", away, since)).toContain(500);
  expect(watch.statuses("health", away + 3_000, since - 3_000)).toEqual([503]);
  expect(watch.statuses("key", away + 5_000, since - 1_000)).toEqual([503]);
  await expectAgreement(url, changes, program, running.gateUrl);
  noteResult("connections", {
    postgres: await serverVersion(url),
    rows: [
      {
        done: `others hold all ${CONNECTIONS} connections for 8 s`,
        held: `pages fail within ${PAGE_WITHIN} s and health with 503, the gate refuses`,
        figures: `${count} taken, the slowest page after ${shownSeconds(page)}`,
      },
      {
        done: "they let go",
        held: `all goes on by itself within ${BACK_WITHIN} s; nothing confirmed was lost, nothing was half done`,
        figures: `all right after ${shownSeconds(back)}, ${changes.told}`,
      },
    ],
  });
});

const THROW_OUT = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name <> 'somebody else' AND backend_type = 'client backend'`;

type Taken = { readonly free: () => Promise<void>; readonly taken: () => number };

/** Takes what is free, then throws the product out, and goes on taking, so that nothing is left for it. */
async function takeAll(server: PostgresServer): Promise<Taken> {
  const held: pg.Client[] = [];
  let isOver = false;
  const take = async (): Promise<boolean> => {
    const client = new pg.Client({ connectionString: server.url(), application_name: "somebody else" });
    client.on("error", () => undefined);
    const isTaken = await client.connect().then(
      () => true,
      () => false,
    );
    if (isTaken) held.push(client);
    return isTaken;
  };
  const taking = async (): Promise<void> => {
    while (!isOver) if (!(await take())) await delay(1);
  };
  while (await take());
  const lanes = Array.from({ length: 8 }, taking);
  // Also those that the product makes anew in the meantime.
  while (held.length < CONNECTIONS) await held[0]?.query(THROW_OUT);
  const free = async (): Promise<void> => {
    isOver = true;
    await Promise.all(lanes);
    await Promise.all(held.splice(0).map((client) => client.end()));
  };
  onTestFinished(free);
  return { free, taken: () => held.length };
}
