/** The start page: how many there are, what changed, what needs attention, and what to do first. */
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { draftJob } from "@/access/jobs/job-drafts";
import { startJob } from "@/access/jobs/jobs";
import { createPackage } from "@/access/keys/packages";
import { createPlatformToken } from "@/access/platform/platform-tokens";
import { changeAccountStatus } from "@/access/status/access-settings";
import { scheduleChange } from "@/access/status/schedules";
import { type Attention, listAttention } from "@/access/users/attention";
import { findOverview, type Overview } from "@/access/users/overview";
import { listUsers, parseUserListQuery } from "@/access/users/user-list";
import { signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, givenPerson } from "@/tests/database";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

const EVERYBODY = ["ada", "grace", "sam", "cora", "linus", "dora", "wei", "pat", "petra"] as const;

async function overviewFor(actor: Actor): Promise<Overview> {
  const found = await findOverview(actor);
  if (!found) throw new Error("There is no overview.");
  return found;
}

async function kindsFor(actor: Actor): Promise<Attention["kind"][]> {
  return (await listAttention(actor)).map(({ kind }) => kind);
}

async function disable(actor: Actor, username: string, reason?: string): Promise<void> {
  const outcome = await changeAccountStatus(actor, {
    username,
    seen: { status: "ENABLED" },
    status: "DISABLED",
    ...(reason !== undefined && { reason }),
  });
  expect(outcome.ok).toBe(true);
}

/** A gate that was heard of so many seconds ago; the gates here are rows only. */
async function givenGate(name: string, heard = 0): Promise<void> {
  const heardAt = new Date(Date.now() - heard * 1_000);
  await database().$executeRaw`
    INSERT INTO gates (id, name, started_snapshot, heard_at)
    VALUES (${randomUUID()}::uuid, ${name}, pg_current_snapshot()::text, ${heardAt})`;
}

describe("the numbers", () => {
  test("are those of the lists to which they lead", async () => {
    const people = await givenPeople(...EVERYBODY);
    const ada = await signedIn(people.ada);
    const { users } = await overviewFor(ada);
    const lists = {
      all: {},
      ENABLED: { status: "ENABLED" },
      DISABLED: { status: "DISABLED" },
      WAITING: { status: "WAITING" },
      LOCAL: { origin: "LOCAL" },
      PLATFORM: { origin: "PLATFORM" },
    };
    for (const [name, address] of Object.entries(lists)) {
      const { matching } = await listUsers(ada, parseUserListQuery(address));
      expect(users[name as keyof typeof lists], name).toEqual(matching);
    }
    expect(users).toMatchObject({ all: { count: 9 }, WAITING: { count: 1 }, PLATFORM: { count: 2 } });
  });

  test("of today count what was done, not what was refused or done before", async () => {
    const people = await givenPeople(...EVERYBODY);
    const [ada, sam] = [await signedIn(people.ada), await signedIn(people.sam)];
    await disable(ada, "linus");
    await changeAccountStatus(sam, { username: "cora", seen: { status: "ENABLED" }, status: "DISABLED" });
    await database().auditEntry.create({
      data: {
        at: new Date(Date.now() - 48 * 60 * 60 * 1_000),
        event: "user.disabled",
        outcome: "DONE",
        source: "PAGE",
        actorUsername: "ada",
        subjectUsername: "dora",
      },
    });
    const { today } = await overviewFor(ada);
    expect(today).toMatchObject({ disabled: { count: 1, more: false }, enabled: { count: 0, more: false } });
  });
});

describe("the latest changes", () => {
  test("have who made them and why; what a job did to each is one line", async () => {
    const people = await givenPeople(...EVERYBODY);
    const ada = await signedIn(people.ada);
    await disable(ada, "linus", "Left in November");
    const names = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => (await givenPerson({ username: `user-${index}` })).username),
    );
    const draft = await draftJob(ada, { target: "DISABLED", selection: { kind: "rows", usernames: names } });
    if (!draft.ok) throw new Error("The job was not drafted.");
    expect((await startJob(ada, draft.id, "Contract ended")).ok).toBe(true);
    await database().auditEntry.createMany({
      data: names.map((subjectUsername) => ({
        ...{ event: "user.disabled", outcome: "DONE" as const, source: "JOB" as const, actorUsername: "ada" },
        ...{ subjectUsername, jobId: draft.id },
      })),
    });
    const { changes } = await overviewFor(ada);
    expect(changes.map(({ event, subjectUsername, reason }) => [event, subjectUsername, reason])).toEqual([
      ["job.started", null, "Contract ended"],
      ["user.disabled", "linus", "Left in November"],
    ]);
  });
});

describe("what needs attention", () => {
  test("is nothing where all is well", async () => {
    const people = await givenPeople("ada", "grace", "linus");
    await givenGate("edge");
    expect(await listAttention(await signedIn(people.ada))).toEqual([]);
  });

  test("is whatever is not as it should be, the most urgent first", async () => {
    const people = await givenPeople("ada", "linus", "wei");
    const ada = await signedIn(people.ada);
    await givenGate("edge-1", 120);
    await givenGate("edge-2");
    const long = new Date(Date.now() - 100 * 24 * 60 * 60 * 1_000);
    const gone = await givenPerson({ username: "gone" });
    await database().user.update({ where: { id: gone.id }, data: { createdAt: long } });
    const receiver = await database().signalReceiver.create({
      data: { label: "SIEM", endpoint: "https://siem.example/events", audience: "siem", createdBy: "ada" },
    });
    await database().signalEvent.create({
      data: { receiverId: receiver.id, kind: "VERIFICATION", payload: {}, lastError: "Refused: 401." },
    });
    const call = { method: "POST", path: "/Users", status: 409, address: "192.0.2.9", milliseconds: 4 };
    await database().platformCall.createMany({
      data: [
        { ...call, tokenLabel: "Okta" },
        { ...call, tokenLabel: "Okta", status: 200 },
        { ...call, tokenLabel: null, status: 401 },
      ],
    });
    const soon = new Date(Date.now() + 24 * 60 * 60 * 1_000);
    expect((await scheduleChange(ada, { username: "linus", target: "DISABLED", dueAt: soon })).ok).toBe(true);
    const draft = await draftJob(ada, { target: "DISABLED", selection: { kind: "rows", usernames: ["gone"] } });
    if (!draft.ok) throw new Error("The job was not drafted.");
    await startJob(ada, draft.id, "No use");
    expect(await listAttention(ada)).toMatchObject([
      { kind: "one-administrator" },
      { kind: "silent-gates", names: ["edge-1"] },
      { kind: "undelivered-events", receivers: ["SIEM"] },
      { kind: "failed-calls", calls: 1 },
      { kind: "refused-callers", calls: 1 },
      { kind: "job-under-way", job: { id: draft.id } },
      { kind: "schedules", schedules: [{ username: "linus", target: "DISABLED", overdue: false }], more: false },
      { kind: "waiting-users", users: { count: 1, more: false } },
      { kind: "stale-users", users: { count: 1, more: false } },
    ]);
    await database().job.update({
      where: { id: draft.id },
      data: { status: "STOPPED", refusal: "order_void", finishedAt: new Date() },
    });
    expect(await kindsFor(ada)).toContain("stopped-job");
  });

  test("of the platform is for administrators, and nothing is told to who has no console", async () => {
    const people = await givenPeople("ada", "grace", "sam", "linus");
    const call = { method: "GET", path: "/Users", status: 500, address: "192.0.2.9", milliseconds: 4 };
    await database().platformCall.create({ data: { ...call, tokenLabel: "Okta" } });
    expect(await kindsFor(await signedIn(people.ada))).toEqual(["no-gate", "failed-calls"]);
    expect(await kindsFor(await signedIn(people.sam))).toEqual(["no-gate"]);
    const linus = await signedIn(people.linus);
    expect(await listAttention(linus)).toEqual([]);
    expect(await findOverview(linus)).toBeNull();
  });
});

describe("the first steps", () => {
  test("are what is not done yet, for who may do it", async () => {
    const people = await givenPeople("ada");
    const ada = await signedIn(people.ada);
    expect((await overviewFor(ada)).firstSteps).toEqual(["users", "platform", "package"]);
    const others = await givenPeople("sam", "cora", "linus");
    expect((await overviewFor(ada)).firstSteps).toEqual(["off-switch", "platform", "package"]);
    expect((await overviewFor(await signedIn(others.cora))).firstSteps).toEqual(["off-switch"]);
    expect((await overviewFor(await signedIn(others.sam))).firstSteps).toEqual([]);
    await disable(ada, "linus");
    expect((await createPlatformToken(ada, "Okta")).ok).toBe(true);
    expect((await createPackage(ada, { name: "Maps" })).ok).toBe(true);
    expect((await overviewFor(ada)).firstSteps).toEqual([]);
  });
});
