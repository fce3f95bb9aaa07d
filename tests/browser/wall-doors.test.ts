/** The platform's token opens its own door and no other, and nothing but it opens that door (CONTRIBUTING.md, 3). */
import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { expect, test } from "./fixtures";
import { ACTIONS, builtActions, callAction } from "./wall-actions";
import { carriers, ROUTES } from "./wall-routes";
import { givenToken, givenWhom, openSession, PLATFORM_USERS, signInByRow, stateOf, whileUnchanged } from "./wall-scene";

test.beforeEach(async ({ records }) => {
  test.slow();
  await records.query("DELETE FROM platform_tokens");
  await records.query("DELETE FROM signal_receivers");
});

test("the platform's token opens no page and no action, not even as a cookie", async ({
  openBrowser,
  server,
  records,
}) => {
  const whom = await givenWhom(records, PLATFORM_USERS.pat);
  const { token } = await givenToken(records);
  const [nobody, platform] = [await openBrowser(), await openBrowser()];
  await platform.context().addCookies([{ name: "latchkey-session", value: token, url: server.url }]);
  const headers = { Authorization: `Bearer ${token}`, "X-API-Key": token };
  for (const [file, { path }] of Object.entries(ROUTES)) {
    const address = path(whom);
    if (address.startsWith("/scim/")) continue;
    const [without, withToken] = [
      await nobody.request.get(address, { maxRedirects: 0 }),
      await platform.request.get(address, { headers, maxRedirects: 0 }),
    ];
    expect([withToken.status(), withToken.headers()["location"]], file).toEqual([
      without.status(),
      without.headers()["location"],
    ]);
    if (file.startsWith("app/manage/")) expect(withToken.headers()["location"], file).toContain("/sign-in?from=");
  }
  for (const [action, { id, pages }] of builtActions()) {
    const [path = "/"] = carriers(pages).map((route) => route.path(whom));
    for (const { fields } of ACTIONS[action]?.(whom) ?? []) {
      const entries = await whileUnchanged(records, whom.person, action, async () => {
        const answer = await callAction(platform, server, path, id, fields);
        const leads = answer.headers()["x-action-redirect"] ?? answer.headers()["location"] ?? "";
        if (!action.includes("signInAction")) expect(leads, action).toContain("/sign-in");
      });
      expect(
        entries.filter(([event]) => event !== "sign-in.refused"),
        action,
      ).toEqual([]);
    }
  }
});

test("a session, a package key and a made-up token open nothing of SCIM, and the token is no package key", async ({
  page,
  server,
  records,
}) => {
  const [anna, whom] = [
    await records.newPerson({ username: "anna", roles: ["ADMINISTRATOR"] }),
    await givenWhom(records, PLATFORM_USERS.pat),
  ];
  await signInByRow(page, server, records, anna);
  const cookie = await openSession(records, anna);
  const { token } = await givenToken(records);
  const tokens = [
    null,
    cookie,
    whom.key.key,
    whom.tokenId,
    whom.id,
    token.slice(0, -1),
    token.toUpperCase(),
    `${token}x`,
  ];
  const user = `/scim/v2/Users/${whom.id}`;
  const calls = [
    ["GET", "/scim/v2/Users"],
    ["GET", user],
    ["POST", "/scim/v2/Users", { userName: `new-${randomUUID()}` }],
    ["PUT", user, { userName: whom.person.username, active: false }],
    ["PATCH", user, { Operations: [{ op: "replace", value: { active: false } }] }],
    ["DELETE", user],
  ] as const;
  for (const bearer of tokens) {
    for (const [method, path, data] of calls) {
      const what = `${method} ${path} by ${String(bearer)}`;
      const headers = {
        ...{ "content-type": "application/scim+json", "X-API-Key": bearer ?? token },
        ...(bearer !== null && { Authorization: `Bearer ${bearer}` }),
      };
      const entries = await whileUnchanged(records, whom.person, what, async () => {
        const answer = await page.request.fetch(path, { method, headers, ...(data && { data }) });
        expect(answer.status(), what).toBe(401);
      });
      expect(entries).toEqual([]);
    }
  }
  const right = await page.request.get(user, { headers: { Authorization: `Bearer ${token}` } });
  expect(right.status()).toBe(200);
  for (const headers of [{ "X-API-Key": token }, { Authorization: `Bearer ${token}` }]) {
    const answer = await fetch(`${server.gateUrl}/authorize`, { headers });
    expect([answer.status, answer.headers.get("x-access-decision")]).toEqual([401, "unknown_key"]);
  }
  const hers = await fetch(`${server.gateUrl}/authorize`, { headers: { "X-API-Key": whom.key.key } });
  expect(hers.status).toBe(200);
});

test("addresses that go astray reach no local user", async ({ server, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  const { token } = await givenToken(records);
  const row = await records.user(linus.username);
  const id = String(row?.["id"]);
  const before = await stateOf(records, linus);
  const addresses = [
    ...[`/scim/v2/Users/${id}`, `/scim/v2/Users//${id}`, `/scim/v2//Users/${id}/`, `/scim/v2/Users/%2e/${id}`],
    ...[`/scim/v2/Users/x/../${id}`, `/scim/v2/Users/x%2f..%2f${id}`, `/scim/v2/Users/..%5c${id}`],
    ...[`/scim/v2/../scim/v2/Users/${id}`, `/scim/v2/Users/${id}%00`, `/scim/v2/Users/${id};x`, `/SCIM/v2/Users/${id}`],
    ...[`/scim/v2/Users/${encodeURIComponent(linus.username)}`, `/scim/v2/Users/${id}?id=${id}`, "/scim/v2/Users/me"],
  ];
  for (const address of addresses) {
    for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
      const body = method === "PUT" ? { userName: linus.username, active: false } : PATCH;
      const status = await callAsItIs(server.url, { address, method, token, body: JSON.stringify(body) });
      expect([400, 401, 404, 405], `${method} ${address}`).toContain(status);
    }
  }
  expect(await stateOf(records, linus)).toEqual(before);
  expect(await records.history(linus.username)).toEqual([]);
});

const PATCH = { Operations: [{ op: "replace", value: { active: false } }] };

type Call = { address: string; method: string; token: string; body: string };

/** Sends an address without making a proper one of it first, as every client with manners would. */
function callAsItIs(url: string, { address, method, token, body }: Call): Promise<number> {
  const { hostname, port } = new URL(url);
  const headers = { Authorization: `Bearer ${token}`, "content-type": "application/scim+json" };
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path: address, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on("error", reject);
    asked.end(method === "GET" || method === "DELETE" ? undefined : body);
  });
}
