/** Changes that are put down for later: who may, what cancels them, and what becomes of them when they are due. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Actor, commandLineActor } from "@/access/actor";
import { database } from "@/access/database";
import { changeAccessSettings, changeAccountStatus } from "@/access/status/access-settings";
import { carryOutSchedule } from "@/access/status/due-schedules";
import { type NewSchedule, cancelSchedule, listSchedules, scheduleChange } from "@/access/status/schedules";
import { changeAccountStatuses } from "@/access/status/status-change";
import { listUsers, parseUserListQuery } from "@/access/users/user-list";
import { entriesAbout, expectRefused, openSession, rowOf, signedIn, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

const inAnHour = (): Date => new Date(Date.now() + 3_600_000);

async function scheduled(actor: Actor, change: Omit<NewSchedule, "dueAt">): Promise<string> {
  const outcome = await scheduleChange(actor, { ...change, dueAt: inAnHour() });
  if (!outcome.ok) throw new Error(outcome.refusal);
  return outcome.id;
}

/** Its time comes. */
async function due(id: string): Promise<void> {
  await database().scheduledChange.update({ where: { id }, data: { dueAt: new Date(Date.now() - 1_000) } });
  await carryOutSchedule(id);
}

function schedule(id: string) {
  return database().scheduledChange.findUniqueOrThrow({ where: { id } });
}

/** What the list of users says is put down for linus. */
async function listed(actor: Actor): Promise<{ disabledFrom: Date | null; disabledUntil: Date | null }> {
  const { users } = await listUsers(actor, parseUserListQuery({ q: "linus" }));
  const { disabledFrom = null, disabledUntil = null } = users[0] ?? {};
  return { disabledFrom, disabledUntil };
}

const NOTHING = { disabledFrom: null, disabledUntil: null };

const DISABLE = { username: "linus", target: "DISABLED" } as const;
const DISABLE_UNTIL = { username: "linus", target: "ENABLED", now: "disable" } as const;

describe("Disable on a date", () => {
  it("is put down, shown and carried out when it is due, once, in ada's name", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const [actor, cookie] = [await signedIn(ada), await openSession(linus)];
    const id = await scheduled(actor, { ...DISABLE, reason: "Contract ends." });
    expect(await listed(actor)).toEqual({ ...NOTHING, disabledFrom: (await schedule(id)).dueAt });
    await carryOutSchedule(id);
    expect(await rowOf(linus)).toMatchObject({ status: "ENABLED" });
    await due(id);
    await carryOutSchedule(id);
    expect(await schedule(id)).toMatchObject({ status: "DONE", refusal: null });
    expect(await standingOf(cookie)).toBe("USER_DISABLED");
    expect(await entriesAbout(linus)).toMatchObject([
      { event: "schedule.created", source: "PAGE", reason: "Contract ends.", after: { target: "DISABLED" } },
      { event: "user.disabled", source: "JOB", actorUsername: "ada", reason: "Contract ends." },
    ]);
    expect(await listed(actor)).toEqual(NOTHING);
    expect(await listSchedules(actor, linus.id)).toMatchObject([{ id, status: "DONE" }]);
  });

  it("holds although ada, who said so, is disabled by then", async () => {
    const { ada, linus, grace } = await givenPeople("ada", "linus", "grace");
    const id = await scheduled(await signedIn(ada), DISABLE);
    const seen = { status: "ENABLED" } as const;
    await changeAccountStatus(await signedIn(grace), { username: "ada", seen, status: "DISABLED" });
    await due(id);
    expect(await rowOf(linus)).toMatchObject({ status: "DISABLED" });
  });

  it("is done where linus is disabled already", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const id = await scheduled(actor, DISABLE);
    await changeAccountStatus(actor, { username: "linus", seen: { status: "ENABLED" }, status: "DISABLED" });
    await due(id);
    expect(await schedule(id)).toMatchObject({ status: "DONE" });
    expect((await entriesAbout(linus)).map(({ event }) => event)).toEqual(["schedule.created", "user.disabled"]);
  });

  it("leaves the last administrator, and says so", async () => {
    const { grace } = await givenPeople("ada", "grace");
    const id = await scheduled(commandLineActor(), { username: "grace", target: "DISABLED" });
    await changeAccountStatuses(commandLineActor(), { users: { usernames: ["ada"] }, target: "DISABLED" });
    await due(id);
    expect(await schedule(id)).toMatchObject({ status: "REFUSED", refusal: "last_administrator" });
    expect(await rowOf(grace)).toMatchObject({ status: "ENABLED" });
    const last = (await entriesAbout(grace)).at(-1);
    expect(last).toMatchObject({ event: "user.disabled", outcome: "REFUSED", source: "JOB" });
  });
});

describe("Disable until a date", () => {
  it("disables now and enables then", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const [actor, cookie] = [await signedIn(ada), await openSession(linus)];
    const id = await scheduled(actor, DISABLE_UNTIL);
    expect(await standingOf(cookie)).toBe("USER_DISABLED");
    expect(await listed(actor)).toEqual({ ...NOTHING, disabledUntil: (await schedule(id)).dueAt });
    await due(id);
    expect(await rowOf(linus)).toMatchObject({ status: "ENABLED" });
    const events = (await entriesAbout(linus)).map(({ event }) => event);
    expect(events).toEqual(["user.disabled", "schedule.created", "user.enabled"]);
    // Ended is ended.
    expect(await standingOf(cookie)).not.toBe("open");
  });

  it.each(["lost her role", "is disabled"])("does not enable where ada %s by then", async (what) => {
    const { ada, linus, grace } = await givenPeople("ada", "linus", "grace");
    const id = await scheduled(await signedIn(ada), DISABLE_UNTIL);
    const seen = { status: "ENABLED", roles: ["ADMINISTRATOR"] } as const;
    const change = what === "is disabled" ? { status: "DISABLED" as const } : { roles: [] };
    expect(await changeAccessSettings(await signedIn(grace), { username: "ada", seen, ...change })).toMatchObject({
      ok: true,
    });
    await due(id);
    const refusal = what === "is disabled" ? "order_void" : "not_permitted";
    expect(await schedule(id)).toMatchObject({ status: "REFUSED", refusal });
    expect(await rowOf(linus)).toMatchObject({ status: "DISABLED" });
    const last = (await entriesAbout(linus)).at(-1);
    expect(last).toMatchObject({ event: "user.enabled", outcome: "REFUSED", refusal: "not_permitted", source: "JOB" });
  });

  it("is over once somebody enables linus, so that a later Disable holds", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const id = await scheduled(actor, DISABLE_UNTIL);
    await changeAccountStatus(actor, { username: "linus", seen: { status: "DISABLED" }, status: "ENABLED" });
    expect(await schedule(id)).toMatchObject({ status: "CANCELLED" });
    await changeAccountStatus(actor, { username: "linus", seen: { status: "ENABLED" }, status: "DISABLED" });
    await due(id);
    expect(await rowOf(linus)).toMatchObject({ status: "DISABLED" });
    const cancelled = (await entriesAbout(linus)).filter(({ event }) => event === "schedule.cancelled");
    expect(cancelled).toMatchObject([{ before: { target: "ENABLED" }, reason: "The status was changed before." }]);
  });

  it("is kept where a date on which linus is disabled comes before it", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const end = await scheduled(actor, DISABLE_UNTIL);
    await database().scheduledChange.update({ where: { id: end }, data: { dueAt: new Date(Date.now() - 1_000) } });
    await database().user.update({ where: { id: linus.id }, data: { status: "ENABLED" } });
    await due(await scheduled(actor, DISABLE));
    expect(await schedule(end)).toMatchObject({ status: "PENDING" });
  });

  it("disables the last administrator for no time", async () => {
    const { ada } = await givenPeople("ada");
    const change = { username: "ada", target: "ENABLED", now: "disable", dueAt: inAnHour() } as const;
    const outcome = await scheduleChange(commandLineActor(), change);
    await expectRefused(outcome, "last_administrator", ada, "user.disabled");
    expect(await database().scheduledChange.count()).toBe(0);
  });
});

describe("what is put down", () => {
  it.each([
    ["ada", "pat", "platform_user"],
    ["ada", "ada", "own_account"],
    ["cora", "grace", "above_role"],
    ["sam", "linus", "not_permitted"],
    ["linus", "ada", "not_permitted"],
  ] as const)("by %s for %s is refused: %s", async (asker, subject, refusal) => {
    const everybody = await givenPeople("ada", "grace", "cora", "sam", "linus", "pat");
    const change = { username: subject, target: "DISABLED", dueAt: inAnHour() } as const;
    const outcome = await scheduleChange(await signedIn(everybody[asker]), change);
    await expectRefused(outcome, refusal, everybody[subject], "schedule.created");
    expect(await database().scheduledChange.count()).toBe(0);
  });

  it("is one change of a kind, at a time to come, to a status that linus has not", async () => {
    const { ada } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const past = { ...DISABLE, dueAt: new Date(Date.now() - 1) };
    expect(await scheduleChange(actor, past)).toEqual({ ok: false, refusal: "past" });
    const enable = { username: "linus", target: "ENABLED", dueAt: inAnHour() } as const;
    expect(await scheduleChange(actor, enable)).toEqual({ ok: false, refusal: "changed_meanwhile" });
    await scheduled(actor, DISABLE);
    expect(await scheduleChange(actor, { ...DISABLE, dueAt: inAnHour() })).toEqual({ ok: false, refusal: "taken" });
    expect(await database().auditEntry.count()).toBe(1);
  });

  it("can be cancelled once, by who may change linus", async () => {
    const { ada, sam, linus } = await givenPeople("ada", "sam", "linus");
    const actor = await signedIn(ada);
    const id = await scheduled(actor, DISABLE);
    expect(await cancelSchedule(await signedIn(sam), id)).toEqual({ ok: false, refusal: "not_permitted" });
    expect(await schedule(id)).toMatchObject({ status: "PENDING" });
    expect(await cancelSchedule(actor, id)).toMatchObject({ ok: true });
    expect(await cancelSchedule(actor, id)).toEqual({ ok: false, refusal: "schedule_settled" });
    expect(await cancelSchedule(actor, "made up")).toEqual({ ok: false, refusal: "unknown_schedule" });
    await due(id);
    expect(await rowOf(linus)).toMatchObject({ status: "ENABLED" });
  });

  it("is shown to nobody without a role", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    await scheduled(await signedIn(ada), DISABLE);
    const outsider = await signedIn(linus);
    expect(await listSchedules(outsider, linus.id)).toEqual([]);
    expect(await listed(outsider)).toEqual(NOTHING);
  });
});
