/**
 * What Okta sends, as it documents it: https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20. It never
 * deletes; integrations of its catalogue disable by PATCH, those of one's own by PUT.
 */
import { expect, test } from "./fixtures";
import { type Body, ownName, PATCH, PlatformClient, USER } from "./scim-platform";

/** A user as Okta creates one; the password is a placeholder that it always sends. */
function testUser(userName: string): Body {
  return {
    schemas: [USER],
    userName,
    name: { givenName: "Test", familyName: "User" },
    emails: [{ primary: true, value: userName, type: "work" }],
    displayName: "Test User",
    locale: "en-US",
    externalId: `00u${userName}`,
    groups: [],
    password: "1mz050nq",
    active: true,
  };
}

test("somebody with a plus in the name is found, however the address is encoded", async ({ server, records }) => {
  const okta = await PlatformClient.connected(server, records, "Okta");
  const userName = ownName("ada+test");
  await okta.call("POST", "/Users", testUser(userName));
  for (const filter of [
    `userName%20eq%20%22${userName}%22`,
    `userName%20eq%20%22${encodeURIComponent(userName)}%22`,
    `userName+eq+%22${encodeURIComponent(userName)}%22`,
  ]) {
    const { body } = await okta.call("GET", `/Users?filter=${filter}&startIndex=1&count=100`);
    expect(body, filter).toMatchObject({ totalResults: 1, Resources: [{ userName }] });
  }
});

function lookUp(userName: string): string {
  return `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}&startIndex=1&count=100`;
}

test("Okta connects, creates a user, changes the profile, and takes them out and in by PATCH", async ({
  server,
  records,
}) => {
  const okta = await PlatformClient.connected(server, records, "Okta");
  const userName = ownName("test.user");

  // When its settings are saved.
  expect(await okta.call("GET", "/Users?startIndex=1&count=2")).toMatchObject({ status: 200, body: { startIndex: 1 } });
  expect(await okta.call("GET", "/Groups?startIndex=1&count=100")).toMatchObject({
    status: 200,
    body: { Resources: [] },
  });

  expect((await okta.call("GET", lookUp(userName))).body).toMatchObject({
    totalResults: 0,
    itemsPerPage: 0,
    Resources: [],
  });
  const created = await okta.call("POST", "/Users", testUser(userName));
  expect(created).toMatchObject({ status: 201, body: { userName, active: true, externalId: `00u${userName}` } });
  expect(created.headers.get("location")).toBe(`${server.url}/scim/v2/Users/${String(created.body["id"])}`);
  expect(await okta.call("POST", "/Users", testUser(userName))).toMatchObject({ status: 409, body: { status: "409" } });
  const user = await okta.leaver(created);

  const { body: present } = await okta.call("GET", `/Users/${user.id}`);
  const changed = { ...present, name: { givenName: "Another", middleName: "Excited", familyName: "User" } };
  const put = await okta.call("PUT", `/Users/${user.id}`, changed);
  expect(put).toMatchObject({
    status: 200,
    body: { name: { givenName: "Another", familyName: "User" }, active: true },
  });
  expect(await user.history()).toMatchObject([{ event: "user.created" }, { event: "user.profile-changed" }]);

  const disabled = await user.expectOutBy(() => okta.patch(user.id, { op: "replace", value: { active: false } }));
  expect(disabled).toMatchObject({ status: 200, body: { id: user.id, active: false } });
  expect((await okta.call("GET", lookUp(userName))).body).toMatchObject({
    totalResults: 1,
    Resources: [{ active: false }],
  });
  const enabled = await user.expectBackBy(() => okta.patch(user.id, { op: "replace", value: { active: true } }));
  expect(enabled).toMatchObject({ status: 200, body: { active: true } });
  expect(await records.user(userName)).toMatchObject({ status: "ENABLED", origin: "PLATFORM", password_hash: null });
});

test("Okta takes a user out and in by PUT of the whole user, as its own integrations do", async ({
  server,
  records,
}) => {
  const okta = await PlatformClient.connected(server, records, "Okta, own integration");
  const userName = ownName("jane.doe");
  const user = await okta.leaver(await okta.call("POST", "/Users", testUser(userName)));
  const whole = (active: boolean): Body => ({
    ...testUser(userName),
    id: user.id,
    active,
    meta: {
      resourceType: "User",
      created: "04-12-2018 00:00:00",
      lastModified: "04-12-2018 00:00:00",
      version: "v1.0",
    },
    password: "TkdFNVdIVkxhM2c9",
  });
  const put = (active: boolean) => () => okta.call("PUT", `/Users/${user.id}`, whole(active));
  expect(await user.expectOutBy(put(false))).toMatchObject({ status: 200, body: { active: false } });
  expect(await user.expectBackBy(put(true))).toMatchObject({ status: 200, body: { active: true } });
  await user.expectOutBy(put(false));
  // A PUT that says nothing of active keeps it, whatever else it changes.
  const { active: _, ...unsaid } = whole(true);
  const other = await okta.call("PUT", `/Users/${user.id}`, { ...unsaid, displayName: "Jane" });
  expect(other).toMatchObject({ status: 200, body: { active: false, displayName: "Jane" } });
});

test("a browser that somebody is signed in with is sent to sign in once Okta disables them", async ({
  page,
  server,
  records,
}) => {
  const okta = await PlatformClient.connected(server, records, "Okta");
  const user = await okta.leaver(await okta.call("POST", "/Users", testUser(ownName("test.user"))));
  await page.context().addCookies([{ name: "latchkey-session", value: await user.signIn(), url: server.url }]);
  await page.goto("/account");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Test User");
  const body = { schemas: [PATCH], Operations: [{ op: "replace", value: { active: false } }] };
  expect((await okta.call("PATCH", `/Users/${user.id}`, body)).status).toBe(200);
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in\?from=/);
});
