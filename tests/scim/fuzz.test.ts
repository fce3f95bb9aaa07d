import { beforeAll, expect, it, vi } from "vitest";
import { database } from "@/access/database";
import type { User } from "@/generated/prisma/client";
import { openSession, standingOf } from "@/tests/actors";
import { freshDatabase, givenPeople } from "@/tests/database";
import { type Answered, Platform } from "./platform";
import { Dice, type RandomCall, RandomCalls } from "./random-calls";

const BODIES = 5_000;

beforeAll(freshDatabase);

it("survives 5,000 bodies of anything: each is obeyed or refused, nobody local is touched, and only active enables", async () => {
  vi.stubEnv("SCIM_CALLS_PER_MINUTE", "1000000");
  const local = await givenPeople("ada", "linus", "dora", "wei");
  const before = await rowsOf(local);
  const cookie = await openSession(local.ada);
  const platform = await Platform.connected();
  const users = new Map<string, unknown>();
  const nobody = "7f4bc1a3-285e-48ae-8202-5accb43efb0e";
  const calls = new RandomCalls(new Dice(20261123), () =>
    [...users.keys()].slice(-8).concat(nobody, local.ada.id, local.linus.id),
  );
  const prototypes = prototypeNames();
  const statuses = new Map<number, number>();

  for (let number = 0; number < BODIES;) {
    const call = calls.next();
    if (call.body !== undefined) number += 1;
    const answered = await platform.raw(call.method, call.path, call.body, call.headers);
    statuses.set(answered.status, (statuses.get(answered.status) ?? 0) + 1);
    const said = `body ${number}: ${JSON.stringify(call).slice(0, 2_000)}\n${JSON.stringify(answered.body).slice(0, 500)}`;
    expect(answered.status === 501 || answered.status < 500, said).toBe(true);
    expectOnlyActiveEnables(users, call, await whole(platform, answered), said);
  }

  expect(await rowsOf(local)).toEqual(before);
  expect(await standingOf(cookie)).toBe("open");
  const ids = Object.values(local).map(({ id }) => id);
  expect(await database().auditEntry.count({ where: { subjectId: { in: ids } } })).toBe(0);
  expect(prototypeNames()).toEqual(prototypes);
  // It got through the door, and further, often enough to mean something.
  for (const status of [200, 201, 204, 400, 404, 409, 412, 415])
    expect(statuses.get(status) ?? 0, `${status}`).toBeGreaterThan(5);
  expect((statuses.get(200) ?? 0) + (statuses.get(201) ?? 0)).toBeGreaterThan(BODIES / 10);
}, 120_000);

function rowsOf(people: Record<string, User>): Promise<User[]> {
  const ids = Object.values(people).map(({ id }) => id);
  return database().user.findMany({ where: { id: { in: ids } }, orderBy: { id: "asc" } });
}

/** Whoever asked for some attributes only was not told whether the user is active. */
async function whole(platform: Platform, answered: Answered): Promise<Answered> {
  const { id, active } = answered.body;
  if (answered.status >= 300 || typeof id !== "string" || typeof active === "boolean") return answered;
  return platform.get(`/Users/${encodeURIComponent(id)}`);
}

function expectOnlyActiveEnables(
  users: Map<string, unknown>,
  call: RandomCall,
  answered: Answered,
  said: string,
): void {
  const { id, active } = answered.body;
  if (answered.status >= 300 || typeof id !== "string" || typeof active !== "boolean") return;
  const isNew = !users.has(id);
  if (!isNew && call.body?.toLowerCase().includes("active") !== true) expect(active, said).toBe(users.get(id));
  if (isNew && call.body?.toLowerCase().includes("active") !== true) expect(active, said).toBe(true);
  users.set(id, active);
}

function prototypeNames(): unknown[] {
  return [Object, Array, String, Function, Map].map((made) => Reflect.ownKeys(made.prototype));
}
