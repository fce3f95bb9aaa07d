/** What the database itself refuses, whoever asks: the application's own SQL too. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { database } from "@/access/database";
import { hashPackageKey, makePackageKey } from "@/access/keys/package-key-format";
import type { AccountStatus, PackageKey, PackageKeyStatus, Prisma, User } from "@/generated/prisma/client";
import { schemaDifference } from "@/scripts/postgres/migrations";
import { asOwner, freshDatabase, givenPeople, givenPerson } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { ownerUrl } from "@/tests/server";

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

describe("a user of the platform", () => {
  const refused = "users_platform_deleted_check";
  const never = "A user whom the platform deleted never returns.";

  test("is deleted by the platform only once they are disabled, and no local user is", async () => {
    const pia = await givenPerson({ username: "pia", origin: "PLATFORM" });
    const waiting = await givenPerson({ username: "wim", origin: "PLATFORM", status: "WAITING" });
    const local = await givenPerson({ username: "lou", status: "DISABLED" });
    for (const somebody of [pia, waiting, local]) {
      const change = database().user.update({ where: { id: somebody.id }, data: { platformDeletedAt: new Date() } });
      await expect(change).rejects.toThrow(refused);
      await expectUnchanged(somebody);
    }
  });

  test("whom the platform deleted stays so, and disabled", async () => {
    const leaver = await givenPerson({ username: "gone", origin: "PLATFORM", status: "DISABLED" });
    const where = { id: leaver.id };
    const deleted = await database().user.update({ where, data: { platformDeletedAt: new Date() } });
    for (const platformDeletedAt of [null, new Date(0)]) {
      await expect(database().user.update({ where, data: { platformDeletedAt } })).rejects.toThrow(never);
    }
    await expect(database().user.update({ where, data: { status: "ENABLED" } })).rejects.toThrow(refused);
    const back = { status: "ENABLED", platformDeletedAt: null } as const;
    await expect(database().user.update({ where, data: back })).rejects.toThrow(never);
    await expectUnchanged(deleted);
  });

  const seen: Prisma.UserUpdateInput[] = [
    ...[{ email: "new@example.com" }, { displayName: "N" }, { firstName: "N" }, { lastName: "N" }, { company: "N" }],
    ...[{ phone: "1" }, { website: "https://n.example.com" }, { locality: "N" }, { region: "N" }, { postalCode: "1" }],
    ...[{ country: "N" }, { department: "N" }, { employeeNumber: "1" }, { manager: "n" }, { managerName: "N" }],
    ...[{ externalId: "n" }, { externalId: null }, { status: "DISABLED" } as const],
  ];

  test.each(seen)("has another version after %j, and not after the same again", async (data) => {
    const somebody = await givenPerson({ username: randomUUID(), origin: "PLATFORM" });
    const where = { id: somebody.id };
    expect((await database().user.update({ where, data })).revision).toBe(2);
    expect((await database().user.update({ where, data })).revision).toBe(2);
  });

  test.each<Prisma.UserUpdateInput>([
    { syncedAt: new Date() },
    { lastSignInAt: new Date() },
    { updatedAt: new Date() },
    { roles: ["SUPPORT_USER"] },
  ])("has the same version after %j", async (data) => {
    const { id } = await givenPerson({ username: randomUUID(), origin: "PLATFORM" });
    expect((await database().user.update({ where: { id }, data })).revision).toBe(1);
  });
});

describe("an audit entry", () => {
  test("is never changed, deleted or swept away", async () => {
    const written = await database().auditEntry.create({
      data: { event: "user.disabled", outcome: "DONE", source: "PAGE", actorUsername: "ada", reason: "Left." },
    });
    const where = { id: written.id };
    const refusal = "Audit entries are never changed or deleted.";
    const denied = "permission denied for table audit_entries";
    await expect(database().auditEntry.update({ where, data: { reason: "" } })).rejects.toThrow();
    await expect(database().auditEntry.delete({ where })).rejects.toThrow();
    for (const statement of [
      "UPDATE audit_entries SET actor_username = 'grace'",
      "DELETE FROM audit_entries",
      "TRUNCATE audit_entries",
    ]) {
      await expect(database().$executeRawUnsafe(statement)).rejects.toThrow(denied);
      await expect(asOwner(statement)).rejects.toThrow(refusal);
    }
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

describe("a package key", () => {
  test("keeps its string", async () => {
    const { id } = await givenKey();
    const other = makePackageKey("test");
    const strings = [{ hash: hashPackageKey(other) }, { prefix: "lk_test_AAAA" }, { lastFour: "AAAA" }];
    const before = await keyRow(id);
    for (const data of strings) {
      const change = database().packageKey.update({ where: { id }, data });
      await expect(change).rejects.toThrow("The string of a package key never changes.");
    }
    expect(await keyRow(id)).toEqual(before);
  });

  test.each<PackageKeyStatus>(["ENABLED", "DISABLED"])("that is %s does not return to Waiting", async (status) => {
    const { id } = await givenKey({ status });
    const change = database().packageKey.update({ where: { id }, data: { status: "WAITING" } });
    await expect(change).rejects.toThrow("No package key returns to Waiting.");
    expect((await keyRow(id)).status).toBe(status);
  });

  test.each<[PackageKeyStatus, PackageKeyStatus]>([
    ["WAITING", "ENABLED"],
    ["WAITING", "DISABLED"],
    ["ENABLED", "DISABLED"],
    ["DISABLED", "ENABLED"],
  ])("may go from %s to %s", async (from, to) => {
    const { id } = await givenKey({ status: from });
    expect((await database().packageKey.update({ where: { id }, data: { status: to } })).status).toBe(to);
  });

  test("may change its plan, but not its package", async () => {
    const { id } = await givenKey();
    const [silver, weather] = [await givenKey({ plan: "Silver" }), await givenKey({ package: "Weather" })];
    await database().packageKey.update({ where: { id }, data: { planId: silver.planId } });
    const change = database().packageKey.update({ where: { id }, data: { planId: weather.planId } });
    await expect(change).rejects.toThrow("A package key never changes its package.");
    expect((await keyRow(id)).planId).toBe(silver.planId);
  });

  test("does not change its package with its plan, which keeps its own", async () => {
    const { planId, packageId } = await givenKey();
    const weather = await givenKey({ package: "Weather" });
    const change = database().plan.update({ where: { id: planId }, data: { packageId: weather.packageId } });
    await expect(change).rejects.toThrow("A plan never changes its package.");
    await database().plan.update({ where: { id: planId }, data: { packageId } });
    expect((await database().plan.findUniqueOrThrow({ where: { id: planId } })).packageId).toBe(packageId);
  });

  test("exists once, and goes with its application and its owner", async () => {
    const leaver = await givenPerson({ username: "key-owner" });
    const [first, second] = [
      await givenKey({ owner: leaver }),
      await givenKey({ owner: leaver, application: "Other" }),
    ];
    const twin = database().packageKey.create({ data: { ...(await keyRow(first.id)), id: randomUUID() } });
    await expect(twin).rejects.toThrow("Unique constraint");
    await database().application.delete({ where: { id: first.applicationId } });
    expect(await database().packageKey.count({ where: { application: { ownerId: leaver.id } } })).toBe(1);
    await database().user.delete({ where: { id: leaver.id } });
    expect(await database().packageKey.count({ where: { id: { in: [first.id, second.id] } } })).toBe(0);
  });

  test("keeps its plan from being deleted", async () => {
    const { planId, packageId } = await givenKey();
    await expect(database().plan.delete({ where: { id: planId } })).rejects.toThrow("Foreign key constraint");
    await expect(database().package.delete({ where: { id: packageId } })).rejects.toThrow("Foreign key constraint");
  });
});

describe("what gates are told", () => {
  type Change = { data: () => Promise<unknown>; told: string[] };
  let given: GivenKey;

  const changes: Record<string, (key: GivenKey) => Change> = {
    "a user who is disabled": ({ ownerId: id }) => ({
      data: () => database().user.update({ where: { id }, data: { status: "DISABLED" } }),
      told: [`USER ${id}`],
    }),
    "a plan that is deactivated": ({ planId: id }) => ({
      data: () => database().plan.update({ where: { id }, data: { active: false } }),
      told: [`PLAN ${id}`],
    }),
    "a plan that is renamed": ({ planId: id }) => ({
      data: () => database().plan.update({ where: { id }, data: { name: `Renamed ${id}` } }),
      told: [`PLAN ${id}`],
    }),
    "a package that is renamed": ({ packageId: id }) => ({
      data: () => database().package.update({ where: { id }, data: { name: `Renamed ${id}` } }),
      told: [`PACKAGE ${id}`],
    }),
    "an application that is renamed": ({ applicationId: id }) => ({
      data: () => database().application.update({ where: { id }, data: { name: "Renamed" } }),
      told: [`APPLICATION ${id}`],
    }),
    "a key that is disabled": ({ id }) => ({
      data: () => database().packageKey.update({ where: { id }, data: { status: "DISABLED" } }),
      told: [`PACKAGE_KEY ${id}`],
    }),
    "a key that is deleted": ({ id }) => ({
      data: () => database().packageKey.delete({ where: { id } }),
      told: [`PACKAGE_KEY ${id}`],
    }),
    "an application that is deleted with its key": ({ id, applicationId }) => ({
      data: () => database().application.delete({ where: { id: applicationId } }),
      told: [`APPLICATION ${applicationId}`, `PACKAGE_KEY ${id}`],
    }),
    "a user who is deleted with everything": ({ id, applicationId, ownerId }) => ({
      data: () => database().user.delete({ where: { id: ownerId } }),
      told: [`APPLICATION ${applicationId}`, `PACKAGE_KEY ${id}`, `USER ${ownerId}`],
    }),
    "SQL that truncates the keys": () => ({
      data: () => asOwner("TRUNCATE package_keys"),
      told: ["EVERYTHING"],
    }),
  };

  const nothing: Record<string, (key: GivenKey) => Promise<unknown>> = {
    "a key that was used": ({ id }) =>
      database().packageKey.update({ where: { id }, data: { lastUsedAt: new Date() } }),
    "a key that gets the status that it has": ({ id }) =>
      database().packageKey.update({ where: { id }, data: { status: "ENABLED", updatedAt: new Date() } }),
    "a new key": () => givenKey({ application: "Another" }),
    "other limits of a plan": ({ planId: id }) =>
      database().plan.update({ where: { id }, data: { throttlePerSecond: 7, quotaPerDay: 70 } }),
    "a plan that gets the activity that it has": ({ planId: id }) =>
      database().plan.update({ where: { id }, data: { active: true } }),
    "another profile of a user": ({ ownerId: id }) =>
      database().user.update({ where: { id }, data: { displayName: "Renamed", email: "new@example.com" } }),
    "other roles of a user": ({ ownerId: id }) =>
      database().user.update({ where: { id }, data: { roles: ["SUPPORT_USER"] } }),
    "a session": ({ ownerId: userId }) =>
      database().session.create({ data: { userId, tokenHash: hashPackageKey(makePackageKey("test")) } }),
  };

  beforeEach(async () => {
    const owner = await givenPerson({ username: randomUUID() });
    given = await givenKey({ owner, package: randomUUID() });
    await database().$executeRaw`DELETE FROM access_changes`;
  });

  /** The changes of the table, oldest first; the order within one transaction is no part of what is asked. */
  async function told(): Promise<string[]> {
    const written = await database().accessChange.findMany();
    return written.map(({ kind, subjectId }) => [kind, subjectId].filter((part) => part !== null).join(" ")).sort();
  }

  test.each(Object.keys(changes))("%s", async (name) => {
    const change = changes[name]?.(given);
    const heard = await listen();
    await change?.data();
    const rows = await told();
    expect(rows).toEqual(change?.told);
    await vi.waitFor(() => expect(heard.messages().sort()).toEqual(rows));
    await heard.end();
  });

  test.each(Object.keys(nothing))("nothing of %s", async (name) => {
    await nothing[name]?.(given);
    expect(await told()).toEqual([]);
  });

  test("nothing of what is undone", async () => {
    const heard = await listen();
    const { ownerId: id } = given;
    const undone = database().$transaction(async (tx) => {
      await tx.user.update({ where: { id }, data: { status: "DISABLED" } });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await database().user.update({ where: { id }, data: { status: "DISABLED" } });
    await vi.waitFor(() => expect(heard.messages()).toEqual([`USER ${id}`]));
    expect(await told()).toEqual([`USER ${id}`]);
    await heard.end();
  });

  test("of all changes of one transaction by its number, in the row and in the message alike", async () => {
    const heard = await listen();
    await database().user.delete({ where: { id: given.ownerId } });
    const written = await database().accessChange.findMany({ orderBy: { id: "asc" } });
    expect(new Set(written.map(({ xact }) => xact)).size).toBe(1);
    await vi.waitFor(() => expect(heard.numbers()).toEqual(written.map(({ id }) => id)));
    await heard.end();
  });

  type Heard = { messages: () => string[]; numbers: () => bigint[]; end: () => Promise<void> };

  /** What a gate hears: each message without its number. */
  async function listen(): Promise<Heard> {
    const client = new pg.Client({ connectionString: url });
    const heard: { number: bigint; message: string }[] = [];
    client.on("notification", ({ payload = "" }) => {
      const [number = "", ...message] = payload.split(" ");
      heard.push({ number: BigInt(number), message: message.join(" ") });
    });
    await client.connect();
    await client.query("LISTEN latchkey_access_changes");
    return {
      messages: () => heard.map(({ message }) => message),
      numbers: () => heard.map(({ number }) => number),
      end: () => client.end(),
    };
  }
});

test("the migrations lead to schema.prisma and nowhere else", async () => {
  expect(await schemaDifference(ownerUrl(url))).toBe("");
});

async function expectUnchanged(user: User): Promise<void> {
  expect(await database().user.findUnique({ where: { id: user.id } })).toEqual(user);
}

function keyRow(id: string): Promise<PackageKey> {
  return database().packageKey.findUniqueOrThrow({ where: { id } });
}
