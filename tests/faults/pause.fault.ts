/** PostgreSQL takes connections and questions and answers nothing: nobody waits without end, and the gate refuses. */
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { noteResult } from "@/scripts/testing/fault-report";
import { Changes, decision } from "./callers";
import { serverVersion } from "./program";
import {
  ALLOW_WITHIN,
  BACK_WITHIN,
  expectAgreement,
  expectBack,
  expectNoWrongAnswer,
  givenStage,
  switched,
  watched,
} from "./stage";
import { Watch, shownSeconds } from "./watch";

const AWAY_S = 20;
/** The longest that a page waits for an answer of the database, and the longest that it waits for a connection. */
const PAGE_WITHIN = 17 + 1;
const HEALTH_WITHIN = 3;

test("a PostgreSQL that says nothing for 20 seconds", async () => {
  const stage = await givenStage();
  const { server, console: running, url } = stage;
  const program = switched(stage);
  const others = { ...program, subjects: program.subjects.slice(1) };
  const changes = new Changes({ url: () => running.url, program: others });
  const watch = watched(stage);
  // Asked without a pause, so that the gate remembers it at the moment when it stops to be good.
  const leaver = program.subjects[0];
  if (!leaver) throw new Error("There is nobody to disable.");
  const leaving = new Watch({ key: () => decision(running.gateUrl, leaver.key) });
  onTestFinished(() => leaving.stop());
  let isOver = false;
  const working = changes.run(() => isOver);
  await expect.poll(() => changes.count, { timeout: 20_000 }).toBeGreaterThan(10);
  await expect.poll(() => leaving.asked("key").length).toBeGreaterThan(5);
  expect(leaving.statuses("key")).toEqual([200]);
  expect(await changes.change(leaver, "DISABLED")).toBe(true);
  const disabled = performance.now();
  await server.hold();
  await delay(1_000 * AWAY_S);
  await server.release();
  const since = performance.now();
  const before = changes.count;
  await expect.poll(() => changes.count, { timeout: 10_000 }).toBeGreaterThan(before);
  await delay(11_000);
  isOver = true;
  await working;
  await Promise.all([watch.stop(), leaving.stop()]);
  expectNoWrongAnswer(watch);
  const back = expectBack(watch, since);
  const [page, health] = [watch.longest("page", disabled, since), watch.longest("health", disabled, since)];
  expect(page).toBeLessThan(PAGE_WITHIN);
  expect(health).toBeLessThan(HEALTH_WITHIN);
  expect(watch.statuses("health", disabled + 1_000, since - 3_000)).toEqual([503]);
  expect(watch.statuses("page", disabled + 1_000, since - 1_000 * PAGE_WITHIN)).not.toContain(200);
  expect(leaving.statuses("key", disabled + 1_000 * ALLOW_WITHIN)).not.toContain(200);
  const lastAllowed = leaving.asked("key", disabled).filter(({ status }) => status === 200);
  const gate = leaving.longest("key", disabled, since);
  expect(gate).toBeLessThan(ALLOW_WITHIN);
  await expectAgreement(url, changes, program, running.gateUrl);
  noteResult("pause", {
    postgres: await serverVersion(url),
    rows: [
      {
        done: "every process of PostgreSQL is held for 20 s (SIGSTOP)",
        held: `pages fail within ${PAGE_WITHIN} s, health within ${HEALTH_WITHIN} s, the gate refuses`,
        figures: `page ${shownSeconds(page)}, health ${shownSeconds(health)}, gate ${shownSeconds(gate)} at the longest`,
      },
      {
        done: "a user was disabled right before",
        held: `their key is not let pass ${ALLOW_WITHIN} s later`,
        figures: `let pass ${lastAllowed.length} times after the change was confirmed`,
      },
      {
        done: "it goes on",
        held: `all goes on by itself within ${BACK_WITHIN} s; nothing confirmed was lost, nothing was half done`,
        figures: `all right after ${shownSeconds(back)}, ${changes.told}`,
      },
    ],
  });
});
