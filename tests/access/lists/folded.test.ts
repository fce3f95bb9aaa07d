/** How letters fold is not left to the locale of the database: one that knows ASCII alone finds everybody, too. */
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/access/actor";
import { disconnect } from "@/access/database";
import { listPlatformUsers } from "@/access/platform/platform-user-list";
import { listUsers, parseUserListQuery } from "@/access/users/user-list";
import { migrateDatabase } from "@/scripts/postgres/migrations";
import { signedIn } from "@/tests/actors";
import { freshDatabase, givenPeople, givenPerson } from "@/tests/database";
import { platformActor } from "@/tests/platform";
import { cloneDatabase, dropDatabase, ownerUrl } from "@/tests/server";

let ada: Actor;

beforeAll(async () => {
  await freshDatabase();
  const url = await cloneDatabase("template0 ENCODING 'UTF8' LOCALE 'C'");
  const before = process.env["DATABASE_URL"];
  await disconnect();
  process.env["DATABASE_URL"] = url;
  await migrateDatabase({ url, ownerUrl: ownerUrl(url) });
  ada = await signedIn((await givenPeople("ada")).ada);
  await givenPerson({ username: "ivan", origin: "PLATFORM", displayName: "Иван ÉCLAIR", email: "ΝΙΚΟΣ@example.com" });
  return async () => {
    await disconnect();
    await dropDatabase(url);
    process.env["DATABASE_URL"] = before;
  };
});

test.each(["ИВАН", "иван éclair", "νικος@", "ΝΙΚΟΣ"])("a search for %s finds ivan", async (q) => {
  const { users } = await listUsers(ada, parseUserListQuery({ q }));
  expect(users.map(({ username }) => username)).toEqual(["ivan"]);
});

test.each(["νικος@example.com", "ΝΙΚΟΣ@EXAMPLE.COM"])("the platform finds ivan by %s", async (value) => {
  const condition = { attribute: "email", operator: "eq", value } as const;
  const { users } = await listPlatformUsers(await platformActor(), { condition, startIndex: 1, count: 2 });
  expect(users.map(({ username }) => username)).toEqual(["ivan"]);
});
