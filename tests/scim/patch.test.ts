/**
 * Shapes as Okta and Entra ID send them:
 * https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20
 * https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
 * https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility
 */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { entriesAbout, rowOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { type Body, ENTERPRISE, everything, Platform, USER } from "./platform";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

/** The platform, and a user with a value in every attribute that is kept. */
async function givenGrete(active = true): Promise<{ entra: Platform; id: string; before: Body }> {
  const entra = await Platform.connected("Entra ID");
  const { meta: _, ...before } = await entra.provision("grete", {
    active,
    displayName: "Grete Hermann",
    name: { givenName: "Grete", familyName: "Hermann" },
    emails: [{ value: "grete@example.com", type: "work", primary: true }],
    phoneNumbers: [{ value: "+49 421 1", type: "work" }],
    profileUrl: "https://grete.example.com",
    addresses: [{ type: "work", locality: "Bremen", region: "HB", postalCode: "28195", country: "DE" }],
    [ENTERPRISE]: {
      employeeNumber: "1901",
      organization: "Göttingen",
      department: "Philosophy",
      manager: { value: "emmy", displayName: "Emmy Noether" },
    },
  });
  return { entra, id: before.id, before };
}

describe("a user is disabled and enabled", () => {
  const shapes: [string, object][] = [
    ["Okta", { op: "replace", value: { active: false } }],
    ["Entra ID", { op: "Replace", path: "active", value: "False" }],
    ["Entra ID in its newer mode", { op: "replace", path: "active", value: false }],
    ["a client that adds", { op: "Add", path: "active", value: "fALSE" }],
    ["a client that adds without a path", { op: "add", value: { Active: "false" } }],
    ["a client with the name of the schema", { op: "replace", path: `${USER}:active`, value: false }],
    ["a client with that in the value", { op: "replace", value: { [`${USER.toUpperCase()}:ACTIVE`]: "False" } }],
    ["a client with an empty path", { op: "REPLACE", path: "", value: { active: false } }],
  ];

  it.each(shapes)("as %s asks for it", async (_, operation) => {
    const { entra, id, before } = await givenGrete();
    const disabled = await entra.patch(id, [operation]);
    expect(disabled).toMatchObject({ status: 200, body: { ...before, active: false } });
    expect(disabled.headers.get("etag")).toBe('W/"2"');
    expect(await entra.patch(id, [operation])).toMatchObject({ status: 200 });
    const again: unknown = JSON.parse(JSON.stringify(operation).replace(/"false"|false/i, "true"));
    expect(await entra.patch(id, [again])).toMatchObject({ status: 200, body: { active: true } });
    expect(
      (await entriesAbout({ id })).map(({ event, source, actorUsername }) => [event, source, actorUsername]),
    ).toEqual([
      ["user.created", "PLATFORM", "Entra ID"],
      ["user.disabled", "PLATFORM", "Entra ID"],
      ["user.enabled", "PLATFORM", "Entra ID"],
    ]);
  });

  it.each(["maybe", 0, 1, null, [], [false], ["False"], {}, { value: false }, "", " true", "yes"])(
    "by nothing but true and false: %j changes nothing, whatever else is asked for",
    async (active) => {
      const { entra, id } = await givenGrete();
      const before = await everything();
      for (const operations of [
        [{ op: "replace", path: "active", value: active }],
        [{ op: "replace", value: { active } }],
        [
          { op: "replace", path: "displayName", value: "Other" },
          { op: "replace", path: "active", value: false },
          { op: "add", path: "active", value: active },
        ],
      ]) {
        expect(await entra.patch(id, operations)).toMatchObject({ status: 400, body: { scimType: "invalidValue" } });
      }
      expect(await entra.put(`/Users/${id}`, { userName: "grete", active })).toMatchObject({ status: 400 });
      expect(await everything()).toEqual(before);
    },
  );

  it("by no other change", async () => {
    const { entra, id } = await givenGrete(false);
    for (const operations of [
      [{ op: "replace", path: "displayName", value: "Other" }],
      [{ op: "replace", value: { emails: [{ value: "other@example.com" }] } }],
      [{ op: "remove", path: "externalId" }],
    ]) {
      expect(await entra.patch(id, operations)).toMatchObject({ status: 200, body: { active: false } });
    }
    expect(await entra.put(`/Users/${id}`, { userName: "grete", title: "x" })).toMatchObject({
      body: { active: false },
    });
  });

  it("together with a profile, as two changes of one moment", async () => {
    const { entra, id } = await givenGrete();
    const operations = [
      { op: "Replace", path: "displayName", value: "Other" },
      { op: "Replace", path: "active", value: "False" },
    ];
    expect(await entra.patch(id, operations)).toMatchObject({ body: { active: false, displayName: "Other" } });
    const events = (await entriesAbout({ id })).slice(1).map(({ event }) => event);
    expect(events.toSorted()).toEqual(["user.disabled", "user.profile-changed"]);
  });

  it("by many calls at once, of which each is one change or none", async () => {
    const { entra, id } = await givenGrete();
    const wishes = Array.from({ length: 12 }, (_, number) => number % 3 === 0);
    const answers = await Promise.all(
      wishes.map((active) =>
        entra.patch(id, [{ op: "replace", value: { active, displayName: `as ${String(active)}` } }]),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(wishes.map(() => 200));
    const { body } = await entra.get(`/Users/${id}`);
    expect(body["displayName"]).toBe(`as ${String(body["active"])}`);
    const events = (await entriesAbout({ id })).map(({ event }) => event);
    const statuses = events.filter((event) => event === "user.disabled" || event === "user.enabled");
    // Each change of the status is one from the other.
    statuses.forEach((event, index) => expect(event).toBe(index % 2 === 0 ? "user.disabled" : "user.enabled"));
    expect(statuses.length % 2 === 0).toBe(body["active"]);
  });
});

describe("an attribute", () => {
  const work = (attribute: string): string => `${attribute}[type eq "work"]`;
  const changes: [string, object, Body][] = [
    ["by its path", { op: "replace", path: "displayName", value: "Other" }, { displayName: "Other" }],
    ["without regard to case", { op: "Replace", path: "DISPLAYNAME", value: "Other" }, { displayName: "Other" }],
    [
      "in a part",
      { op: "Replace", path: "name.familyName", value: "Henry" },
      { name: { givenName: "Grete", familyName: "Henry" } },
    ],
    [
      "in parts",
      { op: "add", path: "name", value: { familyName: "Henry" } },
      { name: { givenName: "Grete", familyName: "Henry" } },
    ],
    ["with blanks around it", { op: "replace", path: " displayName ", value: " Other " }, { displayName: "Other" }],
    ["verbatim", { op: "Replace", path: "externalId", value: " Eqpj\\x " }, { externalId: " Eqpj\\x " }],
    [
      "as several at once",
      {
        op: "replace",
        value: {
          displayName: "Bjfe",
          "name.givenName": "Kkom",
          "name.familyName": "Unua",
          [`${ENTERPRISE}:employeeNumber`]: "Aklq",
          'emails[type eq "work"].value': "new@example.com",
        },
      },
      {
        displayName: "Bjfe",
        name: { givenName: "Kkom", familyName: "Unua" },
        emails: [{ value: "new@example.com", type: "work", primary: true }],
        [ENTERPRISE]: expect.objectContaining({ employeeNumber: "Aklq", department: "Philosophy" }) as unknown,
      },
    ],
    [
      "chosen by type",
      { op: "Replace", path: `${work("emails")}.value`, value: "new@example.com" },
      { emails: [{ value: "new@example.com", type: "work", primary: true }] },
    ],
    [
      "chosen by primary",
      { op: "Replace", path: 'emails[primary eq "True"].Value', value: "new@example.com" },
      { emails: [{ value: "new@example.com", type: "work", primary: true }] },
    ],
    [
      "chosen by value",
      {
        op: "replace",
        path: 'emails[value eq "GRETE@example.com" and not (type eq "home")]',
        value: { value: "new@example.com" },
      },
      { emails: [{ value: "new@example.com", type: "work", primary: true }] },
    ],
    [
      "without a choice",
      { op: "replace", path: "emails.value", value: "new@example.com" },
      { emails: [{ value: "new@example.com", type: "work", primary: true }] },
    ],
    [
      "as a list",
      { op: "replace", path: "emails", value: [{ value: "new@example.com", type: "work" }] },
      { emails: [{ value: "new@example.com", type: "work", primary: true }] },
    ],
    [
      "as a list to add",
      { op: "Add", path: "emails", value: [{ value: "new@example.com", primary: "True" }] },
      { emails: [{ value: "new@example.com", type: "work", primary: true }] },
    ],
    [
      "in a part of one",
      { op: "Add", path: `${work("addresses")}.locality`, value: "Berlin" },
      {
        addresses: [
          { locality: "Berlin", region: "HB", postalCode: "28195", country: "DE", type: "work", primary: true },
        ],
      },
    ],
    [
      "in parts of one",
      { op: "add", path: work("addresses"), value: { locality: "Berlin" } },
      {
        addresses: [
          { locality: "Berlin", region: "HB", postalCode: "28195", country: "DE", type: "work", primary: true },
        ],
      },
    ],
    [
      "as a whole one",
      { op: "replace", path: work("addresses"), value: { locality: "Berlin" } },
      { addresses: [{ locality: "Berlin", type: "work", primary: true }] },
    ],
    [
      "of the extension",
      { op: "Add", path: `${ENTERPRISE}:department`, value: "Physics" },
      { [ENTERPRISE]: expect.objectContaining({ department: "Physics", employeeNumber: "1901" }) as unknown },
    ],
    [
      "of the extension, with a dot",
      { op: "Add", path: `${ENTERPRISE}.department`, value: "Physics" },
      { [ENTERPRISE]: expect.objectContaining({ department: "Physics" }) as unknown },
    ],
    [
      "of the extension as a whole",
      { op: "replace", path: ENTERPRISE, value: { organization: "Leipzig" } },
      { [ENTERPRISE]: expect.objectContaining({ organization: "Leipzig", department: "Philosophy" }) as unknown },
    ],
    [
      "as the manager's id",
      { op: "Add", path: `${ENTERPRISE}:manager`, value: "hilda" },
      { [ENTERPRISE]: expect.objectContaining({ manager: { value: "hilda" } }) as unknown },
    ],
    [
      "as the manager",
      { op: "replace", path: `${ENTERPRISE}:manager`, value: { value: "hilda", displayName: "Hilda Geiringer" } },
      {
        [ENTERPRISE]: expect.objectContaining({
          manager: { value: "hilda", displayName: "Hilda Geiringer" },
        }) as unknown,
      },
    ],
    [
      "as the manager in a list",
      { op: "Add", path: `${ENTERPRISE}:manager`, value: [{ $ref: "../Users/hilda", value: "hilda" }] },
      { [ENTERPRISE]: expect.objectContaining({ manager: { value: "hilda" } }) as unknown },
    ],
    ["as a part of the manager", { op: "replace", path: `${ENTERPRISE}:manager.value`, value: "emmy" }, {}],
    ["of those that are not kept", { op: "Add", path: "nickName", value: "Babs" }, {}],
    [
      "with parts, of those that are not kept",
      { op: "replace", path: 'roles[primary eq "True"].value', value: "Boss" },
      {},
    ],
    [
      "of the extension, of those that are not kept",
      { op: "add", path: `${ENTERPRISE}:costCenter`, value: "4130" },
      {},
    ],
    [
      "of a kind of which none is kept",
      { op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "+49 170 1" },
      {},
    ],
    [
      "of a kind of which none is kept, as a list",
      { op: "add", path: "phoneNumbers", value: [{ type: "fax", value: "+49 421 2" }] },
      {},
    ],
    ["of a part that is not kept", { op: "Add", path: `${work("addresses")}.streetAddress`, value: "1 Street" }, {}],
    ["as nothing to add", { op: "add", path: "emails", value: [] }, {}],
    [
      "that the platform makes up",
      { op: "replace", value: { id: "other", groups: [], meta: {}, favouriteColour: "red" } },
      {},
    ],
    ["that is the password", { op: "replace", path: "password", value: "TkdFNVdIVkxhM2c9" }, {}],
    ["that is the userName in another case", { op: "Replace", path: "userName", value: "GRETE" }, {}],
  ];

  it.each(changes)("is set %s", async (_, operation, changed) => {
    const { entra, id, before } = await givenGrete();
    const { meta: __, ...after } = (await entra.patch(id, [operation])).body;
    expect(after).toEqual({ ...before, ...changed });
    // What changed nothing is no change.
    expect(await entriesAbout({ id })).toHaveLength(Object.keys(changed).length === 0 ? 1 : 2);
  });

  const removed: [string, string[]][] = [
    ["externalId", ["externalId"]],
    ["name", ["name"]],
    ["emails", ["emails"]],
    [work("emails"), ["emails"]],
    [`${work("emails")}.value`, ["emails"]],
    ['emails[value co "@example.com"]', ["emails"]],
    ["phoneNumbers.value", ["phoneNumbers"]],
    ["addresses", ["addresses"]],
    ["profileUrl", ["profileUrl"]],
    [ENTERPRISE, [ENTERPRISE]],
    ['emails[type eq "home"]', []],
    ["emails.type", []],
    ["title", []],
  ];

  it.each(removed)("is taken away: %s", async (path, gone) => {
    const { entra, id, before } = await givenGrete();
    const { meta: _, ...after } = (await entra.patch(id, [{ op: "Remove", path, value: "" }])).body;
    const left = Object.entries(before).filter(([name]) => !gone.includes(name));
    expect(after).toEqual({
      ...Object.fromEntries(left),
      schemas: gone.includes(ENTERPRISE) ? [USER] : before["schemas"],
    });
  });

  it("of the manager goes with the id, and the displayName falls back to the name", async () => {
    const { entra, id } = await givenGrete();
    const operations = [
      { op: "remove", path: `${ENTERPRISE}:manager` },
      { op: "remove", path: "displayName" },
      { op: "replace", path: "name.givenName", value: null },
    ];
    const { body } = await entra.patch(id, operations);
    expect(body).toMatchObject({ displayName: "Hermann", name: { familyName: "Hermann" } });
    expect(body[ENTERPRISE]).not.toHaveProperty("manager");
  });

  it("is made where there was none, as Entra ID adds an email", async () => {
    const entra = await Platform.connected();
    const { id } = await entra.provision("emmy");
    const operations = [
      { op: "Add", path: 'emails[type eq "work"].value', value: "emmy@example.com" },
      { op: "Add", path: 'addresses[type eq "work"].country', value: "DE" },
      { op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "+49 170 1" },
    ];
    const { body } = await entra.patch(id, operations);
    expect(body).toMatchObject({
      emails: [{ value: "emmy@example.com", type: "work", primary: true }],
      addresses: [{ country: "DE", type: "work", primary: true }],
    });
    expect(body).not.toHaveProperty("phoneNumbers");
  });
});

describe("a PATCH that is not what it should be", () => {
  const fine = { op: "replace", path: "displayName", value: "Other" };
  const wrong: [string, unknown, string][] = [
    ["no operations", {}, "invalidSyntax"],
    ["none in the list", { Operations: [] }, "invalidSyntax"],
    ["no list", { Operations: fine }, "invalidSyntax"],
    ["more than anybody needs", { Operations: Array.from({ length: 1_001 }, () => fine) }, "invalidSyntax"],
    ["the schema of something else", { schemas: [USER], Operations: [fine] }, "invalidValue"],
    ["an operation that is text", { Operations: [fine, "replace"] }, "invalidValue"],
    ["no op", { Operations: [fine, { path: "active", value: false }] }, "invalidSyntax"],
    ["another op", { Operations: [fine, { op: "move", path: "active", value: false }] }, "invalidSyntax"],
    [
      "an op that is a name of JavaScript",
      { Operations: [{ op: "constructor", path: "active", value: false }] },
      "invalidSyntax",
    ],
    ["no value", { Operations: [fine, { op: "replace", path: "active" }] }, "invalidValue"],
    ["a path that is a number", { Operations: [fine, { op: "replace", path: 5, value: "x" }] }, "invalidPath"],
    ["a value without a path that is text", { Operations: [fine, { op: "replace", value: "x" }] }, "invalidValue"],
    ["nothing to remove", { Operations: [fine, { op: "remove" }] }, "noTarget"],
    ["active to remove", { Operations: [fine, { op: "remove", path: "active" }] }, "mutability"],
    ["userName to remove", { Operations: [fine, { op: "remove", path: "userName" }] }, "mutability"],
    ["another userName", { Operations: [fine, { op: "replace", path: "userName", value: "emmy" }] }, "mutability"],
    ["id", { Operations: [fine, { op: "replace", path: "id", value: "x" }] }, "mutability"],
    ["meta", { Operations: [fine, { op: "replace", path: "meta.created", value: "x" }] }, "mutability"],
    ["groups", { Operations: [fine, { op: "add", path: "groups", value: [] }] }, "mutability"],
    ["schemas", { Operations: [fine, { op: "remove", path: "schemas" }] }, "mutability"],
    [
      "an email that is not there",
      { Operations: [fine, { op: "replace", path: 'emails[value eq "x@example.com"].value', value: "y@example.com" }] },
      "noTarget",
    ],
    ["a choice that can't be read", { Operations: [fine, { op: "remove", path: "emails[type eq]" }] }, "invalidFilter"],
    [
      "a choice by what there is not",
      { Operations: [fine, { op: "remove", path: 'emails[colour eq "red"]' }] },
      "invalidFilter",
    ],
    [
      "an email that is none",
      { Operations: [fine, { op: "add", path: 'emails[type eq "work"].value', value: "x" }] },
      "invalidValue",
    ],
    [
      "two of one name",
      { Operations: [fine, { op: "add", value: { nickName: "a", NICKNAME: "b" } }] },
      "invalidSyntax",
    ],
  ];

  it.each(wrong)("changes nothing: %s", async (_, body, scimType) => {
    const { entra, id } = await givenGrete();
    const before = await everything();
    expect(await entra.call("PATCH", `/Users/${id}`, body)).toMatchObject({ status: 400, body: { scimType } });
    expect(await everything()).toEqual(before);
  });

  const hostile = [
    ...["__proto__", "constructor", "prototype", "__proto__.active", "constructor.prototype", "name.__proto__"],
    ...[
      "name.constructor",
      "emails.__proto__",
      "emails[__proto__ eq true].value",
      'emails[type eq "work"].constructor',
    ],
    ...['emails["__proto__"]', "__proto__[type eq 1]", `${ENTERPRISE}:__proto__`, `${USER}:constructor.prototype`],
    ...[
      "roles.__proto__",
      "title.constructor",
      "ims[type eq 1].prototype",
      "__PROTO__.polluted",
      "toString",
      "hasOwnProperty.call",
      "name.toString",
      "__defineGetter__",
      "valueOf",
    ],
    ...[
      "active.__proto__",
      "userName.constructor",
      "",
      ".",
      "..",
      "[",
      "]",
      "[]",
      "name.",
      ".name",
      "name..x",
      "name[",
      "a b",
    ],
    ...["roles[constructor eq 1]", "urn:ietf:params:scim:schemas:extension:acme:2.0:User:__proto__"],
    ...["name.givenName.x", 'emails[type eq "work"].value.x', 'emails[type eq "work"]value', "urn:", "urn:x:y"],
    ...[
      "x".repeat(100_000),
      "emails[".repeat(1_000),
      `emails[${"(".repeat(5_000)}`,
      "\0",
      "active\0",
      "displayName\n.x",
    ],
  ].filter((path) => path !== "");

  it.each(hostile.map((path) => [path.slice(0, 60), path] as const))(
    "changes nothing by a path such as %j",
    async (_, path) => {
      const { entra, id } = await givenGrete();
      const { ada } = await givenPeople("ada");
      const before = await everything();
      for (const op of ["add", "replace", "remove"]) {
        const operations = [
          { op: "replace", path: "displayName", value: "Other" },
          { op, path, value: { active: false } },
        ];
        expect(await entra.patch(id, operations)).toMatchObject({ status: 400 });
      }
      expect(await everything()).toEqual(before);
      expect(await rowOf(ada)).toEqual(ada);
      expect({}).not.toHaveProperty("active");
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );
});
