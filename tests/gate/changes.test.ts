/** From a change in the database to the next answer of a gate, whoever wrote the change and whatever comes in between. */
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { database } from "@/access/database";
import { freshDatabase, givenPerson } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { givenProxy } from "./database-proxy";
import { acknowledged, call, decisionOf, givenGate, metric, misses } from "./scene";

let databaseUrl: string;
let psql: pg.Client;
let linus: GivenKey;

beforeEach(async () => {
  databaseUrl = await freshDatabase();
  psql = await client();
  linus = await givenKey();
});

afterEach(() => psql.end());

/** Somebody who works on the database without this product. */
async function client(): Promise<pg.Client> {
  const connection = new pg.Client({ connectionString: databaseUrl });
  // The database is taken away at the end of the test.
  connection.on("error", () => undefined);
  await connection.connect();
  return connection;
}

const DISABLE_LINUS = "UPDATE users SET status = 'DISABLED' WHERE username = 'linus'";
const ENABLE_LINUS = "UPDATE users SET status = 'ENABLED' WHERE username = 'linus'";

describe("after a statement in psql the very next answer is right:", () => {
  test.each([
    ["linus is disabled", DISABLE_LINUS, "user_disabled"],
    ["the key is disabled", "UPDATE package_keys SET status = 'DISABLED'", "key_disabled"],
    ["the key is deleted", "DELETE FROM package_keys", "unknown_key"],
    ["the plan is inactive", "UPDATE plans SET active = false", "plan_inactive"],
    ["linus is deleted", "DELETE FROM users WHERE username = 'linus'", "unknown_key"],
    ["the application is deleted", "DELETE FROM applications", "unknown_key"],
    [
      "the application is dora's, who is disabled",
      "UPDATE applications SET owner_id = (SELECT id FROM users WHERE username = 'dora')",
      "user_disabled",
    ],
    ["the keys are truncated", "TRUNCATE package_keys", "unknown_key"],
    ["everything is truncated", "TRUNCATE users, packages CASCADE", "unknown_key"],
  ])("%s", async (_, statement, decision) => {
    await givenPerson({ username: "dora", status: "DISABLED" });
    const gate = await givenGate();
    expect(await decisionOf(gate, linus.key)).toBe("allowed");
    expect(await decisionOf(gate, linus.key)).toBe("allowed");
    await psql.query(statement);
    await acknowledged();
    expect(await decisionOf(gate, linus.key)).toBe(decision);
  });

  test.each([
    ["a package is renamed", "UPDATE packages SET name = 'Charts'", "x-package", "Charts"],
    ["a plan is renamed", "UPDATE plans SET name = 'Silver'", "x-plan", "Silver"],
    [
      "an application is renamed",
      "UPDATE applications SET name = 'Ärger & Co'",
      "x-application-name",
      "%C3%84rger%20%26%20Co",
    ],
    [
      "an application is grace's now",
      "UPDATE applications SET owner_id = (SELECT id FROM users WHERE username = 'grace')",
      "x-user-name",
      "grace",
    ],
  ])("%s", async (_, statement, header, value) => {
    await givenPerson({ username: "grace" });
    const gate = await givenGate();
    expect((await call(gate, linus.key)).headers[header]).not.toBe(value);
    await psql.query(statement);
    await acknowledged();
    expect((await call(gate, linus.key)).headers[header]).toBe(value);
  });
});

describe("linus, who is disabled and enabled again,", () => {
  test("is refused and let pass, and the key that was disabled by itself stays so", async () => {
    const other = await givenKey({ status: "DISABLED" });
    const gate = await givenGate();
    const decisions = async () => [await decisionOf(gate, linus.key), await decisionOf(gate, other.key)];
    expect(await decisions()).toEqual(["allowed", "key_disabled"]);
    await psql.query(DISABLE_LINUS);
    await acknowledged();
    expect(await decisions()).toEqual(["user_disabled", "user_disabled"]);
    await psql.query(ENABLE_LINUS);
    await acknowledged();
    expect(await decisions()).toEqual(["allowed", "key_disabled"]);
  });

  test("costs nobody else their place in memory", async () => {
    const wei = await givenKey({ owner: await givenPerson({ username: "wei" }) });
    const gate = await givenGate();
    await decisionOf(gate, linus.key);
    await decisionOf(gate, wei.key);
    await psql.query(DISABLE_LINUS);
    await acknowledged();
    expect(await decisionOf(gate, wei.key)).toBe("allowed");
    expect(await misses(gate)).toBe(2);
    expect(await decisionOf(gate, linus.key)).toBe("user_disabled");
    expect(await misses(gate)).toBe(3);
  });
});

test("a change that is undone never reaches a gate", async () => {
  const gate = await givenGate();
  await decisionOf(gate, linus.key);
  await psql.query("BEGIN");
  await psql.query(DISABLE_LINUS);
  expect(await decisionOf(gate, linus.key)).toBe("allowed");
  await psql.query("ROLLBACK");
  await psql.query("UPDATE plans SET name = 'Silver'");
  await acknowledged();
  expect(await decisionOf(gate, linus.key)).toBe("allowed");
});

test("a new key works at once, and one that was asked for before it was made within three seconds", async () => {
  const gate = await givenGate();
  const { key } = await givenKey({ application: "Tide Tables" });
  expect(await decisionOf(gate, key)).toBe("allowed");
  const [row] = await database().packageKey.findMany({ orderBy: { createdAt: "desc" }, take: 1 });
  await psql.query("DELETE FROM package_keys WHERE id = $1", [row?.id]);
  await acknowledged();
  expect(await decisionOf(gate, key)).toBe("unknown_key");
  expect(await decisionOf(gate, key)).toBe("unknown_key");
  const asked = await misses(gate);
  await database().packageKey.create({ data: row ?? (undefined as never) });
  await expect.poll(() => decisionOf(gate, key), { timeout: 3_000 }).toBe("allowed");
  // In between the gate remembered that there is none.
  expect(await misses(gate)).toBe(asked + 1);
});

// A look-up that is held for more than two seconds, as on a busy machine, is thrown away: then it is tried again.
describe("a look-up that a change overtakes", { retry: 2 }, () => {
  test.each([
    ["of linus", DISABLE_LINUS, "user_disabled"],
    ["of the key", "UPDATE package_keys SET status = 'DISABLED'", "key_disabled"],
    ["of the plan", "UPDATE plans SET active = false", "plan_inactive"],
    ["of the application", "DELETE FROM applications", "unknown_key"],
    ["of everything", "TRUNCATE package_keys", "unknown_key"],
  ])("is neither answered nor remembered: a change %s", async (_, statement, decision) => {
    const proxy = await givenProxy(databaseUrl);
    const gate = await givenGate({ databaseUrl: proxy.url });
    proxy.holdLookUps();
    const answer = decisionOf(gate, linus.key);
    const companion = decisionOf(gate, linus.key);
    await expect.poll(proxy.held).toBe(1);
    await psql.query(statement);
    await acknowledged();
    const late = decisionOf(gate, linus.key);
    proxy.releaseLookUps();
    expect(await Promise.all([answer, companion, late])).toEqual([decision, decision, decision]);
    expect(await decisionOf(gate, linus.key)).toBe(decision);
  });

  test("is answered if the change concerns somebody else", async () => {
    await givenPerson({ username: "wei" });
    const proxy = await givenProxy(databaseUrl);
    const gate = await givenGate({ databaseUrl: proxy.url });
    proxy.holdLookUps();
    const answer = decisionOf(gate, linus.key);
    await expect.poll(proxy.held).toBe(1);
    await psql.query("UPDATE users SET status = 'DISABLED' WHERE username = 'wei'");
    await acknowledged();
    proxy.releaseLookUps();
    expect(await answer).toBe("allowed");
    expect(await decisionOf(gate, linus.key)).toBe("allowed");
    expect(await misses(gate)).toBe(1);
  });

  test("is shared by all who ask for the same key in the meantime", async () => {
    const proxy = await givenProxy(databaseUrl);
    const gate = await givenGate({ databaseUrl: proxy.url });
    proxy.holdLookUps();
    const answers = Array.from({ length: 20 }, () => decisionOf(gate, linus.key));
    await expect.poll(() => misses(gate)).toBe(20);
    await expect.poll(proxy.held).toBe(1);
    proxy.releaseLookUps();
    expect(new Set(await Promise.all(answers))).toEqual(new Set(["allowed"]));
  });
});

describe("a transaction that commits late, with a smaller number than one that was followed already,", () => {
  test.each([
    ["is followed by its notification", false],
    ["is followed without any notification", true],
  ])("%s", async (_, isDeaf) => {
    const wei = await givenKey({ owner: await givenPerson({ username: "wei" }) });
    const proxy = await givenProxy(databaseUrl);
    if (isDeaf) proxy.deafen();
    const gate = await givenGate({ databaseUrl: proxy.url });
    await decisionOf(gate, linus.key);
    await decisionOf(gate, wei.key);
    const early = await client();
    await early.query("BEGIN");
    await early.query(DISABLE_LINUS);
    await psql.query("UPDATE users SET status = 'DISABLED' WHERE username = 'wei'");
    await acknowledged();
    expect(await decisionOf(gate, wei.key)).toBe("user_disabled");
    expect(await decisionOf(gate, linus.key)).toBe("allowed");
    await early.query("COMMIT");
    await early.end();
    await acknowledged();
    expect(await decisionOf(gate, linus.key)).toBe("user_disabled");
    expect(await database().gateAcknowledgement.count()).toBe(2);
  });

  test.each([
    ["and heard of", false],
    ["and read", true],
  ])("is followed also while another one stays open, %s once", async (_, isDeaf) => {
    const proxy = await givenProxy(databaseUrl);
    if (isDeaf) proxy.deafen();
    const gate = await givenGate({ databaseUrl: proxy.url });
    const early = await client();
    await early.query("BEGIN");
    await early.query("SELECT pg_current_xact_id()");
    await decisionOf(gate, linus.key);
    await psql.query(DISABLE_LINUS);
    await acknowledged();
    expect(await decisionOf(gate, linus.key)).toBe("user_disabled");
    await psql.query("UPDATE users SET status = 'DISABLED' WHERE username = 'nobody'");
    await psql.query("UPDATE plans SET name = 'Silver'");
    await acknowledged();
    expect(await decisionOf(gate, linus.key)).toBe("user_disabled");
    const asked = await misses(gate);
    // The next readings begin before the change of linus again, and leave him alone.
    const heard = await heardAt();
    await expect.poll(heardAt, { timeout: 10_000 }).not.toEqual(heard);
    expect(await decisionOf(gate, linus.key)).toBe("user_disabled");
    expect(await misses(gate)).toBe(asked);
    await early.query("ROLLBACK");
    await early.end();
  });
});

async function heardAt(): Promise<Date | undefined> {
  return (await database().gate.findFirst())?.heardAt;
}

test(
  "ten thousand changes at once are followed as one of everything, and all acknowledged",
  { timeout: 60_000 },
  async () => {
    const proxy = await givenProxy(databaseUrl);
    proxy.deafen();
    const gate = await givenGate({ databaseUrl: proxy.url });
    await decisionOf(gate, linus.key);
    await psql.query(`
    INSERT INTO users (username, username_key, email, display_name, origin, status, external_id)
    SELECT name, name, 'a@example.com', name, 'PLATFORM', 'ENABLED', name
    FROM (SELECT 'crowd-' || number AS name FROM generate_series(1, 10001) number) crowd`);
    await psql.query("UPDATE users SET status = 'DISABLED'");
    await acknowledged(30_000);
    expect(await database().gateAcknowledgement.count()).toBe(10_002);
    expect(await decisionOf(gate, linus.key)).toBe("user_disabled");
    expect(await misses(gate)).toBe(2);
  },
);

test("changes are heard of when they are made, not at the next reading of the feed", async () => {
  const gate = await givenGate();
  const begun = performance.now();
  for (let round = 0; round < 10; round += 1) {
    for (const [statement, decision] of [
      [DISABLE_LINUS, "user_disabled"],
      [ENABLE_LINUS, "allowed"],
    ] as const) {
      await psql.query(statement);
      await acknowledged();
      expect(await decisionOf(gate, linus.key)).toBe(decision);
    }
  }
  // A reading comes every second.
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test("every gate acknowledges by itself, and what was made before it started is none of its business", async () => {
  await psql.query("UPDATE plans SET name = 'Silver'");
  const gates = [await givenGate({ name: "gate one" }), await givenGate({ name: "gate two" })];
  for (const gate of gates) expect(await decisionOf(gate, linus.key)).toBe("allowed");
  await psql.query(DISABLE_LINUS);
  await acknowledged();
  for (const gate of gates) expect(await decisionOf(gate, linus.key)).toBe("user_disabled");
  const found = await database().gateAcknowledgement.findMany({ include: { change: true, gate: true } });
  expect(found.map(({ change, gate }) => [change.kind, gate.name]).sort()).toEqual([
    ["USER", "gate one"],
    ["USER", "gate two"],
  ]);
  for (const gate of gates) expect(await metric(gate, "latchkey_gate_change_lag_seconds_count")).toBe(1);
});

test("a notification that says nothing, or that somebody made up, changes nothing", async () => {
  const gate = await givenGate();
  await decisionOf(gate, linus.key);
  for (const payload of ["", "x", "1", "99999999999999999999 USER", "1 USER linus", "'; DROP TABLE users; --"]) {
    await psql.query("SELECT pg_notify('latchkey_access_changes', $1)", [payload]);
  }
  await psql.query(DISABLE_LINUS);
  await acknowledged();
  expect(await decisionOf(gate, linus.key)).toBe("user_disabled");
  expect(gate.reports).toEqual([]);
});
