/** The way back in, from the command line of the server. */
import { beforeAll, beforeEach, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import { database } from "@/access/database";
import { signIn } from "@/access/sign-in/sign-in";
import { createAdministrator, hasAdministrator, lacksAdministrator } from "@/access/status/administrators";
import { ADDRESS, entriesAbout, expectRefused, openSession, rowOf, signedIn, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, givenPerson } from "@/tests/database";

const PASSWORD = "a password of noor";
const BROWSER = { address: ADDRESS, userAgent: "Firefox" };

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

function administrator(username: string) {
  return { username, email: "noor@example.com", displayName: "Noor", password: PASSWORD };
}

test("noor is created as an administrator and signs in; the entry names who ran the command", async () => {
  expect(await hasAdministrator(commandLineActor())).toBe(false);
  expect(await createAdministrator(commandLineActor(), administrator("noor"))).toEqual({ ok: true, made: "created" });
  expect(await hasAdministrator(commandLineActor())).toBe(true);
  const row = await database().user.findUniqueOrThrow({ where: { usernameKey: "noor" } });
  expect(row).toMatchObject({ roles: ["ADMINISTRATOR"], status: "ENABLED", origin: "LOCAL" });
  expect(await entriesAbout()).toMatchObject([
    { event: "user.created", source: "COMMAND_LINE", actorId: null, actorUsername: commandLineActor().username },
  ]);
  expect(await signIn("noor", PASSWORD, BROWSER)).toMatchObject({ ok: true });
});

test.each(["dora", "wei", "linus", "ada"] as const)("%s becomes one again, with a new password only", async (name) => {
  const people = await givenPeople("dora", "wei", "linus", "ada");
  const before = people[name];
  const token = await openSession(before);
  const made = await createAdministrator(commandLineActor(), administrator(name.toUpperCase()));
  expect(made).toEqual({ ok: true, made: "enabled" });
  expect(await rowOf(before)).toMatchObject({ status: "ENABLED", roles: ["ADMINISTRATOR"], email: before.email });
  expect(await standingOf(token)).toBe("PASSWORD_CHANGED");
  expect(await signIn(name, PASSWORD, BROWSER)).toMatchObject({ ok: true });
  const events = (await entriesAbout(before)).map(({ event }) => event);
  expect(events).toEqual([
    "user.password-changed",
    ...(name === "ada" ? [] : ["user.roles-changed"]),
    ...(before.status === "ENABLED" ? [] : ["user.enabled"]),
    "sign-in.succeeded",
  ]);
});

test("a Service User who was an administrator can sign in again", async () => {
  await givenPerson({ username: "robot", roles: ["ADMINISTRATOR", "SERVICE_USER"] });
  await createAdministrator(commandLineActor(), administrator("robot"));
  expect(await signIn("robot", PASSWORD, BROWSER)).toMatchObject({ ok: true });
});

test.each(["petra", "pat"] as const)("%s belongs to the platform: refused, unchanged, written down", async (name) => {
  const people = await givenPeople("petra", "pat");
  const outcome = await createAdministrator(commandLineActor(), administrator(name));
  await expectRefused(outcome, "platform_user", people[name], "user.enabled");
});

test.each(["linus", "cora", "ada"] as const)(
  "%s can't do this from a page, not even as an administrator",
  async (name) => {
    const people = await givenPeople("linus", "cora", "ada", "dora");
    const outcome = await createAdministrator(await signedIn(people[name]), administrator("dora"));
    await expectRefused(outcome, "not_permitted", people.dora, "user.enabled");
  },
);

test("two commands create noor at the same moment: one account", async () => {
  const commands = [1, 2].map(() => createAdministrator(commandLineActor(), administrator("noor")));
  expect((await Promise.all(commands)).every(({ ok }) => ok)).toBe(true);
  expect(await database().user.count()).toBe(1);
});

test("nobody can sign in as an administrator who is disabled, a Service User or of the platform", async () => {
  await givenPeople("pablo", "linus");
  await givenPerson({ username: "robot", roles: ["ADMINISTRATOR", "SERVICE_USER"] });
  await givenPerson({ username: "former", roles: ["ADMINISTRATOR"], status: "DISABLED" });
  expect(await hasAdministrator(commandLineActor())).toBe(false);
  await givenPeople("ada");
  expect(await hasAdministrator(commandLineActor())).toBe(true);
});

test("an administrator of the platform is left as good as a local one; one who is disabled or a Service User is not", async () => {
  expect(await lacksAdministrator(commandLineActor())).toBe(true);
  const { pablo } = await givenPeople("pablo", "cora", "linus");
  expect(await lacksAdministrator(commandLineActor())).toBe(false);
  await database().user.update({ where: { id: pablo.id }, data: { status: "DISABLED" } });
  await givenPerson({ username: "robot", roles: ["ADMINISTRATOR", "SERVICE_USER"] });
  await givenPerson({ username: "new", roles: ["ADMINISTRATOR"], status: "WAITING" });
  expect(await lacksAdministrator(commandLineActor())).toBe(true);
  await givenPeople("ada");
  expect(await lacksAdministrator(commandLineActor())).toBe(false);
});
