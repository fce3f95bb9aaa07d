/** From a change in the database to the next answer of a gate, whoever wrote the change and whatever comes in between. */
import { type Client } from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { database } from "@/access/database";
import { asOwner, freshDatabase, givenPerson } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { givenProxy } from "./database-proxy";
import { acknowledged, call, decisionOf, givenGate, givenPsql, metric, misses } from "./scene";

let databaseUrl: string;
let psql: Client;
let linus: GivenKey;

beforeEach(async () => {
  databaseUrl = await freshDatabase();
  psql = await givenPsql(databaseUrl);
  linus = await givenKey();
});

afterEach(() => psql.end());

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
    [
      "linus is disabled by replication, which sets ordinary triggers aside",
      `SET session_replication_role = replica; ${DISABLE_LINUS}`,
      "user_disabled",
    ],
    ["the keys are truncated", "TRUNCATE package_keys", "unknown_key"],
    ["everything is truncated", "TRUNCATE users, packages CASCADE", "unknown_key"],
  ])("%s", async (_, statement, decision) => {
    await givenPerson({ username: "dora", status: "DISABLED" });
    const gate = await givenGate();
    expect(await decisionOf(gate, linus.key)).toBe("allowed");
    expect(await decisionOf(gate, linus.key)).toBe("allowed");
    await asOwner(statement);
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

test("changes that came with a backup from another server are nobody's news", async () => {
  // Numbers of transactions that this server has not given yet.
  await psql.query(`
    INSERT INTO access_changes (xact, kind, subject_id)
    SELECT pg_current_xact_id()::text::bigint + 1000000, 'USER', gen_random_uuid() FROM generate_series(1, 20000)`);
  const gate = await givenGate();
  await decisionOf(gate, linus.key);
  const read = await metric(gate, "latchkey_gate_cache_misses_total");
  await psql.query("UPDATE plans SET active = false WHERE id <> $1", [linus.id]);
  await expect.poll(() => decisionOf(gate, linus.key), { timeout: 10_000 }).toBe("plan_inactive");
  // Only what was changed here is read anew; with everything forgotten at each reading it would be more.
  expect(await metric(gate, "latchkey_gate_cache_misses_total")).toBe(read + 1);
});
