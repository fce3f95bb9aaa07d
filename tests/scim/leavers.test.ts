/** A leaver must be out, whatever else the call says. */
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { commandLineActor } from "@/access/actor";
import { databasePool } from "@/access/database";
import { listPlatformCalls } from "@/access/platform/platform-calls";
import { emptyDatabase, freshDatabase } from "@/tests/database";
import { takePrinted } from "@/tests/setup";
import { type Body, ENTERPRISE, everything, Platform, USER } from "./platform";

const OTHERS = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";

let entra: Platform;
let grete: Body & { id: string };

beforeAll(freshDatabase);
beforeEach(async () => {
  await emptyDatabase();
  entra = await Platform.connected("Entra ID");
  await entra.provision("emmy");
  grete = await entra.provision("grete", {
    displayName: "Grete",
    profileUrl: "https://grete.example.com",
    emails: [{ value: "grete@example.com", type: "work" }],
    phoneNumbers: [{ value: "+49 421 1" }],
  });
});

const off = { op: "Replace", path: "active", value: "False" };
const long = "x".repeat(400);

/** All of Grete but whether she is enabled, and when that changed. */
function withoutState({ active: _active, meta: _meta, ...rest }: Body): Body {
  return rest;
}

async function expectNoted(detail: string): Promise<void> {
  const [last] = await listPlatformCalls(commandLineActor());
  expect(last).toMatchObject({ status: 200, detail });
}

describe("Grete is disabled although her PATCH has", () => {
  it.each<[string, object, string]>([
    ["a website too long", { path: "profileUrl", value: `https://${long}` }, "profileUrl"],
    ["an email that is none", { path: 'emails[type eq "work"].value', value: "grete" }, 'emails[type eq "work"].value'],
    ["emails as text", { path: "emails", value: ["grete@example.org"] }, "emails"],
    ["a phone number too long", { path: "phoneNumbers", value: [{ value: long }] }, "phoneNumbers"],
    ["a mark that can't be shown", { path: "displayName", value: "Grete \u200E" }, "displayName"],
    ["her name as text", { path: "name", value: "Grete" }, "name"],
    ["an attribute that there is not", { path: "shoeSize", value: 38 }, "shoeSize"],
    ["one that can't be changed", { path: "groups", value: [] }, "groups"],
    [
      "an email to choose that is not there",
      { path: 'emails[value eq "x@y"].value', value: "a@b" },
      'emails[value eq "x@y"].value',
    ],
    ["the externalId of somebody else", { path: "externalId", value: "idp|emmy" }, "externalId"],
    ["another userName", { path: "userName", value: "married" }, "userName"],
  ])("%s, which stays as it was", async (_, operation, notKept) => {
    const wrong = { op: "replace", ...operation };
    for (const operations of [
      [off, wrong],
      [wrong, off],
    ]) {
      const answer = await entra.patch(grete.id, operations);
      expect(answer).toMatchObject({ status: 200, body: { active: false } });
      expect(withoutState(answer.body)).toEqual(withoutState(grete));
      await expectNoted(`Disabled. Not kept: ${notKept}.`);
    }
  });

  it("two wrong values in one, and what is right of it is kept", async () => {
    const value = { active: false, displayName: long, name: { givenName: long, familyName: "Hermann" } };
    const answer = await entra.patch(grete.id, [{ op: "replace", value }]);
    expect(answer).toMatchObject({ status: 200, body: { active: false, name: { familyName: "Hermann" } } });
    await expectNoted("Disabled. Not kept: displayName, name.givenName.");
  });
});

describe("Grete is disabled although her PUT has", () => {
  it.each<[string, Body, string]>([
    ["an email that is none", { emails: [{ value: "grete" }] }, "emails"],
    ["a phone number too long", { phoneNumbers: [{ value: long }] }, "phoneNumbers"],
    ["a website too long", { profileUrl: `https://${long}` }, "profileUrl"],
    ["the externalId of somebody else", { externalId: "idp|emmy" }, "externalId"],
    ["another userName", { userName: "married" }, "userName"],
  ])("%s, which stays as it was", async (_, more, notKept) => {
    const { id: _id, meta: _meta, ...kept } = grete;
    const answer = await entra.put(`/Users/${grete.id}`, { ...kept, ...more, active: false });
    expect(answer).toMatchObject({ status: 200, body: { active: false } });
    expect(withoutState(answer.body)).toEqual(withoutState(grete));
    await expectNoted(`Disabled. Not kept: ${notKept}.`);
  });
});

describe("nothing is passed over", () => {
  it.each<[string, unknown[], number]>([
    ["where Grete stays enabled", [{ op: "replace", path: "displayName", value: long }], 400],
    ["where active is true in the end", [off, { op: "replace", value: { active: true, displayName: long } }], 400],
    ["where active is neither true nor false", [{ op: "replace", path: "active", value: "maybe" }, off], 400],
    ["where active is to be removed", [off, { op: "remove", path: "active" }], 400],
    ["where a name could reach into JavaScript", [off, { op: "add", path: "name.__proto__", value: "x" }], 400],
    ["where one does in brackets", [off, { op: "add", path: "emails[constructor eq 1].value", value: "x" }], 400],
    ["where one does in another's extension", [off, { op: "add", path: `${OTHERS}:prototype`, value: "x" }], 400],
    ["where an operation is none", [off, { op: "add", path: "title" }], 400],
    ["where somebody else has the externalId", [{ op: "replace", path: "externalId", value: "idp|emmy" }], 409],
  ])("%s", async (_, operations, status) => {
    const before = await everything();
    expect(await entra.patch(grete.id, operations)).toMatchObject({ status });
    expect(await everything()).toEqual(before);
  });

  it("where Grete has changed since", async () => {
    const before = await everything();
    const wrong = { op: "replace", path: "externalId", value: "idp|emmy" };
    expect(await entra.patch(grete.id, [off, wrong], { "If-Match": 'W/"99"' })).toMatchObject({ status: 412 });
    expect(await everything()).toEqual(before);
  });
});

describe("a call is obeyed", () => {
  it.each<[string, object]>([
    ["what the schema of users holds", { op: "replace", value: { [USER]: { active: false } } }],
    ["a path that is that schema", { op: "replace", path: USER, value: { active: false } }],
  ])("by %s", async (_, operation) => {
    expect(await entra.patch(grete.id, [operation])).toMatchObject({ status: 200, body: { active: false } });
  });

  it.each<[string, object, Body]>([
    [
      "a number is taken as its digits",
      { path: `${ENTERPRISE}:employeeNumber`, value: 701984 },
      { [ENTERPRISE]: { employeeNumber: "701984" } },
    ],
    ["the extension of others is passed over", { path: `${OTHERS}:tag`, value: "x" }, { displayName: "Grete" }],
    [
      "a website without https:// is passed over",
      { path: "profileUrl", value: "www.example.com" },
      { profileUrl: "https://grete.example.com" },
    ],
    [
      "an email that is not there is removed",
      { op: "remove", path: 'emails[value eq "x@y"]' },
      { displayName: "Grete" },
    ],
    [
      "one email is looked at, that which is kept",
      { path: "emails", value: [{ value: long, type: 5 }, 7, { value: "g@example.com", type: "WORK" }] },
      { emails: [{ value: "g@example.com", type: "work", primary: true }] },
    ],
  ])("%s", async (_, operation, body) => {
    const answer = await entra.patch(grete.id, [{ op: "replace", ...operation }]);
    expect(answer).toMatchObject({ status: 200, body: { active: true, ...body } });
  });

  it("without schemas, or with those of the extension alone, but not with others", async () => {
    expect(await entra.post("/Users", { userName: "zoe@example.com" })).toMatchObject({ status: 201 });
    const path = `/Users/${grete.id}`;
    expect(await entra.call("PATCH", path, { Operations: [off] })).toMatchObject({ status: 200 });
    expect(await entra.put(path, { schemas: [ENTERPRISE], userName: "grete" })).toMatchObject({ status: 200 });
    expect(await entra.put(path, { schemas: [OTHERS], userName: "grete" })).toMatchObject({ status: 400 });
  });

  it("by If-Match alone where it names versions, and nobody's id is told first", async () => {
    const path = `/Users/${grete.id}`;
    const nobody = `/Users/${crypto.randomUUID()}`;
    for (const header of ['W/"0001"', 'x W/"1"', 'W/"1" W/"1"', '"abc"']) {
      expect(await entra.delete(path, { "If-Match": header }), header).toMatchObject({ status: 412 });
      expect(await entra.delete(nobody, { "If-Match": header }), header).toMatchObject({ status: 404 });
    }
  });
});

describe("a list of attributes", () => {
  it("has at most a hundred names", async () => {
    const names = Array.from({ length: 100 }, () => "userName");
    const search = (more: object) => entra.post("/Users/.search", more);
    expect(await search({ attributes: names })).toMatchObject({ status: 200 });
    for (const name of ["attributes", "excludedAttributes"]) {
      const answer = await search({ [name]: [...names, "id"] });
      expect(answer).toMatchObject({ status: 400, body: { scimType: "invalidValue" } });
    }
  });
});

describe("discovery", () => {
  it("says what can be changed, and is not filtered", async () => {
    const { body } = await entra.get(`/Schemas/${USER}`);
    const attributes = body["attributes"] as { name: string; subAttributes?: object[] }[];
    expect(attributes.find(({ name }) => name === "profileUrl")).toMatchObject({ caseExact: true });
    const parts = attributes.find(({ name }) => name === "emails")?.subAttributes;
    expect(parts).toMatchObject([{ mutability: "readWrite" }, { mutability: "readOnly" }, { mutability: "readOnly" }]);
    expect(await entra.get("/ResourceTypes/user")).toMatchObject({ status: 200, body: { id: "User" } });
    expect(await entra.get("/ServiceProviderConfig?filter=a")).toMatchObject({ status: 403 });
  });
});

it("a console whose connections are all in use asks to be called again", async () => {
  const { max } = databasePool().options;
  const clients = await Promise.all(Array.from({ length: max }, () => databasePool().connect()));
  // The first to wait gives up; by then there is room to find out that the database is up.
  const answer = entra.get("/Users").finally(() => undefined);
  await vi.waitFor(() => expect(takePrinted("error").join()).toContain("A call of the platform failed"), 8_000);
  for (const client of clients) client.release();
  const { status, headers } = await answer;
  expect([status, headers.get("retry-after")]).toEqual([503, "10"]);
}, 20_000);
