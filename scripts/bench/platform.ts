/** What the identity platform's calls cost: a deactivation over the same change by itself, pages and look-ups. */
import { Agent, request } from "node:http";
import { Actor } from "@/access/actor";
import { disconnect, rows } from "@/access/database";
import { createPlatformToken } from "@/access/platform/platform-tokens";
import { changePlatformUser } from "@/access/platform/platform-users";
import { compare, milliseconds, ratio, table } from "./figures";
import { openConsole } from "./pages";
import type { Program } from "./people";

const ROUNDS = 400;
const WARM_UP = 100;
const PAGE = 100;
const CHANGE_LIMIT = 3;
const PAGES_LIMIT = 1.3;
const LOOK_UP_LIMIT = 1.2;

/** A console with a token that the identity platform could have. */
type Door = { readonly port: number; readonly token: string; readonly close: () => void };

async function openDoor(program: Program): Promise<Door> {
  process.env["DATABASE_URL"] = program.url;
  const { token } = await createdToken(program);
  await disconnect();
  const { port, process: child } = await openConsole(program);
  return { port, token, close: () => child.disconnect() };
}

async function createdToken(program: Program): Promise<{ token: string }> {
  const actor = await Actor.ofSession(program.token, "127.0.0.1");
  if (!(actor instanceof Actor)) throw new Error("The administrator is not signed in.");
  const created = await createPlatformToken(actor, "Bench");
  if (!created.ok) throw new Error(created.refusal);
  return created;
}

/** The section about a deactivation, each of a user who is enabled until then. */
export async function measureDeactivation(program: Program): Promise<string> {
  const door = await openDoor(program);
  try {
    const actor = await Actor.ofPlatformToken(door.token, "127.0.0.1");
    if (!actor) throw new Error("The token is not in use.");
    const ids = await enabledUsers(2 * (ROUNDS + WARM_UP));
    const next = (): string => ids.pop() ?? fail("There are no users left to disable.");
    const times = await compare(
      [
        { name: "access", work: () => disable(actor, next()) },
        { name: "call", work: () => deactivate(door, next()) },
      ],
      ROUNDS,
      WARM_UP,
    );
    const [access = NaN, call = NaN] = [times.get("access"), times.get("call")];
    return table(
      ["Disabling a platform user", "Median", "Ratio"],
      [
        ["changePlatformUser of access/", milliseconds(access), "1"],
        ["PATCH active=false over HTTP", milliseconds(call), ratio(call / access, CHANGE_LIMIT)],
      ],
    );
  } finally {
    door.close();
    await disconnect();
  }
}

/** The section about pages and look-ups. `few`, `many` and `most` have platform users alone. */
export async function measureLookUps(few: Program, many: Program, most: Program): Promise<string> {
  const doors = [await openDoor(few), await openDoor(many), await openDoor(most)] as const;
  const [small, large, largest] = doors;
  try {
    const last = (await total(large)) - PAGE + 1;
    const times = await compare(
      [
        { name: "first", work: () => list(large, 1) },
        { name: "last", work: () => list(large, last) },
        { name: "few", work: () => lookUp(small, "user-512") },
        { name: "most", work: () => lookUp(largest, "user-512345") },
      ],
      ROUNDS,
      WARM_UP,
    );
    const [first = NaN, end = NaN, one = NaN, million = NaN] = ["first", "last", "few", "most"].map((name) =>
      times.get(name),
    );
    return table(
      ["SCIM over HTTP, platform users alone", "Median", "Ratio"],
      [
        ["list of 100 at 100,000, first page", milliseconds(first), "1"],
        ["list of 100 at 100,000, last page", milliseconds(end), ratio(end / first, PAGES_LIMIT)],
        ["userName look-up at 1,000", milliseconds(one), "1"],
        ["userName look-up at 1,000,000", milliseconds(million), ratio(million / one, LOOK_UP_LIMIT)],
      ],
    );
  } finally {
    for (const door of doors) door.close();
  }
}

function fail(sentence: string): never {
  throw new Error(sentence);
}

async function enabledUsers(count: number): Promise<string[]> {
  const users = await rows<{ id: string }>`
    SELECT id FROM users WHERE origin = 'PLATFORM' AND status = 'ENABLED' ORDER BY number LIMIT ${count}`;
  return users.map(({ id }) => id);
}

async function disable(actor: Actor, id: string): Promise<void> {
  const outcome = await changePlatformUser(actor, id, null, (present) => ({ ...present, active: false }));
  if (!outcome.ok) throw new Error(outcome.refusal);
}

async function deactivate(door: Door, id: string): Promise<void> {
  const operations = [{ op: "replace", value: { active: false } }];
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
  await call(door, "PATCH", `/Users/${id}`, { schemas, Operations: operations });
}

async function list(door: Door, startIndex: number): Promise<void> {
  const answer = await call(door, "GET", `/Users?startIndex=${startIndex}&count=${PAGE}`);
  if (!answer.includes(`"itemsPerPage":${PAGE}`)) throw new Error("This is no whole page.");
}

async function lookUp(door: Door, username: string): Promise<void> {
  const filter = encodeURIComponent(`userName eq "${username}"`);
  const answer = await call(door, "GET", `/Users?filter=${filter}`);
  if (!answer.includes('"totalResults":1,')) throw new Error(`${username} was not found.`);
}

async function total(door: Door): Promise<number> {
  const [, count] = /"totalResults":(\d+)/.exec(await call(door, "GET", "/Users?count=0")) ?? [];
  return Number(count);
}

const agent = new Agent({ keepAlive: true });

/** Reads the answer to its end; anything but 200 ends the measurement. */
function call({ port, token }: Door, method: string, path: string, body?: object): Promise<string> {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/scim+json" };
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: "127.0.0.1", port, method, path: `/scim/v2${path}`, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.once("end", () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${method} ${path} answered ${response.statusCode ?? 0}: ${text}`));
      });
    });
    sent.once("error", reject);
    sent.end(body && JSON.stringify(body));
  });
}
