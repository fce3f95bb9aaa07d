/** Two consoles behind one nginx, and one of them is killed: the other one goes on, and takes over its jobs. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { Actor } from "@/access/actor";
import { database, disconnect } from "@/access/database";
import { freePort } from "@/scripts/server/listen";
import { noteResult } from "@/scripts/testing/fault-report";
import { findProgram } from "@/tests/gateways/gateway";
import { givenMany, matching, ordered } from "@/tests/jobs/scene";
import { Changes, call } from "./callers";
import { kill, ownFolder } from "./postgres-server";
import { makeProgram, serverVersion } from "./program";
import { BACK_WITHIN, USERS, expectAgreement, givenConsole, givenServer, startAgain } from "./stage";
import { Watch, shownSeconds } from "./watch";

const JOB_USERS = 5_000;

test("two consoles behind one nginx, one of which is killed under load", async (context) => {
  const program_ = findProgram("nginx");
  if (program_ === undefined) {
    const skipped = "There is no nginx here.";
    noteResult("consoles", { skipped });
    context.skip(skipped);
    return;
  }
  const server = await givenServer();
  const url = server.url("latchkey");
  const program = await makeProgram(url, USERS);
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const shared = {
    DATABASE_URL: url,
    LATCHKEY_URL: address,
    LATCHKEY_TRUSTED_PROXIES: "1",
    NEXTAUTH_SECRET: "-".repeat(32),
  };
  const [first, second] = [await givenConsole(shared), await givenConsole(shared)];
  await startNginx(program_, port, [first.url, second.url]);
  process.env["DATABASE_URL"] = url;
  onTestFinished(disconnect);
  const changes = new Changes({ url: () => address, program });
  const watch = new Watch({ health: () => call(`${address}/api/health`) });
  onTestFinished(() => watch.stop());
  let isOver = false;
  const working = changes.run(() => isOver);
  const job = await orderJob(program.token);
  await expect.poll(() => changedBy(job), { timeout: 60_000 }).toBeGreaterThan(200);
  kill(first.process.pid, "SIGKILL");
  const killed = performance.now();
  const before = changes.count;
  await expect.poll(() => changes.count, { timeout: 1_000 * BACK_WITHIN }).toBeGreaterThan(before);
  const changed = (performance.now() - killed) / 1_000;
  await vi.waitFor(async () => expect(await jobStatus(job)).toBe("FINISHED"), { timeout: 120_000, interval: 200 });
  const finished = (performance.now() - killed) / 1_000;
  await startAgain(first.settings);
  await delay(2_000);
  isOver = true;
  await working;
  await watch.stop();
  expect(watch.untilRight("health", 200, killed)).toBeLessThan(BACK_WITHIN);
  expect(await changedBy(job)).toBe(JOB_USERS);
  await expectAgreement(url, changes, program, second.gateUrl);
  noteResult("consoles", {
    postgres: await serverVersion(url),
    rows: [
      {
        done: "kill -9 of one of two consoles behind one nginx",
        held: `the other one goes on within ${BACK_WITHIN} s; nothing confirmed was lost, nothing was half done`,
        figures: `the next change after ${shownSeconds(changed)}; ${changes.told}`,
      },
      {
        done: `a job that disables ${JOB_USERS.toLocaleString("en")} users meanwhile`,
        held: "goes on at whichever console is left, and is done once for each of them",
        figures: `finished ${shownSeconds(finished)} after the kill`,
      },
    ],
  });
});

async function orderJob(token: string): Promise<string> {
  await givenMany(JOB_USERS);
  const actor = await Actor.ofSession(token, "127.0.0.1");
  if (!(actor instanceof Actor)) throw new Error("ada is not signed in.");
  return ordered(actor, "DISABLED", matching("q=user-"));
}

async function jobStatus(id: string): Promise<string | undefined> {
  return (await database().job.findUnique({ where: { id } }))?.status;
}

function changedBy(jobId: string): Promise<number> {
  return database().jobItem.count({ where: { jobId, outcome: "CHANGED", entryId: { not: null } } });
}

/** A reverse proxy as docs/operators.md asks for one. A request that was sent is not sent to the other one again. */
async function startNginx(program: string, port: number, consoles: string[]): Promise<ChildProcess> {
  const folder = ownFolder();
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  for (const kind of kinds) mkdirSync(join(folder, kind));
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr;
    events {}
    http {
      access_log off;
      ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(" ")}
      upstream consoles { ${consoles.map((url) => `server 127.0.0.1:${new URL(url).port};`).join(" ")} }
      server {
        listen 127.0.0.1:${port};
        location / {
          proxy_pass http://consoles;
          proxy_http_version 1.1;
          proxy_set_header Host localhost:${port};
          proxy_set_header X-Forwarded-For $remote_addr;
          proxy_set_header X-Forwarded-Host localhost:${port};
          proxy_set_header X-Forwarded-Proto http;
        }
      }
    }`,
  );
  const child = spawn(program, ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"], { stdio: "ignore" });
  onTestFinished(() => {
    child.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  });
  await expect
    .poll(() => call(`http://127.0.0.1:${port}/api/health`), { timeout: 20_000 })
    .toMatchObject({ status: 200 });
  return child;
}
