/** How fast the list of users is, against the same page from constants, and whether the console's memory stays flat. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { commandLineActor } from "@/access/actor";
import { disconnect } from "@/access/database";
import { listUsers, parseUserListQuery } from "@/access/users/user-list";
import { projectFolder } from "@/scripts/build";
import { type Candidate, compare, megabytes, milliseconds, ratio, table } from "./figures";
import type { Program } from "./people";

const ROUNDS = 400;
const WARM_UP = 100;
const MEMORY_REQUESTS = 20_000;
const MEMORY_WARM_UP = 2_000;
const AT_ONCE = 4;
const PAGE_LIMIT = 1.5;
const GROWTH_LIMIT = 1.2;

export type MeasuredConsole = { port: number; token: string; process: ChildProcess };

/** The control shows the rows of the program's list as it opens. */
export async function openConsole({ url, token }: Program): Promise<MeasuredConsole> {
  const users = await keepRows(url);
  const child = fork(join(projectFolder, "scripts/run.mjs"), ["bench/console"], {
    execArgv: ["--expose-gc"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: url,
      LATCHKEY_BENCH_USERS: users,
      NEXTAUTH_URL: "http://127.0.0.1",
      NEXTAUTH_SECRET: "only-for-measurements-on-this-machine",
    },
  });
  const { port } = z.object({ port: z.number() }).parse((await once(child, "message"))[0]);
  return { port, token, process: child };
}

/** Writes the first page of the list into a file of its own, which is left to the folder of temporary files. */
async function keepRows(url: string): Promise<string> {
  process.env["DATABASE_URL"] = url;
  const { users } = await listUsers(commandLineActor(), parseUserListQuery({}));
  await disconnect();
  const file = join(mkdtempSync(join(tmpdir(), "latchkey-bench-")), "users.json");
  writeFileSync(file, JSON.stringify(users));
  return file;
}

/** The section of the report about pages. */
export async function measurePages(small: MeasuredConsole, large: MeasuredConsole): Promise<string> {
  const candidates: Candidate[] = [
    { name: "control", work: () => getPage(small, "/control") },
    { name: "small", work: () => getPage(small, "/manage/users") },
    { name: "large", work: () => getPage(large, "/manage/users") },
    { name: "search", work: () => getPage(large, "/manage/users?q=number+4242") },
  ];
  const times = await compare(candidates, ROUNDS, WARM_UP);
  const [control = NaN, few = NaN, many = NaN, search = NaN] = candidates.map(({ name }) => times.get(name) ?? NaN);
  return table(
    ["Page, 50 rows", "Median", "Ratio"],
    [
      ["control: the same rows from constants", milliseconds(control), "1"],
      ["Manage your Users at 1,000 users", milliseconds(few), `${ratio(few / control, PAGE_LIMIT)} of the control`],
      ["Manage your Users at 100,000 users", milliseconds(many), `${ratio(many / control, PAGE_LIMIT)} of the control`],
      ["from 1,000 to 100,000 users", "", ratio(many / few, GROWTH_LIMIT)],
      [
        "search in all fields at 100,000 users",
        milliseconds(search),
        `${(search / few).toFixed(2)} of the list at 1,000`,
      ],
    ],
  );
}

/** The section about memory: after a garbage collection, at the beginning and after 20,000 pages. */
export async function measureMemory(console_: MeasuredConsole, progress: (done: number) => void): Promise<string> {
  await load(console_, MEMORY_WARM_UP, () => undefined);
  const before = await memoryOf(console_);
  await load(console_, MEMORY_REQUESTS, progress);
  const after = await memoryOf(console_);
  const row = (name: string, from: number, to: number): string[] => [
    name,
    megabytes(from),
    megabytes(to),
    `${to >= from ? "+" : "−"}${megabytes(Math.abs(to - from))}`,
  ];
  return table(
    [
      "Console's memory",
      `After ${MEMORY_WARM_UP.toLocaleString("en")} pages`,
      "After 20,000 more",
      "Growth (limit +30 MB)",
    ],
    [row("heap in use", before.heapUsed, after.heapUsed), row("resident set", before.rss, after.rss)],
  );
}

async function memoryOf({ process: child }: MeasuredConsole): Promise<{ heapUsed: number; rss: number }> {
  child.send("memory");
  return z.object({ heapUsed: z.number(), rss: z.number() }).parse((await once(child, "message"))[0]);
}

async function load(console_: MeasuredConsole, requests: number, progress: (done: number) => void): Promise<void> {
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < requests) {
      begun += 1;
      if (begun % 2_000 === 0) progress(begun);
      await getPage(console_, "/manage/users");
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** How many rows a page draws, with that of the column names. */
export async function countRows(console_: MeasuredConsole, path: string): Promise<number> {
  let html = "";
  await getPage(console_, path, (part) => (html += part.toString("latin1")));
  return html.match(/<tr[ >]/g)?.length ?? 0;
}

/** Reads one page to its end; anything but 200 ends the measurement. */
export function getPage(
  { port, token }: MeasuredConsole,
  path: string,
  take: (part: Buffer) => void = () => undefined,
): Promise<void> {
  const headers = { Cookie: `latchkey-session=${token}` };
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: "127.0.0.1", port, path, headers }, (response) => {
      response.on("data", take);
      response.once("end", () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${path} answered ${response.statusCode ?? 0}.`));
      });
    });
    sent.once("error", reject);
    sent.end();
  });
}
