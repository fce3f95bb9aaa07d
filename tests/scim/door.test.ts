import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { commandLineActor } from "@/access/actor";
import { database, disconnect, transaction } from "@/access/database";
import { listPlatformCalls } from "@/access/platform/platform-calls";
import { listPlatformTokens, revokePlatformToken } from "@/access/platform/platform-tokens";
import { answerScim } from "@/scim/answer";
import { readBody } from "@/scim/body";
import { ADDRESS } from "@/tests/actors";
import { asOwner, emptyDatabase, freshDatabase, givenPeople, untilWaiting } from "@/tests/database";
import { takePrinted } from "@/tests/setup";
import { type Answered, ENTERPRISE, everything, givenToken, Platform, USER } from "./platform";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);
afterEach(() => vi.unstubAllEnvs());

const calls = () => listPlatformCalls(commandLineActor());

/** One call of each kind, as nobody without a token may make it. */
async function callsOf(platform: Platform, id: string): Promise<Answered[]> {
  const { call } = { call: platform.call.bind(platform) };
  const answers = [];
  for (const [method, path, body] of [
    ["GET", "/Users"],
    ["GET", `/Users/${id}`],
    ["POST", "/Users", { userName: "grete" }],
    ["POST", "/Users", "{"],
    ["PUT", `/Users/${id}`, { userName: "pat", active: false }],
    ["PATCH", `/Users/${id}`, { Operations: [{ op: "replace", value: { active: false } }] }],
    ["DELETE", `/Users/${id}`],
    ["GET", "/ServiceProviderConfig"],
    ["GET", "/Schemas"],
    ["GET", "/Groups"],
    ["GET", "/nonsense"],
    ["OPTIONS", "/Users"],
  ] as const) {
    answers.push(await call(method, path, body));
  }
  return answers;
}

describe("without a good token", () => {
  const tokens: [string, string | null][] = [
    ["none", null],
    ["one that is none", "nonsense"],
    ["one that was made up", "lk_scim_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"],
    ["nothing", ""],
  ];

  it.each(tokens)("every call is 401 and changes nothing, with a token in use or not: %s", async (_, token) => {
    const { pat } = await givenPeople("pat");
    for (const isConnected of [false, true]) {
      if (isConnected) await givenToken();
      const before = await everything();
      for (const { status, headers } of await callsOf(new Platform(token), pat.id)) {
        expect(status).toBe(401);
        expect(headers.get("www-authenticate")).toMatch(/^Bearer realm="scim"/);
      }
      expect(await everything()).toEqual(before);
    }
  });

  it("that was in use a moment ago, too; the other of two goes on", async () => {
    const { pat } = await givenPeople("pat");
    const old = await givenToken("old");
    const next = await givenToken("new");
    const path = `/Users/${pat.id}`;
    for (const { token } of [old, next]) expect(await new Platform(token).get(path)).toMatchObject({ status: 200 });
    await revokePlatformToken(commandLineActor(), old.id);
    const before = await everything();
    for (const { status } of await callsOf(new Platform(old.token), pat.id)) expect(status).toBe(401);
    expect(await everything()).toEqual(before);
    expect(await new Platform(next.token).get(path)).toMatchObject({ status: 200 });
  });

  it("a call that waited while its token was revoked changes nothing", async () => {
    const { id: tokenId, token } = await givenToken();
    const okta = new Platform(token);
    const { id } = await okta.provision("grete");
    const before = await everything();
    // In an object, lest the transaction waits for the call as the call waits for it.
    const { waiting } = await database().$transaction(async (tx) => {
      await tx.$executeRaw`SELECT FROM users WHERE id = ${id}::uuid FOR UPDATE`;
      const waiting = okta.patch(id, [{ op: "replace", value: { active: false } }]);
      await untilWaiting();
      await database().platformToken.update({ where: { id: tokenId }, data: { revokedAt: new Date() } });
      return { waiting };
    });
    const { status, headers } = await waiting;
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toContain("invalid_token");
    expect(await everything()).toEqual(before);
  });

  it("is told apart from a good one in another place or form", async () => {
    const { token } = await givenToken();
    const nobody = new Platform(null);
    for (const authorization of [token, `Basic ${token}`, `Bearer ${token} x`, `Bearer: ${token}`, `Token ${token}`]) {
      expect(await nobody.get("/Users", { Authorization: authorization })).toMatchObject({ status: 401 });
    }
    expect(await nobody.get(`/Users?access_token=${token}`, { "X-API-Key": token })).toMatchObject({ status: 401 });
    expect(await nobody.get("/Users", { Authorization: `bearer  ${token}` })).toMatchObject({ status: 200 });
    const [{ lastUsedAt } = { lastUsedAt: null }] = await listPlatformTokens(commandLineActor());
    expect(lastUsedAt).not.toBeNull();
  });
});

describe("an address", () => {
  it.each<[string, string, number, string?]>([
    ["GET", "", 404],
    ["GET", "/users", 404],
    ["GET", "/Users/a/b", 404],
    ["GET", "/nonsense", 404],
    ["GET", "/__proto__", 404],
    ["GET", "/constructor", 404],
    ["GET", "/ServiceProviderConfig/x", 404],
    ["GET", "/Schemas/nonsense", 404],
    ["GET", "/ResourceTypes/Group", 404],
    ["GET", "/Groups/x", 404],
    ["PATCH", "/Groups/x", 404],
    ["POST", "/Groups", 501],
    ["GET", "/Me", 501],
    ["POST", "/Bulk", 501],
    ["GET", "/Schemas?filter=id%20pr", 403],
    ["GET", "/ResourceTypes?filter=id%20pr", 403],
    ["DELETE", "/Users", 405, "GET, POST"],
    ["PUT", "/Users", 405, "GET, POST"],
    ["OPTIONS", "/Users", 405, "GET, POST"],
    ["POST", "/Users/x", 405, "GET, PUT, PATCH, DELETE"],
    ["GET", "/Users/.search", 405, "POST"],
    ["POST", "/Schemas", 405, "GET"],
    ["POST", "/ServiceProviderConfig", 405, "GET"],
    ["DELETE", "/Groups", 405, "GET, POST"],
  ])("that does nothing says so: %s %s", async (method, path, status, allowed) => {
    const okta = await Platform.connected();
    const answer = await okta.call(method, path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("allow")).toBe(allowed ?? null);
  });

  it("of groups is an empty list, whatever is asked for", async () => {
    const okta = await Platform.connected();
    for (const query of ["", "?startIndex=1&count=100", '?excludedAttributes=members&filter=displayName eq "x"']) {
      expect(await okta.get(`/Groups${query}`)).toMatchObject({
        status: 200,
        body: { totalResults: 0, itemsPerPage: 0, startIndex: 1, Resources: [] },
      });
    }
  });

  it("tells what this service can do, as it is", async () => {
    vi.stubEnv("LATCHKEY_URL", "https://latchkey.example.com");
    const okta = await Platform.connected();
    const base = "https://latchkey.example.com/scim/v2";
    expect(await okta.get("/ServiceProviderConfig")).toMatchObject({
      status: 200,
      body: {
        patch: { supported: true },
        bulk: { supported: false },
        filter: { supported: true, maxResults: 200 },
        changePassword: { supported: false },
        sort: { supported: false },
        etag: { supported: true },
        authenticationSchemes: [{ type: "oauthbearertoken" }],
        meta: { location: `${base}/ServiceProviderConfig` },
      },
    });
    const type = {
      id: "User",
      endpoint: "/Users",
      schema: USER,
      schemaExtensions: [{ schema: ENTERPRISE, required: false }],
    };
    expect(await okta.get("/ResourceTypes")).toMatchObject({ body: { totalResults: 1, Resources: [type] } });
    expect(await okta.get("/ResourceTypes/User")).toMatchObject({
      body: { ...type, meta: { location: `${base}/ResourceTypes/User` } },
    });
    expect(await okta.get("/Schemas")).toMatchObject({
      body: { totalResults: 2, Resources: [{ id: USER }, { id: ENTERPRISE }] },
    });
    expect(await okta.get(`/Schemas/${ENTERPRISE.toUpperCase()}`)).toMatchObject({
      status: 200,
      body: { id: ENTERPRISE },
    });
    const { id } = await okta.provision("grete");
    expect(await okta.get(`/Users/${id}`)).toMatchObject({ body: { meta: { location: `${base}/Users/${id}` } } });
  });

  it("of the schemas lists what a user can have, and nothing else", async () => {
    const okta = await Platform.connected();
    type Attribute = { name: string; multiValued: boolean; subAttributes?: Attribute[] };
    const named = (attributes: Attribute[], before = ""): string[] =>
      attributes.flatMap(({ name, subAttributes = [] }) => [
        before + name,
        ...named(subAttributes, `${before}${name}.`),
      ]);
    const listed: string[] = [];
    for (const id of [USER, ENTERPRISE]) {
      const { body } = await okta.get(`/Schemas/${id}`);
      listed.push(...named(body["attributes"] as Attribute[]));
    }
    const { id } = await okta.provision("grete", {
      name: { givenName: "Grete", familyName: "Hermann" },
      emails: [{ value: "g@example.com" }],
      phoneNumbers: [{ value: "1" }],
      profileUrl: "https://example.com",
      addresses: [{ locality: "Bremen", region: "HB", postalCode: "28195", country: "DE" }],
      [ENTERPRISE]: {
        employeeNumber: "1",
        organization: "Uni",
        department: "x",
        manager: { value: "e", displayName: "E" },
      },
    });
    const {
      schemas: _s,
      id: _i,
      externalId: _e,
      meta: _m,
      [ENTERPRISE]: extension,
      ...core
    } = (await okta.get(`/Users/${id}`)).body;
    const parts = (value: unknown, before = ""): string[] =>
      Array.isArray(value)
        ? parts(value[0], before)
        : typeof value === "object" && value !== null
          ? Object.entries(value).flatMap(([name, part]) => [before + name, ...parts(part, `${before}${name}.`)])
          : [];
    expect(listed.toSorted()).toEqual([...parts(core), ...parts(extension)].toSorted());
  });
});

describe("too many calls", () => {
  it("of one token are 429 until the minute is over, and the other token goes on", async () => {
    vi.stubEnv("SCIM_CALLS_PER_MINUTE", "3");
    const okta = await Platform.connected("Okta");
    const entra = await Platform.connected("Entra ID");
    const path = "/ServiceProviderConfig";
    for (let call = 0; call < 3; call += 1) expect(await okta.get(path)).toMatchObject({ status: 200 });
    for (const [method, of] of [
      ["POST", "/Users"],
      ["GET", path],
      ["GET", "/nonsense"],
    ] as const) {
      const answer = await okta.call(method, of, method === "POST" ? { userName: "grete" } : undefined);
      expect(answer.status).toBe(429);
      expect(answer.headers.get("retry-after")).toMatch(/^([1-9]|[1-5]\d|60)$/);
    }
    expect(await database().user.count()).toBe(0);
    expect(await entra.get(path)).toMatchObject({ status: 200 });
    // A thousand of them would push out what the administrator looks for.
    await vi.waitFor(async () =>
      expect((await calls()).map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 429]),
    );
  });
});

describe("a call", () => {
  it("is noted with what came of it and why, for the administrator who connects the platform", async () => {
    const okta = await Platform.connected("Okta");
    await okta.get('/Users?filter=userName+eq+"zo%C3%AB"&startIndex=1');
    expect(await calls()).toHaveLength(1);
    await okta.post("/Users", { userName: "grete", active: "maybe" });
    expect(await calls()).toMatchObject([
      {
        method: "POST",
        path: "/Users",
        status: 400,
        tokenLabel: "Okta",
        address: ADDRESS,
        detail: "active must be true or false. Nothing was changed.",
      },
      {
        method: "GET",
        path: '/Users?filter=userName eq "zoë"&startIndex=1',
        status: 200,
        tokenLabel: "Okta",
        detail: null,
      },
    ]);
  });

  it("without a good token is noted as one of nobody, and no token stays in the notes", async () => {
    // Those of strangers are noted once in ten seconds only: this test waits for no clock.
    vi.spyOn(performance, "now").mockReturnValue(1e12);
    const { token } = await givenToken();
    await new Platform(null).get(`/Users?access_token=${token}`);
    const [call] = await calls();
    expect(call).toMatchObject({
      status: 401,
      tokenLabel: null,
      detail: 'Send a token, as "Authorization: Bearer <token>".',
    });
    expect(call?.path).not.toContain(token);
  });

  it("is listed once it is answered, however long the note takes to be written", async () => {
    const okta = await Platform.connected("Okta");
    let answer: Answered | undefined;
    await transaction(async (tx) => {
      await tx.rows`LOCK TABLE platform_calls IN SHARE MODE`;
      void okta.get("/Users").then((answered) => (answer = answered));
      await untilWaiting(1);
      expect(answer).toBeUndefined();
    });
    await vi.waitFor(() => expect(answer).toMatchObject({ status: 200 }), { timeout: 20_000 });
    expect(await calls()).toMatchObject([{ path: "/Users", status: 200 }]);
  });

  it("is answered although it can't be noted", async () => {
    const okta = await Platform.connected();
    await asOwner("ALTER TABLE platform_calls RENAME TO elsewhere");
    expect(await okta.get("/ServiceProviderConfig")).toMatchObject({ status: 200 });
    await vi.waitFor(() => expect(takePrinted("error")).toEqual([expect.stringContaining("could not be noted")]));
    await asOwner("ALTER TABLE elsewhere RENAME TO platform_calls");
  });
});

describe("a failure", () => {
  it("of the database is 503, said once in the log, and the platform may try again", async () => {
    const okta = await Platform.connected();
    const { id } = await okta.provision("grete");
    const url = process.env["DATABASE_URL"] ?? "";
    await vi.waitFor(async () => expect(await calls()).toHaveLength(1));
    await disconnect();
    process.env["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/nothing";
    const answer = await okta.patch(id, [{ op: "replace", value: { active: false } }]);
    await disconnect();
    process.env["DATABASE_URL"] = url;
    expect(answer).toMatchObject({ status: 503, body: { status: "503" } });
    expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    expect(takePrinted("error")).toEqual([expect.stringMatching(/^A call of the platform failed: .*ECONNREFUSED/)]);
    expect(await okta.get(`/Users/${id}`)).toMatchObject({ body: { active: true } });
  });

  it("to get hold of a user whom somebody else holds is 503 as well", async () => {
    const okta = await Platform.connected();
    const { id } = await okta.provision("grete");
    await database().$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT FROM users WHERE id = ${id}::uuid FOR UPDATE`;
        const answer = await okta.patch(id, [{ op: "replace", value: { active: false } }]);
        expect(answer).toMatchObject({ status: 503 });
        expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
      },
      { timeout: 15_000 },
    );
    expect(takePrinted("error")).toHaveLength(1);
    expect(await okta.get(`/Users/${id}`)).toMatchObject({ body: { active: true } });
  });

  it("that nobody expected is 500 and tells nothing of what is inside", async () => {
    const okta = await Platform.connected();
    await asOwner("ALTER TABLE users RENAME TO elsewhere");
    const answer = await okta.get("/Users");
    await asOwner("ALTER TABLE elsewhere RENAME TO users");
    expect(answer).toMatchObject({
      status: 500,
      body: { detail: "Something went wrong here. The log of the console says what." },
    });
    expect(takePrinted("error")).toEqual([expect.stringMatching(/relation .*users.* does not exist/)]);
  });

  it("of the caller to send the whole body changes nothing", async () => {
    const { token } = await givenToken();
    const { pat } = await givenPeople("pat");
    const before = await everything();
    const body = new ReadableStream({ start: (controller) => controller.error(new Error("aborted")) });
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const request = new Request("http://latchkey.test/scim/v2/Users", {
      method: "POST",
      headers,
      body,
      duplex: "half",
    } as RequestInit);
    const answer = await answerScim(request, ["Users"], ADDRESS);
    expect(answer.status).toBe(400);
    expect(await everything()).toEqual(before);
    expect(pat.status).toBe("ENABLED");
  });

  it("of a body to arrive ends, too", async () => {
    const headers = { "Content-Type": "application/json" };
    const init = { method: "POST", headers, body: new ReadableStream(), duplex: "half" } as RequestInit;
    await expect(readBody(new Request("http://latchkey.test/", init), 20)).rejects.toMatchObject({ status: 408 });
  });

  it("of an answer to come in time is 503", async () => {
    const okta = await Platform.connected();
    const { id } = await okta.provision("grete");
    const path = ["Users", id];
    const headers = { Authorization: `Bearer ${okta.token ?? ""}` };
    const request = new Request(`http://latchkey.test/scim/v2/Users/${id}`, { method: "DELETE", headers });
    await database().$transaction(async (tx) => {
      await tx.$executeRaw`SELECT FROM users WHERE id = ${id}::uuid FOR UPDATE`;
      const answer = await answerScim(request, path, ADDRESS, 200);
      expect(answer.status).toBe(503);
      expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    });
    expect(takePrinted("error")).toEqual(["A call of the platform failed: it took too long"]);
  });
});
