/** PostgreSQL is stopped and started, and crashes, while everybody works: pages fail and say so, and all goes on by itself within ${BACK_WITHIN} s. */
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { noteResult } from "@/scripts/testing/fault-report";
import { Changes } from "./callers";
import { serverVersion } from "./program";
import { BACK_WITHIN, expectAgreement, expectBack, expectNoWrongAnswer, givenStage, switched, watched } from "./stage";
import { shownSeconds } from "./watch";

const AWAY_MS = 3_000;

test("a PostgreSQL that is restarted, and one that is killed with kill -9", async () => {
  const stage = await givenStage();
  const { server, console: running, url } = stage;
  const program = switched(stage);
  const changes = new Changes({ url: () => running.url, program });
  const watch = watched(stage);
  let isOver = false;
  const working = changes.run(() => isOver);
  const rows = [];
  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    await expect.poll(() => watch.asked("page").at(-1)?.status).toBe(200);
    await server.stop(signal);
    await delay(AWAY_MS);
    await server.start();
    const since = performance.now();
    const before = changes.count;
    await expect.poll(() => changes.count, { timeout: 10_000 }).toBeGreaterThan(before);
    const changed = (performance.now() - since) / 1_000;
    await delay(11_000);
    const back = expectBack(watch, since);
    rows.push({
      done: signal === "SIGINT" ? "restarted, 3 s away" : "kill -9 of all its processes, 3 s away",
      held: `no wrong answer meanwhile; all goes on by itself within ${BACK_WITHIN} s`,
      figures: `all right after ${shownSeconds(back)}, the first change after ${shownSeconds(changed)}`,
    });
  }
  isOver = true;
  await working;
  await watch.stop();
  expectNoWrongAnswer(watch);
  expect(watch.statuses("page")).toContain(500);
  await expectAgreement(url, changes, program, running.gateUrl);
  rows.push({
    done: "statuses changed all the while",
    held: "nothing confirmed was lost, nothing was half done",
    figures: changes.told,
  });
  noteResult("restart", { postgres: await serverVersion(url), rows });
});
