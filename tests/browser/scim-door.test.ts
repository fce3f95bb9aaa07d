/** The way from the network to the platform's door: what the server in front of it and the routes make of a call. */
import { request as ask } from "node:http";
import { text } from "node:stream/consumers";
import { expect, test } from "./fixtures";
import { ENTERPRISE, ownName, PlatformClient, USER } from "./scim-platform";

test("the base URL that administrators paste leads to all that there is", async ({ server, records }) => {
  const okta = await PlatformClient.connected(server, records, "Okta");
  expect(await okta.call("GET", "/ServiceProviderConfig")).toMatchObject({
    status: 200,
    body: { meta: { location: `${server.url}/scim/v2/ServiceProviderConfig` } },
  });
  expect(await okta.call("GET", `/Schemas/${ENTERPRISE}`)).toMatchObject({ status: 200, body: { id: ENTERPRISE } });
  expect(await okta.call("GET", `/Schemas/${encodeURIComponent(USER)}`)).toMatchObject({
    status: 200,
    body: { id: USER },
  });
  expect(await okta.call("POST", "/Users/.search", { filter: 'userName eq "pat"' })).toMatchObject({
    status: 200,
    body: { totalResults: 1 },
  });
  for (const path of [
    "",
    "/",
    "/nonsense",
    "/Users/a/b/c",
    "/Users/ada",
    "/Users/%2e%2e%2fada",
    "/Users/%F0%9F%94%91",
  ]) {
    expect(await okta.call("GET", path), path).toMatchObject({ status: 404, body: { status: "404" } });
  }
  // As a platform asks whose base URL was pasted with a slash at the end.
  expect(await okta.call("GET", "//Users/?count=0")).toMatchObject({ status: 200, body: { itemsPerPage: 0 } });
  for (const path of ["//scim/v2/Users?count=0", "/scim//v2/Users?count=0"]) {
    const headers = { Authorization: `Bearer ${okta.token}` };
    expect((await fetch(`${server.url}${path}`, { headers })).status, path).toBe(200);
  }
  for (const path of ["/scim", "/scim/", "/scim/v1/Users", "//scim?x"]) {
    const answer = await fetch(`${server.url}${path}`, { redirect: "manual" });
    expect([answer.status, answer.headers.get("content-type")], path).toEqual([404, "application/scim+json"]);
  }
  expect(await okta.call("OPTIONS", "/Users")).toMatchObject({ status: 405, body: { status: "405" } });
  const head = await fetch(`${server.url}/scim/v2/Users`, {
    method: "HEAD",
    headers: { Authorization: `Bearer ${okta.token}` },
  });
  expect([head.status, await head.text()]).toEqual([200, ""]);
});

test("nobody gets in without a token, with the cookie of an administrator either", async ({
  page,
  signIn,
  server,
  records,
}) => {
  const okta = await PlatformClient.connected(server, records, "Okta");
  await signIn(page, "ada");
  const user = await okta.leaver(await okta.call("POST", "/Users", { userName: ownName("grete") }));
  const answer = await page.request.fetch(`/scim/v2/Users/${user.id}`, { method: "DELETE" });
  expect(answer.status()).toBe(401);
  expect(answer.headers()).toMatchObject({ "www-authenticate": 'Bearer realm="scim"', "cache-control": "no-store" });
  expect(await answer.json()).toMatchObject({ status: "401" });
  expect(await okta.call("GET", `/Users/${user.id}`)).toMatchObject({ status: 200, body: { active: true } });
});

test("a body is taken up to one mebibyte, and refused by an error of SCIM beyond", async ({ server, records }) => {
  const okta = await PlatformClient.connected(server, records, "Okta");
  const userName = ownName("grete");
  const sized = (length: number): string => {
    const [before, after] = [`{"userName":"${userName}","title":"`, '"}'];
    return before + "x".repeat(length - before.length - after.length) + after;
  };
  const limit = 1024 * 1024;
  expect(await okta.call("POST", "/Users", sized(limit + 1))).toMatchObject({ status: 413, body: { status: "413" } });
  expect(await records.user(userName)).toBeUndefined();
  expect(await okta.call("POST", "/Users", sized(limit))).toMatchObject({ status: 201 });
});

test("a body that comes in chunks is taken, too", async ({ server, records }) => {
  const okta = await PlatformClient.connected(server, records, "Okta");
  const userName = ownName("grete");
  const headers = { Authorization: `Bearer ${okta.token}`, "Content-Type": "application/json" };
  const answer = await new Promise<string>((resolve, reject) => {
    const request = ask(`${server.url}/scim/v2/Users`, { method: "POST", headers }, (response) => {
      void text(response).then((read) => resolve(`${response.statusCode ?? 0} ${read}`));
    });
    request.on("error", reject);
    request.write('{"userName":');
    request.end(`"${userName}"}`);
  });
  expect(answer).toMatch(/^201 /);
});
