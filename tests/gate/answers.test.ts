/** The contract with gateways: what is asked, and what is answered word by word. */
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyDecision, type AccountStatus, type PackageKeyStatus } from "@/access/rules";
import { type RunningGate, startGate } from "@/scripts/server/gate-server";
import { freshDatabase, givenPerson } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { call, metric } from "./scene";

let gate: RunningGate;
let linus: GivenKey;

beforeAll(async () => {
  const databaseUrl = await freshDatabase();
  linus = await givenKey({ application: "Hafen & Möwen", package: "Maps / EU", plan: "Gold" });
  gate = await startGate({ databaseUrl, port: 0, name: "gate one", cacheKeys: 1_000 });
});

afterAll(() => gate.stop());

const STATUSES: AccountStatus[] = ["ENABLED", "DISABLED", "WAITING"];
const standings = STATUSES.flatMap((owner) =>
  STATUSES.flatMap((key: PackageKeyStatus) => [true, false].map((planActive) => ({ owner, key, planActive }))),
);

test.each(standings)("owner $owner, key $key, plan active: $planActive", async ({ owner, key, planActive }) => {
  const person = await givenPerson({ username: `${owner}-${key}-${planActive}`, status: owner });
  const given = await givenKey({ owner: person, status: key, plan: `Active: ${planActive}`, planActive });
  const decision = keyDecision({ owner, key, planActive });
  // Once from the database, once from memory.
  for (const round of ["looked up", "remembered"]) {
    const answer = await call(gate, given.key);
    expect(answer, round).toMatchObject({ decision, status: decision === "allowed" ? 200 : 403 });
    expect(answer.headers["cache-control"]).toBe("no-store");
    if (decision !== "allowed") expectProblem(answer, "Forbidden");
  }
});

function expectProblem(answer: Awaited<ReturnType<typeof call>>, title: string): void {
  expect(answer.headers["content-type"]).toBe("application/problem+json");
  expect(JSON.parse(answer.body)).toEqual({
    type: "about:blank",
    title,
    status: answer.status,
    detail: expect.stringMatching(/^[A-Z].*\.$/) as string,
    reason: answer.decision,
  });
  for (const name of Object.keys(identity)) expect(answer.headers).not.toHaveProperty(name);
}

const identity = {
  "x-user-id": () => linus.ownerId,
  "x-user-name": () => "linus",
  "x-application-id": () => linus.applicationId,
  "x-application-name": () => "Hafen%20%26%20M%C3%B6wen",
  "x-package": () => "Maps%20%2F%20EU",
  "x-plan": () => "Gold",
  "x-key-id": () => linus.id,
};

test("who is let pass is named in ASCII, in every identity header, and the body is empty", async () => {
  const { status, headers, body } = await call(gate, linus.key);
  expect({ status, body, length: headers["content-length"] }).toEqual({ status: 200, body: "", length: "0" });
  for (const [name, value] of Object.entries(identity)) expect(headers[name], name).toBe(value());
});

test("names without a character are sent all the same", async () => {
  const { key } = await givenKey({ application: "", package: "", plan: "" });
  const { headers } = await call(gate, key);
  expect(headers).toMatchObject({ "x-application-name": "-", "x-package": "-", "x-plan": "-" });
});

describe("without a key it says how to send one:", () => {
  test.each([
    ["no header", {}],
    ["an empty header", { "X-API-Key": "" }],
    ["an empty Bearer", { Authorization: "Bearer" }],
    ["an empty Bearer and a space", { Authorization: "Bearer " }],
    ["another scheme", { Authorization: "Basic bGludXM6c2VjcmV0" }],
    ["a key of another header", { "X-Key": "lk_test_abc", Cookie: "X-API-Key=lk_test_abc" }],
  ])("%s", async (_, headers) => {
    const answer = await call(gate, undefined, { headers, path: `/authorize?api_key=${linus.key}` });
    expect(answer).toMatchObject({ status: 401, decision: "no_key" });
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="api"');
    expectProblem(answer, "Unauthorized");
  });
});

describe("a key that is not one is unknown:", () => {
  test.each<[string, (key: string) => Record<string, string | string[]>]>([
    ["another key", () => ({ "X-API-Key": "lk_test_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17" })],
    ["a wrong checksum", (key) => ({ "X-API-Key": key.replace(/.$/, (last) => (last === "0" ? "1" : "0")) })],
    ["a key with something behind", (key) => ({ "X-API-Key": `${key}x` })],
    ["a key with another in one header", (key) => ({ "X-API-Key": `${key}, ${key}` })],
    ["the same header twice", (key) => ({ "X-API-Key": [key, key] })],
    ["Bearer twice", (key) => ({ Authorization: [`Bearer ${key}`, `Bearer ${key}`] })],
    ["Basic beside Bearer", (key) => ({ Authorization: [`Bearer ${key}`, "Basic bGludXM6"] })],
    ["two keys that differ", (key) => ({ "X-API-Key": key, Authorization: "Bearer lk_test_x" })],
    ["words behind Bearer", (key) => ({ Authorization: `Bearer ${key} ${key}` })],
  ])("%s", async (_, headers) => {
    const answer = await call(gate, undefined, { headers: headers(linus.key) });
    expect(answer).toMatchObject({ status: 401, decision: "unknown_key" });
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="api", error="invalid_token"');
    expectProblem(answer, "Unauthorized");
  });
});

describe("linus' key passes", () => {
  test.each<[string, (key: string) => Record<string, string>]>([
    ["as X-API-Key", (key) => ({ "x-Api-KEY": key })],
    ["as Bearer", (key) => ({ authorization: `Bearer ${key}` })],
    ["as bearer, with spaces", (key) => ({ Authorization: `bEARER   ${key}  ` })],
    ["in both", (key) => ({ "X-API-Key": key, Authorization: `Bearer ${key}` })],
    ["beside another scheme", (key) => ({ "X-API-Key": key, Authorization: "Basic bGludXM6" })],
    [
      "of a caller who asks for another protocol",
      (key) => ({ "X-API-Key": key, Connection: "Upgrade", Upgrade: "websocket" }),
    ],
    ["beside an empty header", (key) => ({ "X-API-Key": "", Authorization: `Bearer ${key}` })],
  ])("%s", async (_, headers) => {
    expect(await call(gate, undefined, { headers: headers(linus.key) })).toMatchObject({ decision: "allowed" });
  });

  test.each(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])(
    "by %s",
    async (method) => {
      expect(await call(gate, linus.key, { method })).toMatchObject({ status: 200, decision: "allowed" });
      expect(await call(gate, undefined, { method })).toMatchObject({ status: 401, decision: "no_key" });
    },
  );

  test.each([
    "/authorize/",
    "/authorize/orders/1?x=/health",
    "/authorize?a=b",
    "/authorize//../x",
    "/authorize/%zz%00",
    "http://api.example.com/authorize/orders?x=1",
    "HTTPS://api.example.com:8443/authorize",
  ])("at %s", async (path) => {
    expect(await call(gate, linus.key, { path })).toMatchObject({ status: 200, decision: "allowed" });
  });

  test("whatever the body says, also before it is there", async () => {
    const body = JSON.stringify({ key: "lk_test_x" });
    expect(await call(gate, linus.key, { method: "POST", body })).toMatchObject({ decision: "allowed" });
    const waits = { Expect: "100-continue", "Content-Length": "1000000" };
    const lines = Object.entries({ Host: "gate", "X-API-Key": linus.key, ...waits }).map(([k, v]) => `${k}: ${v}\r\n`);
    const answer = await raw(`POST /authorize HTTP/1.1\r\n${lines.join("")}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\nX-Access-Decision: allowed/);
  });
});

/** What comes back first, to text that is sent as it is. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(gate.port, "127.0.0.1", () => socket.write(text));
    socket.once("data", (chunk) => {
      resolve(chunk.toString("latin1"));
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

test("a refusal of HEAD has the headers of one and no body", async () => {
  const answer = await call(gate, undefined, { method: "HEAD" });
  expect(answer).toMatchObject({ status: 401, body: "" });
  expect(Number(answer.headers["content-length"])).toBeGreaterThan(100);
});

test.each(["/", "/authorized", "/Authorize", "/x/authorize", "/authoriz", "/metrics/x", "*"])(
  "there is nothing at %s",
  async (path) => {
    const answer = await call(gate, linus.key, { path, method: "OPTIONS" });
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body)).toMatchObject({ type: "about:blank", title: "Not Found", status: 404 });
  },
);

describe("/health and /metrics", () => {
  test("say that the gate is well, to programs", async () => {
    const health = await call(gate, undefined, { path: "/health?full" });
    expect(health.status).toBe(200);
    expect(JSON.parse(health.body)).toEqual({ status: "ok", database: "ok", listening: true });
    expect((await call(gate, undefined, { path: "/health", method: "POST" })).status).toBe(405);
  });

  test("count every decision by its reason, how long it took, and what was remembered", async () => {
    const names = ["allowed", "no_key", "user_disabled"].map((name) => `{decision="${name}"}`);
    const read = () => Promise.all(names.map((name) => metric(gate, "latchkey_gate_decisions_total", name)));
    const took = () => metric(gate, "latchkey_gate_decision_seconds_count");
    const hits = () => metric(gate, "latchkey_gate_cache_hits_total");
    await call(gate, linus.key);
    const [allowed, none, disabled] = await read();
    const [count, found] = [await took(), await hits()];
    for (const key of [linus.key, linus.key, undefined]) await call(gate, key);
    expect(await read()).toEqual([(allowed ?? 0) + 2, (none ?? 0) + 1, disabled]);
    expect(await took()).toBe(count + 3);
    expect(await hits()).toBe(found + 2);
    expect(await metric(gate, "latchkey_gate_listening")).toBe(1);
    expect(await metric(gate, "latchkey_gate_cached_keys")).toBeGreaterThan(0);
    expect(await metric(gate, "process_resident_memory_bytes")).toBeGreaterThan(0);
  });
});
