/** Jobs: who is changed, who is skipped or fails and why, and what is recorded. */
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { nextPartSize, queueLeftJobs, removeOldDrafts, runJobPart } from "@/access/jobs/job-batches";
import { draftJob } from "@/access/jobs/job-drafts";
import { listJobItems, listJobs } from "@/access/jobs/job-list";
import { discardDraft, findJob, startJob, stopJob } from "@/access/jobs/jobs";
import { FIRST_PLACE } from "@/access/lists/list-place";
import { changeAccountStatus } from "@/access/status/access-settings";
import { readUsernames } from "@/access/users/username-list";
import { deleteUser } from "@/access/users/users";
import { entriesAbout, openSession, rowOf, signedIn, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, givenPerson } from "@/tests/database";
import { givenKey } from "@/tests/keys";
import { carriedOut, details, drafted, expectAgreement, givenMany, matching, ordered, outcomes, rows } from "./scene";

vi.setConfig({ testTimeout: 60_000 });

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

const everybody = matching("");

function entriesOf(event: string) {
  return database().auditEntry.findMany({ where: { event }, orderBy: { id: "asc" } });
}

async function change(actor: Actor, username: string, seen: "ENABLED" | "DISABLED"): Promise<void> {
  const status = seen === "ENABLED" ? "DISABLED" : "ENABLED";
  expect(await changeAccountStatus(actor, { username, seen: { status: seen }, status })).toMatchObject({ ok: true });
}

describe("the draft", () => {
  it("says who changes, who is skipped and why, and changes nobody", async () => {
    const { ada, linus } = await givenPeople("ada", "grace", "linus", "dora", "wei", "pat", "cora");
    await givenKey({ owner: linus });
    await openSession(linus);
    const actor = await signedIn(ada);
    const id = await drafted(actor, "DISABLED", everybody);
    expect(await outcomes(id)).toEqual({
      ada: "own_account",
      cora: "PENDING",
      dora: "already_so",
      grace: "PENDING",
      linus: "PENDING",
      pat: "platform_user",
      wei: "PENDING",
    });
    expect(await details(actor, id)).toMatchObject({
      ...{ status: "DRAFT", total: 7, planned: 4, skipped: 3, remaining: 4, sessionsEnded: 1, keysConcerned: 1 },
      left: [{ count: 1 }, { count: 1 }, { count: 1 }],
    });
    expect(await database().auditEntry.count()).toBe(0);
    expect(await rowOf(linus)).toMatchObject({ status: "ENABLED", updatedAt: linus.updatedAt });
  });

  it("of cora skips administrators, who are above her role", async () => {
    const { cora } = await givenPeople("ada", "cora", "linus");
    const id = await drafted(await signedIn(cora), "DISABLED", everybody);
    expect(await outcomes(id)).toEqual({ ada: "above_role", cora: "own_account", linus: "PENDING" });
  });

  it("marks a name that nobody has, and takes a name that is given twice once", async () => {
    const { ada } = await givenPeople("ada", "linus");
    const file = { kind: "file", name: "leavers.csv", usernames: ["linus", "nobody"], refusedRows: [] } as const;
    const id = await drafted(await signedIn(ada), "DISABLED", file);
    expect(await outcomes(id)).toEqual({ linus: "PENDING", nobody: "unknown_user" });
  });

  it("accounts for every row of a file: names, and rows that were not taken with their lines", async () => {
    const { ada } = await givenPeople("ada", "linus", "dora");
    const text = [
      "linus,alone,above",
      "Username,Manager",
      "linus,ada",
      "dora,ada",
      "wei",
      ",ada",
      "LINUS,ada",
      "nobody,ada",
    ];
    const read = await readUsernames(text.join("\n"));
    if (!read.ok) throw new Error(read.problem);
    const actor = await signedIn(ada);
    const id = await drafted(actor, "DISABLED", { kind: "file", name: "leavers.csv", ...read });
    expect(await details(actor, id)).toMatchObject({ total: 7, planned: 1, skipped: 6 });
    const items = (await listJobItems(actor, id, { outcome: null }, FIRST_PLACE)).rows;
    const told = items.map(({ line, username, refusal }) => [line, username, refusal]);
    expect(told.slice(0, 2).toSorted()).toEqual([
      [null, "dora", "already_so"],
      [null, "linus", null],
    ]);
    expect(told.slice(2)).toEqual([
      [null, "nobody", "unknown_user"],
      [1, "linus alone above", "above_heading"],
      [5, "wei", "wrong_cell_count"],
      [6, "ada", "no_username"],
      [7, "LINUS", "repeated_name"],
    ]);
    expect(await outcomes(id)).not.toHaveProperty("ada", "PENDING");
  });

  it("takes the apostrophe of an export for a guard, and never for somebody else", async () => {
    const { ada } = await givenPeople("ada");
    for (const username of ["=cmd", "@both", "'@both", "'+exact"]) await givenPerson({ username });
    const usernames = ["'=cmd", "=cmd", "'@both", "''@both", "'+exact"];
    const file = { kind: "file", name: "users.csv", usernames, refusedRows: [] } as const;
    const id = await drafted(await signedIn(ada), "DISABLED", file);
    const items = await database().jobItem.findMany({ where: { jobId: id }, orderBy: { number: "asc" } });
    const told = items.map(({ username, refusal }) => [username, refusal]);
    expect(told.slice(0, 3).toSorted()).toEqual([
      ["'+exact", null],
      ["'@both", null],
      ["=cmd", null],
    ]);
    expect(told.slice(3)).toEqual([
      ["=cmd", "repeated_name"],
      ["'@both", "ambiguous_name"],
    ]);
  });

  it("leaves the last administrator whom a platform administrator selects", async () => {
    const { pablo } = await givenPeople("ada", "grace", "pablo");
    const id = await drafted(await signedIn(pablo), "DISABLED", everybody);
    const became = Object.values(await outcomes(id)).toSorted();
    expect(became).toEqual(["PENDING", "last_administrator", "platform_user"]);
  });

  it("is refused to sam, who is a Support User, and the attempt is recorded", async () => {
    const { sam } = await givenPeople("sam", "linus");
    const refused = { ok: false, refusal: "not_permitted" };
    expect(await draftJob(await signedIn(sam), { target: "DISABLED", selection: rows("linus") })).toEqual(refused);
    expect(await database().job.count()).toBe(0);
    expect(await entriesOf("job.started")).toMatchObject([{ outcome: "REFUSED", refusal: "not_permitted" }]);
  });

  it("is seen, started and discarded by whoever made it alone, and not kept for longer than a day", async () => {
    const { ada, grace } = await givenPeople("ada", "grace", "linus");
    const [mine, other] = [await signedIn(ada), await signedIn(grace)];
    const id = await drafted(mine, "DISABLED", rows("linus"));
    const refused = { ok: false, refusal: "unknown_job" };
    expect(await findJob(other, id)).toBeNull();
    expect((await listJobItems(other, id, { outcome: null }, FIRST_PLACE)).rows).toEqual([]);
    expect(await startJob(other, id, "Because.")).toEqual(refused);
    expect(await discardDraft(other, id)).toEqual(refused);
    expect((await listJobs(mine, FIRST_PLACE)).rows).toEqual([]);
    await removeOldDrafts();
    expect((await details(mine, id)).status).toBe("DRAFT");
    await database().job.update({ where: { id }, data: { createdAt: new Date(Date.now() - 86_500_000) } });
    await removeOldDrafts();
    expect(await findJob(mine, id)).toBeNull();
  });
});

describe("a job", () => {
  it("changes who is planned, ends sessions, and leaves an entry for each and one for itself", async () => {
    const { ada, linus, wei } = await givenPeople("ada", "linus", "wei", "pat", "dora");
    const [actor, cookie] = [await signedIn(ada), await openSession(linus)];
    await givenKey({ owner: linus });
    const id = await ordered(actor, "DISABLED", everybody);
    const job = await carriedOut(actor, id);
    expect(job).toMatchObject({
      status: "FINISHED",
      total: 5,
      planned: 2,
      changed: 2,
      failed: 0,
      skipped: 3,
      remaining: 0,
    });
    expect(job).toMatchObject({ sessionsEnded: 1, keysConcerned: 1, reason: "Because." });
    expect(await standingOf(cookie)).toBe("USER_DISABLED");
    const [entry, ...others] = await entriesAbout(linus);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      event: "user.disabled",
      source: "JOB",
      actorUsername: "ada",
      actorId: ada.id,
      jobId: id,
    });
    expect(entry).toMatchObject({ reason: "Because.", effects: { sessionsEnded: 1, keysStopped: 1 } });
    const [change] = await database().accessChange.findMany({ where: { subjectId: linus.id, kind: "USER" } });
    expect(entry?.changeId).toBe(change?.id);
    expect((await entriesAbout(wei))[0]?.changeId).not.toBe(entry?.changeId);
    expect(await entriesOf("job.started")).toMatchObject([
      { jobId: id, source: "PAGE", after: { users: 2, skipped: 3 } },
    ]);
    expect(await outcomes(id)).toMatchObject({ linus: "CHANGED", wei: "CHANGED", dora: "already_so" });
    await expectAgreement();
  });

  it("can't be started twice", async () => {
    const { ada } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const id = await ordered(actor, "DISABLED", rows("linus"));
    expect(await startJob(actor, id, "Again.")).toEqual({ ok: false, refusal: "job_settled" });
    expect(await entriesOf("job.started")).toHaveLength(1);
  });

  it("tells of those who are gone, who were changed and who rose above the role meanwhile", async () => {
    const { ada, cora, linus } = await givenPeople("ada", "cora", "linus", "percy", "sam", "grace");
    const [actor, administrator] = [await signedIn(cora), await signedIn(ada)];
    const id = await ordered(actor, "DISABLED", rows("linus", "percy", "sam", "grace"));
    await deleteUser(administrator, "linus");
    await change(administrator, "percy", "ENABLED");
    await database().user.update({ where: { usernameKey: "sam" }, data: { roles: ["ADMINISTRATOR"] } });
    const job = await carriedOut(actor, id);
    expect(job).toMatchObject({ status: "FINISHED", planned: 2, changed: 0, failed: 2, remaining: 0 });
    const became = { linus: "unknown_user", percy: "already_so", sam: "above_role", grace: "above_role" };
    expect(await outcomes(id)).toEqual(became);
    const refused = await database().auditEntry.findMany({ where: { outcome: "REFUSED" } });
    expect(refused).toMatchObject([
      { event: "user.disabled", subjectUsername: "sam", refusal: "above_role", jobId: id },
    ]);
    expect(await entriesAbout(linus)).toMatchObject([{ event: "user.deleted" }]);
  });

  it.each(["loses her role", "is disabled"])("stops where cora, who ordered it, %s", async (what) => {
    const { ada, cora } = await givenPeople("ada", "cora");
    await givenMany(700);
    const [actor, administrator] = [await signedIn(cora), await signedIn(ada)];
    const id = await ordered(actor, "DISABLED", matching("q=user-"));
    expect(await runJobPart(id)).toBe("more");
    if (what === "is disabled") await change(administrator, "cora", "ENABLED");
    else await database().user.update({ where: { id: cora.id }, data: { roles: ["SUPPORT_USER"] } });
    expect(await runJobPart(id)).toBe("left");
    const stopped = { status: "STOPPED", refusal: "order_void", changed: 500, remaining: 200 };
    expect(await details(administrator, id)).toMatchObject(stopped);
    expect(await entriesOf("job.stopped")).toMatchObject([
      { source: "JOB", after: { refusal: "order_void", remaining: 200 } },
    ]);
    expect(await database().user.count({ where: { status: "DISABLED", username: { startsWith: "user-" } } })).toBe(500);
  });

  it("stops when grace says so, and goes on for nobody", async () => {
    const { ada, grace } = await givenPeople("ada", "grace");
    await givenMany(700);
    const [actor, other] = [await signedIn(ada), await signedIn(grace)];
    const id = await ordered(actor, "DISABLED", matching("q=user-"));
    await runJobPart(id);
    expect(await stopJob(other, id)).toMatchObject({ ok: true });
    expect(await stopJob(other, id)).toEqual({ ok: false, refusal: "job_settled" });
    expect(await runJobPart(id)).toBe("left");
    await queueLeftJobs(0);
    expect(await details(actor, id)).toMatchObject({ status: "STOPPED", refusal: null, changed: 500, remaining: 200 });
    expect(await entriesOf("job.stopped")).toMatchObject([{ actorUsername: "grace", after: { changed: 500 } }]);
  });

  it("is not stopped by sam", async () => {
    const { ada, sam } = await givenPeople("ada", "sam", "linus");
    const id = await ordered(await signedIn(ada), "DISABLED", rows("linus"));
    expect(await stopJob(await signedIn(sam), id)).toEqual({ ok: false, refusal: "not_permitted" });
    expect(await details(await signedIn(sam), id)).toMatchObject({ status: "QUEUED" });
  });

  it("changes each user once although two work at it, and two overlapping jobs at the same users", async () => {
    const { ada, grace } = await givenPeople("ada", "grace");
    await givenMany(1_200);
    const [mine, other] = [await signedIn(ada), await signedIn(grace)];
    const jobs = [
      await ordered(mine, "DISABLED", matching("q=user-")),
      await ordered(other, "DISABLED", matching("q=user-1")),
    ];
    await Promise.all([...jobs, ...jobs].map((id) => carriedOut(mine, id)));
    for (const id of jobs) await carriedOut(mine, id);
    const [one, two] = await Promise.all(jobs.map((id) => details(mine, id)));
    expect((one?.changed ?? 0) + (two?.changed ?? 0)).toBe(1_200);
    expect([one, two]).toMatchObject([
      { remaining: 0, failed: 0 },
      { remaining: 0, failed: 0 },
    ]);
    expect(await entriesOf("user.disabled")).toHaveLength(1_200);
    await expectAgreement();
  });
});

describe("taking a job back", () => {
  it("enables exactly those whom it disabled, and leaves alone whom somebody changed since", async () => {
    const { ada } = await givenPeople("ada", "linus", "dora", "percy", "sam", "cora");
    const actor = await signedIn(ada);
    const first = await ordered(actor, "DISABLED", rows("linus", "dora", "percy", "sam", "cora"));
    await carriedOut(actor, first);
    // percy was disabled once more for another reason; sam is enabled already.
    await change(actor, "percy", "DISABLED");
    await change(actor, "percy", "ENABLED");
    await change(actor, "sam", "DISABLED");
    const back = await ordered(actor, "DISABLED", { kind: "undo", jobId: first });
    expect(await details(actor, back)).toMatchObject({ target: "ENABLED", selection: { kind: "undo", jobId: first } });
    // And cora while the job waits for its turn.
    await change(actor, "cora", "DISABLED");
    await change(actor, "cora", "ENABLED");
    expect(await carriedOut(actor, back)).toMatchObject({ status: "FINISHED", changed: 1, remaining: 0 });
    const meanwhile = { percy: "changed_meanwhile", cora: "changed_meanwhile", sam: "already_so" };
    expect(await outcomes(back)).toEqual({ linus: "CHANGED", ...meanwhile });
    const disabled = await database().user.findMany({ where: { status: "DISABLED" }, orderBy: { username: "asc" } });
    expect(disabled.map(({ username }) => username)).toEqual(["cora", "dora", "percy"]);
  });

  it("is possible for whom the job enabled, too", async () => {
    const { ada, dora } = await givenPeople("ada", "dora");
    const actor = await signedIn(ada);
    const first = await ordered(actor, "ENABLED", rows("dora"));
    await carriedOut(actor, first);
    await carriedOut(actor, await ordered(actor, "ENABLED", { kind: "undo", jobId: first }));
    expect(await rowOf(dora)).toMatchObject({ status: "DISABLED" });
  });

  it("of a job that nobody has is refused", async () => {
    const { ada } = await givenPeople("ada");
    await givenPerson({ username: "somebody" });
    const selection = { kind: "undo", jobId: "made up" } as const;
    const refused = { ok: false, refusal: "unknown_job" };
    expect(await draftJob(await signedIn(ada), { target: "ENABLED", selection })).toEqual(refused);
  });
});

it.each([
  ["as long as it may", 200, 500, 200],
  ["much longer", 200, 5_000, 20],
  ["no time", 200, 0, 500],
  ["without end", 200, 1e9, 10],
])("after a part that took %s the next one has as many users as fit", (_, size, milliseconds, next) => {
  expect(nextPartSize(size, milliseconds)).toBe(next);
});
