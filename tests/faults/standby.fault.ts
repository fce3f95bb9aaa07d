/** The primary dies while everybody works, and its standby takes over: who knows both of them goes on there. */
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { noteResult } from "@/scripts/testing/fault-report";
import { Changes } from "./callers";
import { makeProgram, serverVersion } from "./program";
import {
  BACK_WITHIN,
  USERS,
  expectAgreement,
  expectBack,
  expectNoWrongAnswer,
  givenConsole,
  givenServer,
  switched,
  watched,
  withDisabled,
} from "./stage";
import { shownSeconds } from "./watch";

test("a primary that is killed under load, and a standby that is promoted", async () => {
  const primary = await givenServer();
  const program = await makeProgram(primary.url("latchkey"), USERS);
  const standby = await primary.standby();
  onTestFinished(() => standby.end());
  // From here on a change is confirmed when it is on both.
  await primary.query("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
  await primary.query("SELECT pg_reload_conf()");
  const url = `${primary.url("latchkey").replace(/@[^/]*/, `@${primary.host},${standby.host}`)}?target_session_attrs=read-write`;
  const running = await givenConsole({ DATABASE_URL: url });
  const stage = await withDisabled({ server: primary, url, console: running, program });
  const own = switched(stage);
  const changes = new Changes({ url: () => running.url, program: own });
  const watch = watched(stage);
  let isOver = false;
  const working = changes.run(() => isOver);
  await expect.poll(() => changes.count, { timeout: 30_000 }).toBeGreaterThan(30);
  const died = performance.now();
  await primary.stop("SIGKILL");
  await standby.promote();
  const since = performance.now();
  const before = changes.count;
  await expect.poll(() => changes.count, { timeout: 1_000 * BACK_WITHIN }).toBeGreaterThan(before);
  const changed = (performance.now() - since) / 1_000;
  await delay(11_000);
  isOver = true;
  await working;
  await watch.stop();
  expectNoWrongAnswer(watch);
  const back = expectBack(watch, since);
  expect(running.process.exitCode).toBeNull();
  await expectAgreement(standby.url("latchkey"), changes, own, running.gateUrl);
  noteResult("standby", {
    postgres: await serverVersion(standby.url("latchkey")),
    rows: [
      {
        done: "kill -9 of the primary under load, and pg_promote() of its synchronous standby; DATABASE_URL names both, with target_session_attrs=read-write",
        held: `the console, its jobs and the gate go on at the other host within ${BACK_WITHIN} s`,
        figures: `promoted after ${shownSeconds((since - died) / 1_000)}; then all right after ${shownSeconds(back)}, the first change after ${shownSeconds(changed)}`,
      },
      {
        done: "statuses changed all the while",
        held: "every change that the old primary confirmed is on the new one, and none is half done",
        figures: changes.told,
      },
    ],
  });
});
