/** Who may change nobody else holds up nobody: what they try is refused while somebody else holds everything. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/access/actor";
import { transaction } from "@/access/database";
import { cancelSchedule } from "@/access/status/schedules";
import { freshDatabase } from "@/tests/database";
import { type Attempt, ATTEMPTS } from "./attempts";
import { HARMLESS } from "./harmless";
import { askerNamed, givenEverybody, lastEntry, type Scene, toldSince } from "./scene";

/** Reached by the command line, by jobs or by the platform alone; or about the own account, which is one's own to hold. */
const NOT_HERE: readonly string[] = [
  "administrators",
  "audit-archive",
  "audit-export",
  "backup",
  "job-batches",
  "own-password",
  "own-sessions",
  "platform-users",
  "restoration",
  "second-factor-proof",
  "second-factor-set-up",
  "status-change",
  "user-export",
];
const OWN: readonly string[] = [
  "schedules.cancelSchedule",
  "second-factor.renewRecoveryCodes",
  "second-factor.turnOffSecondFactor",
];

let scene: Scene;
let linus: Actor;
let release = (): void => undefined;
let holding: Promise<unknown> = Promise.resolve();

beforeAll(async () => {
  await freshDatabase();
  scene = await givenEverybody();
  linus = await askerNamed("linus");
  await new Promise<void>((held) => {
    holding = holdEverything(held);
  });
});

afterAll(async () => {
  release();
  await holding;
});

/** Reading is let pass; writing, and locking a row for it, is not. */
function holdEverything(held: () => void): Promise<void> {
  return transaction(async (tx) => {
    // However long the tests take.
    await tx.rows`SELECT set_config('idle_in_transaction_session_timeout', '0', true)`;
    await tx.rows`
      LOCK TABLE users, applications, package_keys, packages, plans, jobs, saved_views, scheduled_changes,
                 platform_tokens, signal_receivers IN EXCLUSIVE MODE`;
    held();
    await new Promise<void>((resolve) => (release = resolve));
  });
}

function isTried(verb: string): boolean {
  const [file = ""] = verb.split(".");
  return !NOT_HERE.includes(file) && !OWN.includes(verb);
}

const attempts = ATTEMPTS.filter(({ verb }) => isTried(verb)).map((one): [string, Attempt] => [
  `${one.verb}: ${one.how}`,
  one,
]);

test.each(attempts)("%s", async (_, { call, event }) => {
  for (const about of [scene.subjects.ada, scene.subjects.pat]) {
    const told = await lastEntry();
    expect(await call(linus, about)).toEqual({ ok: false, refusal: "not_permitted" });
    expect(await toldSince(told)).toMatchObject([{ event, refusal: "not_permitted", actorUsername: "linus" }]);
  }
});

const others = [...HARMLESS].filter(([verb, { why }]) => why !== "reads" && isTried(verb));

test.each(others)("%s", async (_, { call }) => {
  expect(await call(linus, scene.subjects.ada, scene)).toEqual({ ok: false, refusal: "not_permitted" });
});

test("schedules.cancelSchedule, with a number that somebody made up", async () => {
  expect(await cancelSchedule(linus, scene.receiverId)).toEqual({ ok: false, refusal: "not_permitted" });
});
