/** The list of the whole audit: its filters, its pages, one entry, and the export. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import { type AuditEntry, record } from "@/access/audit/audit";
import { exportAudit, exportCells } from "@/access/audit/audit-export";
import { findAuditEntry, listAudit, parseAuditListQuery } from "@/access/audit/audit-list";
import { transaction } from "@/access/database";
import { signIn } from "@/access/sign-in/sign-in";
import { changeAccountStatus } from "@/access/status/access-settings";
import { ADDRESS, entriesAbout, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

const JOB = "0fd2bd1c-8bb6-4b53-9cf1-3a0f2f2d0a11";

async function givenEntries() {
  const people = await givenPeople("ada", "sam", "linus", "cora", "pat");
  const ada = await signedIn(people.ada);
  const [seen, status] = [{ status: "ENABLED" } as const, "DISABLED" as const];
  await changeAccountStatus(ada, { username: "linus", seen, status, reason: "=1+1" });
  await changeAccountStatus(await signedIn(people.sam), { username: "cora", seen, status });
  await signIn("cora", "wrong", { address: ADDRESS, userAgent: "" });
  await transaction((tx) =>
    record(tx, commandLineActor(), { event: "user.enabled", subject: people.cora, jobId: JOB }),
  );
  return { ...people, actor: ada };
}

describe("a filter finds, newest first,", () => {
  test.each([
    [{}, ["user.enabled", "sign-in.refused", "user.disabled", "user.disabled"]],
    [{ what: "user.disabled" }, ["user.disabled", "user.disabled"]],
    [{ what: "sign-ins" }, ["sign-in.refused"]],
    [{ what: "users", outcome: "DONE" }, ["user.enabled", "user.disabled"]],
    [{ outcome: "REFUSED" }, ["sign-in.refused", "user.disabled"]],
    [{ source: "COMMAND_LINE" }, ["user.enabled"]],
    [{ actor: "ADA" }, ["user.disabled"]],
    [{ actor: "ada", outcome: "REFUSED" }, []],
    [{ actor: "ad" }, []],
    [{ subject: "Cora" }, ["user.enabled", "sign-in.refused", "user.disabled"]],
    [{ subject: "cora", what: "users", source: "PAGE" }, ["user.disabled"]],
    [{ job: JOB }, ["user.enabled"]],
    [{ from: "2000-01-01", to: "2001-01-01" }, []],
    [{ from: "2001-01-01", to: "9000-01-01", actor: "ada" }, ["user.disabled"]],
  ])("by %j", async (filter, events) => {
    const { actor } = await givenEntries();
    const page = await listAudit(actor, parseAuditListQuery(filter));
    expect(page.rows.map(({ event }) => event)).toEqual(events);
    expect(page.matching).toEqual({ count: events.length, more: false });
  });
});

test.each([
  [{ what: "user.nothing" }, ["what"]],
  [{ from: "2026-02-30", to: "x" }, ["from", "to"]],
  [{ job: "1", outcome: "done", source: "" }, ["job", "outcome"]],
  [{ after: "nonsense" }, ["place"]],
  [{ color: "red" }, ["color"]],
])("an address with %j is read as if that were not there, and says so", (given, ignored) => {
  const query = parseAuditListQuery(given);
  expect([...query.ignored].toSorted()).toEqual(ignored);
  expect({ ...query, ignored: [] }).toEqual(parseAuditListQuery({}));
});

test.each([{}, { what: "user.enabled" }, { actor: "ada" }, { subject: "linus" }])(
  "pages by %j show every entry once, from either end",
  async (filter) => {
    const { linus, actor } = await givenEntries();
    await transaction(async (tx) => {
      for (let entry = 0; entry < 60; entry += 1) await record(tx, actor, { event: "user.enabled", subject: linus });
    });
    const query = parseAuditListQuery({ ...filter, per: "25" });
    const seen: bigint[] = [];
    for (let place: (typeof query)["place"] | null = query.place; place;) {
      const page = await listAudit(actor, { ...query, place });
      seen.push(...page.rows.map(({ id }) => id));
      place = page.next;
    }
    const { matching } = await listAudit(actor, query);
    expect([seen.length, new Set(seen).size]).toEqual([matching.count, matching.count]);
    expect(seen).toEqual([...seen].sort((one, other) => Number(other - one)));
    const last = await listAudit(actor, { ...query, place: { side: "last" } });
    expect(last.rows.at(-1)?.id).toBe(seen.at(-1));
  },
);

test("Support Users read it, and nobody without a role of the console", async () => {
  const { sam, linus, pat } = await givenEntries();
  const [{ id } = { id: 0n }] = await entriesAbout(linus);
  const all = parseAuditListQuery({});
  const support = await signedIn(sam);
  expect((await listAudit(support, all)).rows).toHaveLength(4);
  expect(await findAuditEntry(support, id)).toMatchObject({ id, subjectUsername: "linus" });
  const portal = await signedIn(pat);
  expect((await listAudit(portal, all)).rows).toEqual([]);
  expect(await findAuditEntry(portal, id)).toBeNull();
  expect(await exportAudit(portal, all, "csv")).toBeNull();
});

test("an export hands over what the filter finds, and is on record before anybody takes a row", async () => {
  const { actor } = await givenEntries();
  const parts = await exportAudit(actor, parseAuditListQuery({ subject: "linus" }), "csv");
  const newest = (await listAudit(actor, parseAuditListQuery({ what: "audit.exported" }))).rows;
  expect(newest).toMatchObject([{ actorUsername: "ada", after: { format: "csv", filter: "subject=linus" } }]);
  const entries: AuditEntry[] = [];
  for await (const part of parts ?? []) entries.push(...part);
  expect(entries.map((entry) => exportCells(entry).slice(2, 11))).toEqual([
    ["user.disabled", "Disabled", "DONE", "", "Page", "ada", "linus", "Status: Enabled → Disabled", "=1+1"],
  ]);
});
