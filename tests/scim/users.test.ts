import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { database } from "@/access/database";
import { entriesAbout, openSession, rowOf, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { type Body, ENTERPRISE, everything, Platform, USER } from "./platform";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

/** All that can be said of somebody here. */
const whole = {
  schemas: [USER, ENTERPRISE],
  externalId: " 00uJL29u0le5T6Aj10h7 ",
  userName: "grete@example.com",
  active: true,
  displayName: "Grete Hermann",
  name: { givenName: "Grete", familyName: "Hermann", middleName: "Maria", formatted: "Dr. Grete Hermann" },
  emails: [
    { value: "home@example.com", type: "home" },
    { value: "grete@example.com", type: "work", primary: true },
  ],
  phoneNumbers: [{ value: "+49 421 1", type: "mobile" }],
  profileUrl: "https://grete.example.com",
  addresses: [
    { type: "work", locality: "Bremen", region: "HB", postalCode: "28195", country: "DE", streetAddress: "1" },
  ],
  title: "Professor",
  password: "1mz050nq",
  groups: [],
  [ENTERPRISE]: {
    employeeNumber: "1901",
    organization: "Göttingen",
    department: "Philosophy",
    costCenter: "4130",
    manager: { value: "emmy", displayName: "Emmy Noether" },
  },
};

/** What the platform reads of it. */
const read = {
  schemas: [USER, ENTERPRISE],
  externalId: " 00uJL29u0le5T6Aj10h7 ",
  userName: "grete@example.com",
  displayName: "Grete Hermann",
  name: { givenName: "Grete", familyName: "Hermann" },
  active: true,
  emails: [{ value: "grete@example.com", type: "work", primary: true }],
  phoneNumbers: [{ value: "+49 421 1", type: "work", primary: true }],
  profileUrl: "https://grete.example.com",
  addresses: [{ locality: "Bremen", region: "HB", postalCode: "28195", country: "DE", type: "work", primary: true }],
  [ENTERPRISE]: {
    employeeNumber: "1901",
    organization: "Göttingen",
    department: "Philosophy",
    manager: { value: "emmy", displayName: "Emmy Noether" },
  },
};

describe("a user whom the platform creates", () => {
  it("is kept with everything that the profile has room for, and read as it is kept", async () => {
    const okta = await Platform.connected();
    const created = await okta.post("/Users", whole);
    const { id, meta, ...rest } = created.body as Body & { meta: Body };
    expect(created.status).toBe(201);
    expect(rest).toEqual(read);
    const location = `/scim/v2/Users/${String(id)}`;
    expect(meta).toMatchObject({ resourceType: "User", location, version: 'W/"1"', created: meta["lastModified"] });
    expect(created.headers.get("location")).toBe(location);
    expect(created.headers.get("etag")).toBe('W/"1"');
    expect((await okta.get(`/Users/${String(id)}`)).body).toEqual(created.body);
    const row = await database().user.findUniqueOrThrow({ where: { id: String(id) } });
    expect(row).toMatchObject({
      origin: "PLATFORM",
      status: "ENABLED",
      passwordHash: null,
      manager: "emmy",
      roles: [],
    });
    expect(Object.values(row).join()).not.toContain("1mz050nq");
  });

  it("is Enabled without further word, and Disabled where the platform says so", async () => {
    const okta = await Platform.connected();
    expect(await okta.provision("grete")).toMatchObject({ active: true });
    expect(await okta.provision("emmy", { active: false })).toMatchObject({ active: false });
    expect(await okta.provision("hilda", { active: "False" })).toMatchObject({ active: false });
    expect(await okta.provision("olga", { ACTIVE: "tRUE" })).toMatchObject({ active: true });
  });

  it("needs nothing but a userName, by which they are called then", async () => {
    const okta = await Platform.connected();
    const created = await okta.post("/Users", { userName: "00u1a2b3" });
    expect(created).toMatchObject({ status: 201, body: { schemas: [USER], displayName: "00u1a2b3" } });
    for (const name of ["externalId", "emails", "name", "phoneNumbers", "addresses", "profileUrl", ENTERPRISE]) {
      expect(created.body).not.toHaveProperty([name]);
    }
  });

  it.each([
    [{ formatted: "Dr. Grete Hermann", givenName: "Grete" }, "Dr. Grete Hermann"],
    [{ givenName: "Grete", familyName: "Hermann" }, "Grete Hermann"],
    [{ formatted: "x".repeat(300), familyName: "Hermann" }, "Hermann"],
    [{ formatted: "\u200b" }, "grete"],
  ])("is called by what there is where the platform names no displayName: %j", async (name, displayName) => {
    const okta = await Platform.connected();
    expect(await okta.provision("grete", { name })).toMatchObject({ displayName });
  });

  it.each([
    ["the primary", [{ value: "a@example.com" }, { value: "b@example.com", primary: "True" }], "b@example.com"],
    [
      "the work",
      [
        { value: "a@example.com", type: "home" },
        { value: "b@example.com", type: "Work" },
      ],
      "b@example.com",
    ],
    ["the first", [{ value: "a@example.com", type: "home" }, { value: "b@example.com" }], "a@example.com"],
    ["the first that is one", [{ value: "" }, { type: "work" }, { value: "b@example.com" }], "b@example.com"],
  ])("keeps one email: %s one", async (_, emails, value) => {
    const okta = await Platform.connected();
    expect(await okta.provision("grete", { emails })).toMatchObject({
      emails: [{ value, type: "work", primary: true }],
    });
  });

  it.each([
    ["text", "emmy", { value: "emmy" }],
    ["a list of one", [{ $ref: null, value: "emmy" }], { value: "emmy" }],
    ["a name before the id", { displayName: "Emmy", value: "emmy" }, { value: "emmy", displayName: "Emmy" }],
  ])("may have the manager as %s", async (_, manager, kept) => {
    const okta = await Platform.connected();
    expect(await okta.provision("grete", { [ENTERPRISE]: { manager } })).toMatchObject({
      [ENTERPRISE]: { manager: kept },
    });
  });

  it("leaves one audit entry, with the source and the label of the token", async () => {
    const okta = await Platform.connected("Okta, production");
    const { id } = await okta.provision("grete");
    expect(await entriesAbout({ id })).toMatchObject([
      { event: "user.created", outcome: "DONE", source: "PLATFORM", actorUsername: "Okta, production" },
    ]);
  });

  it("is refused where the name or the external id is taken, and a local user is never adopted", async () => {
    const { ada } = await givenPeople("ada");
    const okta = await Platform.connected();
    await okta.provision("grete");
    const before = await everything();
    for (const body of [
      { userName: "grete", externalId: "another" },
      { userName: "GRETE", externalId: "another" },
      { userName: "another", externalId: "idp|grete" },
      { userName: "ADA", externalId: "idp|ada", emails: [{ value: ada.email }], active: false },
    ]) {
      expect(await okta.post("/Users", body)).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
    }
    expect(await everything()).toEqual(before);
    // The same email is nobody's identity.
    expect(await okta.provision("ada-2", { emails: [{ value: ada.email }] })).toMatchObject({ active: true });
    expect(await rowOf(ada)).toEqual(ada);
  });
});

describe("a body that is not what it should be", () => {
  const wrong: [string, unknown, number, string?][] = [
    ["no JSON", "{", 400, "invalidSyntax"],
    ["nothing", "", 400, "invalidSyntax"],
    ["white space", " \n", 400, "invalidSyntax"],
    ["a list", [], 400, "invalidValue"],
    ["null", "null", 400, "invalidValue"],
    ["text", '"grete"', 400, "invalidValue"],
    ["no userName", { displayName: "Grete" }, 400, "invalidValue"],
    ["an empty userName", { userName: " " }, 400, "invalidValue"],
    ["a userName that is a number", { userName: 5 }, 400, "invalidValue"],
    ["a userName with a character that nobody sees", { userName: "gre\u200bte" }, 400, "invalidValue"],
    ["a userName with NUL", { userName: "gre\0te" }, 400, "invalidValue"],
    ["a userName too long", { userName: "g".repeat(129) }, 400, "invalidValue"],
    ["active that is neither", { userName: "grete", active: "maybe" }, 400, "invalidValue"],
    ["active that is a number", { userName: "grete", active: 0 }, 400, "invalidValue"],
    ["active that is null", { userName: "grete", active: null }, 400, "invalidValue"],
    ["active that is a list", { userName: "grete", active: [false] }, 400, "invalidValue"],
    ["active twice", { userName: "grete", active: true, Active: false }, 400, "invalidSyntax"],
    ["a displayName that is an object", { userName: "grete", displayName: {} }, 400, "invalidValue"],
    ["a name that is text", { userName: "grete", name: "Grete" }, 400, "invalidValue"],
    ["emails that are text", { userName: "grete", emails: "grete@example.com" }, 400, "invalidValue"],
    ["an email that is none", { userName: "grete", emails: [{ value: "grete" }] }, 400, "invalidValue"],
    ["an email of no type", { userName: "grete", emails: [{ value: "g@example.com", type: 5 }] }, 400, "invalidValue"],
    [
      "primary that is neither",
      { userName: "grete", emails: [{ value: "g@example.com", primary: "yes" }] },
      400,
      "invalidValue",
    ],
    ["an externalId that is a number", { userName: "grete", externalId: 5 }, 400, "invalidValue"],
    ["an externalId with NUL", { userName: "grete", externalId: "a\0" }, 400, "invalidValue"],
    ["an externalId too long", { userName: "grete", externalId: "g".repeat(1_025) }, 400, "invalidValue"],
    ["an externalId too long in bytes", { userName: "grete", externalId: "é".repeat(513) }, 400, "invalidValue"],
    ["a name too long", { userName: "grete", name: { givenName: "g".repeat(101) } }, 400, "invalidValue"],
    ["half of a character", '{"userName":"grete","displayName":"\\ud800"}', 400, "invalidValue"],
    ["schemas of something else", { schemas: [`${USER}s`], userName: "grete" }, 400, "invalidValue"],
    ["schemas that are text", { schemas: USER, userName: "grete" }, 400, "invalidSyntax"],
    ["__proto__", '{"userName":"grete","__proto__":{"active":false}}', 400, "invalidSyntax"],
    ["constructor", { userName: "grete", name: { constructor: "x" } }, 400, "invalidSyntax"],
    ["prototype", { userName: "grete", emails: [{ value: "g@example.com", prototype: {} }] }, 400, "invalidSyntax"],
    ["__proto__ in a path", { userName: "grete", "name.__PROTO__": "x" }, 400, "invalidSyntax"],
    ["lists in lists without end", `{"userName":"grete","x":${"[".repeat(40)}${"]".repeat(40)}}`, 400, "invalidSyntax"],
    ["lists in lists that never end", "[".repeat(500_000), 400, "invalidSyntax"],
  ];

  it.each(wrong)("creates nobody: %s", async (_, body, status, scimType) => {
    const okta = await Platform.connected();
    const before = await everything();
    expect(await okta.post("/Users", body)).toMatchObject({ status, body: { scimType } });
    expect(await everything()).toEqual(before);
  });

  it.each([
    ["text/plain", 415],
    ["application/x-www-form-urlencoded", 415],
    ["application/jsonp", 415],
    ["application/json", 201],
    ["APPLICATION/SCIM+JSON; charset=utf-8", 201],
  ])("is told by its media type: %s is answered %i", async (type, status) => {
    const okta = await Platform.connected();
    expect(await okta.post("/Users", { userName: "grete" }, { "Content-Type": type })).toMatchObject({ status });
    expect(await database().user.count()).toBe(status === 201 ? 1 : 0);
  });

  it("is not UTF-8", async () => {
    const okta = await Platform.connected();
    const latin1 = Buffer.from('{"userName":"ren\u00e9"}', "latin1");
    expect(await okta.raw("POST", "/Users", latin1)).toMatchObject({
      status: 400,
      body: { scimType: "invalidSyntax" },
    });
    expect(await database().user.count()).toBe(0);
  });
});

describe("a user of the platform", () => {
  it("is replaced by PUT: what it doesn't name is taken away, but not the external id and not the status", async () => {
    const okta = await Platform.connected();
    const { id } = (await okta.post("/Users", { ...whole, active: false })).body;
    const replaced = await okta.put(`/Users/${String(id)}`, {
      schemas: [USER],
      id: "somebody-else",
      userName: "Grete@Example.com",
      name: { familyName: "Hermann" },
      meta: { created: "04-12-2018 00:00:00" },
    });
    const { meta: _, ...rest } = replaced.body;
    expect(replaced.status).toBe(200);
    expect(rest).toEqual({
      schemas: [USER],
      id,
      externalId: whole.externalId,
      userName: "grete@example.com",
      displayName: "Hermann",
      name: { familyName: "Hermann" },
      active: false,
    });
    expect(replaced.headers.get("content-location")).toBe(`/scim/v2/Users/${String(id)}`);
    const cleared = await okta.put(`/Users/${String(id)}`, { userName: "grete@example.com", externalId: null });
    expect(cleared.body).not.toHaveProperty("externalId");
  });

  it("is never renamed, unless the same call disables them: then the name is passed over", async () => {
    const okta = await Platform.connected();
    const { id } = await okta.provision("grete");
    const before = await everything();
    const renamed = { userName: "hermann", displayName: "Other" };
    expect(await okta.put(`/Users/${id}`, renamed)).toMatchObject({ status: 400, body: { scimType: "mutability" } });
    expect(await okta.put(`/Users/${id}`, { displayName: "Other" })).toMatchObject({ status: 400 });
    expect(await okta.put(`/Users/${id}`, { ...renamed, active: true })).toMatchObject({ status: 400 });
    expect(await everything()).toEqual(before);
    const left = await okta.put(`/Users/${id}`, { ...renamed, active: false });
    expect(left).toMatchObject({ status: 200, body: { userName: "grete", active: false } });
  });

  it("is not there under a name, somebody else's id or one that is none", async () => {
    const { ada, pat } = await givenPeople("ada", "pat");
    const okta = await Platform.connected();
    const before = await everything();
    for (const id of [ada.id, "ada", "7f4bc1a3-285e-48ae-8202-5accb43efb0e", "%00", "..", "__proto__"]) {
      const path = `/Users/${id}`;
      expect(await okta.get(path)).toMatchObject({ status: 404 });
      expect(await okta.put(path, { userName: "ada", active: false })).toMatchObject({ status: 404 });
      expect(await okta.patch(id, [{ op: "replace", value: { active: false } }])).toMatchObject({ status: 404 });
      expect(await okta.delete(path)).toMatchObject({ status: 404 });
    }
    expect(await everything()).toEqual(before);
    expect(await okta.get(`/Users/${pat.id}`)).toMatchObject({ status: 200, body: { userName: "pat" } });
  });

  it("is gone for the platform once it deletes them: their session is over, and nobody gets what they had", async () => {
    const okta = await Platform.connected();
    const { id } = await okta.provision("grete");
    const cookie = await openSession({ id });
    expect(await okta.delete(`/Users/${id}`)).toMatchObject({ status: 204, body: {} });
    expect(await standingOf(cookie)).not.toBe("open");
    expect(await rowOf({ id })).toMatchObject({ status: "DISABLED" });
    expect(await okta.get(`/Users/${id}`)).toMatchObject({ status: 404 });
    expect(await okta.delete(`/Users/${id}`)).toMatchObject({ status: 404 });
    expect(await okta.patch(id, [{ op: "replace", value: { active: true } }])).toMatchObject({ status: 404 });
    expect(await okta.get("/Users")).toMatchObject({ body: { totalResults: 0, Resources: [] } });
    expect((await entriesAbout({ id })).map(({ event, source }) => [event, source])).toEqual([
      ["user.created", "PLATFORM"],
      ["user.disabled", "PLATFORM"],
    ]);
    const again = await okta.provision("grete");
    expect(again.id).not.toBe(id);
  });
});

describe("versions", () => {
  it("are told by ETag, and a call about another one changes nothing", async () => {
    const okta = await Platform.connected();
    const { id } = await okta.provision("grete");
    const path = `/Users/${id}`;
    const { headers } = await okta.get(path);
    expect(headers.get("etag")).toBe('W/"1"');
    expect(await okta.get(path, { "If-None-Match": 'W/"1"' })).toMatchObject({ status: 304, body: {} });
    expect(await okta.get(path, { "If-None-Match": 'W/"2"' })).toMatchObject({ status: 200 });
    const before = await everything();
    for (const stale of ['W/"2"', '"0"', "W/1", "nonsense", 'W/"7", W/"8"', ""]) {
      const precondition = { "If-Match": stale };
      expect(await okta.patch(id, [{ op: "replace", value: { active: false } }], precondition)).toMatchObject({
        status: 412,
      });
      expect(await okta.put(path, { userName: "grete" }, precondition)).toMatchObject({ status: 412 });
      expect(await okta.delete(path, precondition)).toMatchObject({ status: 412 });
    }
    expect(await everything()).toEqual(before);
    const operations = [{ op: "replace", path: "active", value: false }];
    const changed = await okta.patch(id, operations, { "If-Match": 'W/"9", W/"1"' });
    expect(changed).toMatchObject({ status: 200, body: { active: false, meta: { version: 'W/"2"' } } });
    expect(await okta.patch(id, operations, { "If-Match": "*" })).toMatchObject({ status: 200 });
    expect(await okta.delete(path, { "If-Match": 'W/"2"' })).toMatchObject({ status: 204 });
  });
});

describe("an answer", () => {
  it("has the attributes that were asked for, and id and schemas in any case", async () => {
    const okta = await Platform.connected();
    const { id } = (await okta.post("/Users", whole)).body;
    const path = `/Users/${String(id)}`;
    const minimum = { schemas: [USER, ENTERPRISE], id };
    const ask = async (query: string): Promise<Body> => (await okta.get(`${path}?${query}`)).body;
    expect(await ask("attributes=userName")).toEqual({ ...minimum, userName: read.userName });
    expect(await ask("attributes=USERNAME,name.givenname")).toEqual({
      ...minimum,
      userName: read.userName,
      name: { givenName: "Grete" },
    });
    expect(await ask("attributes=emails.value,nonsense")).toEqual({
      ...minimum,
      emails: [{ value: "grete@example.com" }],
    });
    expect(await ask(`attributes=${ENTERPRISE}:department`)).toEqual({
      ...minimum,
      [ENTERPRISE]: { department: "Philosophy" },
    });
    expect(await ask(`attributes=${ENTERPRISE}`)).toEqual({ ...minimum, [ENTERPRISE]: read[ENTERPRISE] });
    expect(await ask("attributes=nonsense")).toEqual(minimum);
    const { emails: _, ...rest } = read;
    const { meta: __, ...withoutEmails } = await ask("excludedAttributes=emails,id,schemas");
    expect(withoutEmails).toEqual({ ...rest, id });
    expect(await ask("excludedAttributes=meta.created,name.familyName")).toMatchObject({
      name: { givenName: "Grete" },
    });
    expect(await ask(`excludedAttributes=${ENTERPRISE}`)).not.toHaveProperty([ENTERPRISE]);
    expect(await okta.get(`${path}?attributes=id&excludedAttributes=name`)).toMatchObject({ status: 400 });
    const patched = await okta.call("PATCH", `${path}?attributes=active`, {
      Operations: [{ op: "replace", path: "active", value: false }],
    });
    expect(patched.body).toEqual({ ...minimum, active: false });
  });
});
