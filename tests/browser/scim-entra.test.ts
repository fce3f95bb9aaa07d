/**
 * What Entra ID sends, as Microsoft documents it:
 * https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
 * https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility
 */
import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures";
import { type Answered, type Body, ENTERPRISE, ownName, PlatformClient, USER } from "./scim-platform";

function testUser(userName: string): Body {
  return {
    schemas: [USER, ENTERPRISE],
    externalId: randomUUID(),
    userName,
    active: true,
    emails: [{ primary: true, type: "work", value: userName }],
    meta: { resourceType: "User" },
    name: { formatted: "givenName familyName", familyName: "familyName", givenName: "givenName" },
    roles: [],
  };
}

function lookUp(entra: PlatformClient, filter: string): Promise<Answered> {
  return entra.call("GET", `/Users?filter=${encodeURIComponent(filter)}`);
}

test("Entra ID connects, creates a user, changes the profile, takes them out and in, and deletes them in the end", async ({
  server,
  records,
}) => {
  const entra = await PlatformClient.connected(server, records, "Entra ID");
  const userName = ownName("test_user");

  // "Test Connection" asks for somebody who is not there.
  expect(await lookUp(entra, `userName eq "${randomUUID()}"`)).toMatchObject({
    status: 200,
    body: { totalResults: 0, Resources: [], startIndex: 1 },
  });
  expect(await entra.call("GET", "/Schemas")).toMatchObject({ status: 200, body: { totalResults: 2 } });

  const sent = testUser(userName);
  const created = await entra.call("POST", "/Users", sent);
  expect(created).toMatchObject({ status: 201, body: { userName, active: true, displayName: "givenName familyName" } });
  const user = await entra.leaver(created);
  for (const filter of [
    `userName eq "${userName.toUpperCase()}"`,
    `externalId eq "${String(sent["externalId"])}"`,
    `emails[type eq "work"].value eq "${userName}"`,
  ]) {
    expect((await lookUp(entra, filter)).body).toMatchObject({ totalResults: 1, Resources: [{ id: user.id }] });
  }

  const changed = await entra.patch(
    user.id,
    { op: "Replace", path: "displayName", value: "Pvlo" },
    { op: "Replace", path: 'emails[type eq "work"].value', value: "testbcwqnm@example.com" },
    { op: "Replace", path: "name.familyName", value: "Pkqf" },
    { op: "Add", path: `${ENTERPRISE}:employeeNumber`, value: "Eqpj" },
    { op: "Add", path: "nickName", value: "Babs" },
  );
  expect(changed).toMatchObject({
    status: 200,
    body: {
      displayName: "Pvlo",
      emails: [{ value: "testbcwqnm@example.com", type: "work", primary: true }],
      name: { familyName: "Pkqf", givenName: "givenName" },
      [ENTERPRISE]: { employeeNumber: "Eqpj" },
      active: true,
    },
  });

  const disabled = await user.expectOutBy(() =>
    entra.patch(user.id, { op: "Replace", path: "active", value: "False" }),
  );
  expect(disabled).toMatchObject({ status: 200, body: { active: false } });
  expect(await entra.call("GET", `/Users/${user.id}`)).toMatchObject({ status: 200, body: { active: false } });
  expect((await lookUp(entra, `userName eq "${userName}"`)).body).toMatchObject({
    totalResults: 1,
    Resources: [{ active: false }],
  });
  const enabled = await user.expectBackBy(() => entra.patch(user.id, { op: "Replace", path: "active", value: "True" }));
  expect(enabled).toMatchObject({ status: 200, body: { active: true } });

  const deleted = await user.expectOutBy(() => entra.call("DELETE", `/Users/${user.id}`));
  expect(deleted).toMatchObject({ status: 204, body: {} });
  expect(await entra.call("GET", `/Users/${user.id}`)).toMatchObject({ status: 404, body: { status: "404" } });
  expect((await lookUp(entra, `userName eq "${userName}"`)).body).toMatchObject({ totalResults: 0 });
});

test("Entra ID in its newer mode sends booleans, and several attributes at once without a path", async ({
  server,
  records,
}) => {
  const entra = await PlatformClient.connected(server, records, "Entra ID, newer mode");
  const user = await entra.leaver(await entra.call("POST", "/Users", testUser(ownName("test_user"))));
  const changed = await entra.patch(
    user.id,
    { op: "replace", path: 'emails[type eq "work"].value', value: "testmhvaes@example.com" },
    {
      op: "replace",
      value: {
        displayName: "Bjfe",
        "name.givenName": "Kkom",
        "name.familyName": "Unua",
        [`${ENTERPRISE}:employeeNumber`]: "Aklq",
        [`${ENTERPRISE}:department`]: "Oqpz",
      },
    },
  );
  expect(changed).toMatchObject({
    status: 200,
    body: {
      displayName: "Bjfe",
      name: { givenName: "Kkom", familyName: "Unua" },
      emails: [{ value: "testmhvaes@example.com" }],
      [ENTERPRISE]: { employeeNumber: "Aklq", department: "Oqpz" },
    },
  });
  const out = { op: "replace", path: "active", value: false };
  // The address that turns the newer mode on ends up in the query of every call.
  const path = `/Users/${user.id}?aadOptscim062020`;
  const body = { Operations: [out], schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"] };
  expect(await user.expectOutBy(() => entra.call("PATCH", path, body))).toMatchObject({ status: 200 });
  await user.expectBackBy(() => entra.patch(user.id, { op: "replace", path: "active", value: true }));
});
