/** What the database itself refuses, whoever asks: the application's own SQL too. */
import { beforeAll, describe, expect, test } from "vitest";
import { database } from "@/access/database";
import type { AccountStatus, User } from "@/generated/prisma/client";
import { schemaDifference } from "@/scripts/migrations";
import { freshDatabase, givenPeople, givenPerson } from "@/tests/database";

let linus: User;
let url: string;

beforeAll(async () => {
  url = await freshDatabase();
  ({ linus } = await givenPeople("linus"));
});

describe("a user", () => {
  test("keeps their username, in any spelling", async () => {
    const change = database().user.update({ where: { id: linus.id }, data: { username: "Linus" } });
    await expect(change).rejects.toThrow("A username never changes.");
    const key = database().user.update({ where: { id: linus.id }, data: { usernameKey: "torvalds" } });
    await expect(key).rejects.toThrow("A username never changes.");
    await expectUnchanged(linus);
  });

  test("keeps their origin", async () => {
    const change = database().user.update({ where: { id: linus.id }, data: { origin: "PLATFORM" } });
    await expect(change).rejects.toThrow("The origin of a user never changes.");
    await expectUnchanged(linus);
  });

  test.each<AccountStatus>(["ENABLED", "DISABLED"])("who is %s does not return to Waiting", async (status) => {
    const somebody = await givenPerson({ username: `was-${status}`, status });
    const change = database().user.update({ where: { id: somebody.id }, data: { status: "WAITING" } });
    await expect(change).rejects.toThrow("No user returns to Waiting.");
    await expectUnchanged(somebody);
  });

  test.each<[AccountStatus, AccountStatus]>([
    ["WAITING", "ENABLED"],
    ["WAITING", "DISABLED"],
    ["ENABLED", "DISABLED"],
    ["DISABLED", "ENABLED"],
  ])("may go from %s to %s", async (from, to) => {
    const somebody = await givenPerson({ username: `from-${from}-to-${to}`, status: from });
    const changed = await database().user.update({ where: { id: somebody.id }, data: { status: to } });
    expect(changed.status).toBe(to);
  });

  test("shares a username with nobody, but may share an e-mail address", async () => {
    await expect(givenPerson({ username: "LINUS" })).rejects.toThrow("Unique constraint");
    const namesake = await givenPerson({ username: "linus-2", email: linus.email });
    expect(namesake.email).toBe(linus.email);
  });

  test("is found by every field of the profile, folded", async () => {
    const ada = await givenPerson({ username: "ada.１", company: "ŠKODA Auto" });
    const { searchText } = await database().user.findUniqueOrThrow({ where: { id: ada.id } });
    expect(searchText).toContain("škoda auto");
    expect(searchText).toContain("ada.1");
  });
});

describe("an audit entry", () => {
  test("is never changed, deleted or swept away", async () => {
    const written = await database().auditEntry.create({
      data: { event: "user.disabled", outcome: "DONE", source: "PAGE", actorUsername: "ada", reason: "Left." },
    });
    const where = { id: written.id };
    const refusal = "Audit entries are never changed or deleted.";
    await expect(database().auditEntry.update({ where, data: { reason: "" } })).rejects.toThrow(refusal);
    await expect(database().auditEntry.delete({ where })).rejects.toThrow(refusal);
    await expect(database().$executeRaw`UPDATE audit_entries SET actor_username = 'grace'`).rejects.toThrow(refusal);
    await expect(database().$executeRaw`DELETE FROM audit_entries`).rejects.toThrow(refusal);
    await expect(database().$executeRaw`TRUNCATE audit_entries`).rejects.toThrow(refusal);
    expect(await database().auditEntry.findMany()).toEqual([written]);
  });

  test("outlives the user it names", async () => {
    const leaver = await givenPerson({ username: "leaver" });
    const subject = { subjectId: leaver.id, subjectUsername: leaver.username };
    const entry = { event: "user.deleted", outcome: "DONE", source: "PAGE", actorUsername: "ada", ...subject } as const;
    const { id } = await database().auditEntry.create({ data: entry });
    await database().user.delete({ where: { id: leaver.id } });
    expect(await database().auditEntry.findUnique({ where: { id } })).toMatchObject(subject);
  });
});

test("the migrations lead to schema.prisma and nowhere else", async () => {
  expect(await schemaDifference(url)).toBe("");
});

async function expectUnchanged(user: User): Promise<void> {
  expect(await database().user.findUnique({ where: { id: user.id } })).toEqual(user);
}
