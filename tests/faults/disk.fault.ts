/** PostgreSQL can't write any more, neither its tables nor its log of changes: nothing is confirmed that is not kept. */
import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { noteResult } from "@/scripts/testing/fault-report";
import { Changes } from "./callers";
import { ownFolder } from "./postgres-server";
import { serverVersion } from "./program";
import { BACK_WITHIN, expectAgreement, expectBack, expectNoWrongAnswer, givenStage, switched, watched } from "./stage";
import { shownSeconds } from "./watch";

const SIZE = "160m";
const AWAY_MS = 8_000;

test("a PostgreSQL whose disk is full", async (context) => {
  const folder = ownFolder();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE},mode=0711`, "latchkey-fault", folder]);
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true });
    const skipped = "A small disk can be made by root on Linux only.";
    noteResult("disk", { skipped });
    context.skip(skipped);
  }
  onTestFinished(() => {
    execFileSync("umount", ["--lazy", folder]);
    rmSync(folder, { recursive: true });
  });
  const small = ["min_wal_size=2MB", "max_wal_size=8MB", "shared_buffers=16MB"];
  // Its owner removes it, which nobody can do to the disk itself.
  const inside = join(folder, "server");
  mkdirSync(inside, { mode: 0o711 });
  const stage = await givenStage({ folder: inside, settings: small, initdb: ["--wal-segsize=1"] });
  const { server, console: running, url } = stage;
  const program = switched(stage);
  const changes = new Changes({ url: () => running.url, program });
  const watch = watched(stage);
  let isOver = false;
  const working = changes.run(() => isOver);
  await expect.poll(() => changes.count, { timeout: 20_000 }).toBeGreaterThan(10);
  const ballast = join(folder, "ballast");
  fill(ballast);
  const failed = changes.failed;
  // What is open already can be written on for a while.
  await expect.poll(() => changes.failed, { timeout: 60_000 }).toBeGreaterThan(failed);
  await delay(AWAY_MS);
  fill(ballast);
  const wasUp = server.isRunning;
  rmSync(ballast);
  if (!server.isRunning) await server.start();
  const since = performance.now();
  const before = changes.count;
  await expect.poll(() => changes.count, { timeout: 10_000 }).toBeGreaterThan(before);
  await delay(11_000);
  isOver = true;
  await working;
  await watch.stop();
  expectNoWrongAnswer(watch);
  const back = expectBack(watch, since);
  await expectAgreement(url, changes, program, running.gateUrl);
  noteResult("disk", {
    postgres: await serverVersion(url),
    rows: [
      {
        done: `a disk of ${SIZE.replace("m", " MB")} is filled up to its last byte while statuses change`,
        held: "changes fail and say so; no wrong answer",
        figures: wasUp ? "PostgreSQL stayed up" : "PostgreSQL gave up and was started again, with room",
      },
      {
        done: "there is room again",
        held: `all goes on by itself within ${BACK_WITHIN} s; nothing confirmed was lost, nothing was half done`,
        figures: `all right after ${shownSeconds(back)}, ${changes.told}`,
      },
    ],
  });
});

/** Adds to the file until nothing more fits. */
function fill(path: string): void {
  const file = openSync(path, "a");
  try {
    for (const size of [1_048_576, 4_096, 1]) {
      const chunk = Buffer.alloc(size);
      for (;;) {
        if (!fits(file, chunk)) break;
      }
    }
  } finally {
    closeSync(file);
  }
}

function fits(file: number, chunk: Buffer): boolean {
  try {
    return writeSync(file, chunk) === chunk.length;
  } catch {
    return false;
  }
}
