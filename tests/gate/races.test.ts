/** Look-ups that are under way while something changes, and transactions that do not end in the order of their numbers. */
import { type Client } from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { database } from "@/access/database";
import { asOwner, freshDatabase, givenPerson } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { givenProxy } from "./database-proxy";
import { acknowledged, decisionOf, givenGate, givenPsql, misses } from "./scene";

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
    await asOwner(statement);
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
    const early = await givenPsql(databaseUrl);
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
    const early = await givenPsql(databaseUrl);
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
