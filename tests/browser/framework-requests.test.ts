/** What the framework understands beside plain requests gives nobody more than the page does, and changes nothing. */
import { type IncomingMessage, request as ask } from "node:http";
import { text } from "node:stream/consumers";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "./program-fixtures";
import { ASKERS, givenScene, PAGES, type Asker } from "./roles";
import { builtActions, callAction } from "./wall-actions";
import { ROUTES } from "./wall-routes";
import { openSession, whileUnchanged } from "./wall-scene";

const EVIL = "https://evil.example";
const TREE = encodeURIComponent(
  '["",{"children":["manage",{"children":["users",{"children":["__PAGE__",{}]}]}]},null]',
);

/** Headers by which Next asks itself, its scripts ask it, and servers before it tell it things. */
const WAYS: readonly Readonly<Record<string, string>>[] = [
  { RSC: "1" },
  { RSC: "1", "Next-Url": "/manage/users" },
  { RSC: "1", "Next-Router-State-Tree": TREE },
  { RSC: "1", "Next-Router-Prefetch": "1" },
  { RSC: "1", "Next-Router-Prefetch": "2" },
  { RSC: "1", "Next-Router-Prefetch": "3" },
  { RSC: "1", "Next-Router-Prefetch": "1", "Next-Router-Segment-Prefetch": "/_tree" },
  { RSC: "1", "Next-Router-Prefetch": "1", "Next-Router-Segment-Prefetch": "/manage/users/__PAGE__" },
  { purpose: "prefetch", "Sec-Purpose": "prefetch", "x-middleware-prefetch": "1" },
  { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
  { "x-middleware-subrequest": "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy" },
  { "x-middleware-next": "1", "x-middleware-skip": "1", "x-middleware-rewrite": "/manage/users" },
  { "x-middleware-override-headers": "x-forwarded-for", "x-middleware-request-x-forwarded-for": "127.0.0.1" },
  { "x-nextjs-data": "1", "x-nextjs-rewritten-path": "/manage/users", "x-matched-path": "/manage/users" },
  { "x-invoke-path": "/manage/users", "x-invoke-output": "/manage/users/page", "x-invoke-status": "200" },
  { "next-resume": "1", "x-next-resume-state-length": "0", "x-now-route-matches": "1=manage" },
  {
    "x-prerender-revalidate": "guessed",
    "x-next-revalidate-tag-token": "guessed",
    "x-next-revalidated-tags": "_N_T_/",
  },
  { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "x-forwarded-for": "127.0.0.1" },
  { forwarded: "host=evil.example", "x-original-url": "/manage/users", "x-rewrite-url": "/manage/users" },
  { "Content-Security-Policy": "script-src 'nonce-guessed'" },
];

const REFUSED = ["nobody", "dora, disabled", "linus, without a role", "sam, a Support User"].map((name) =>
  askerOf(name),
);

function askerOf(name: string): Asker {
  const asker = ASKERS[name];
  if (!asker) throw new Error(`${name} is nobody of roles.ts.`);
  return asker;
}

type Question = { readonly file: string; readonly path: string; readonly headers: Readonly<Record<string, string>> };

test("no page says more than it says to a browser, in whatever words it is asked", async ({ enter, records }) => {
  test.setTimeout(300_000);
  const scene = await givenScene(records);
  const closed = (who: Asker): [file: string, path: string][] =>
    Object.entries(PAGES)
      .filter(([, reach]) => reach[who.standing] !== "open")
      .map(([file, { at }]) => [file, (at ?? ROUTES[file]?.path)?.(scene) ?? ""]);
  for (const who of REFUSED) {
    const { request } = await enter(who);
    for (const [index, [file, path]] of closed(who).entries()) {
      // Each way at every fourth page, which together are all ways at each kind of page.
      const ways = WAYS.filter((_, way) => (way + index) % 4 === 0);
      await Promise.all(ways.map((headers) => expectNothing(request, { file, path, headers })));
    }
  }

  async function expectNothing(request: APIRequestContext, { file, path, headers }: Question): Promise<void> {
    const what = `${file} with ${JSON.stringify(headers)}`;
    // Next first redirects who asks for a part of a page without its digest of these headers.
    const isPart = "RSC" in headers;
    const answer = await request.get(path, { headers, ...(!isPart && { maxRedirects: 0 }) });
    expect(answer.status(), what).toBeLessThan(500);
    expect(await answer.text(), what).not.toContain(scene.mark);
    expect(JSON.stringify(answer.headersArray()), what).not.toMatch(/evil\.example|nonce-guessed/);
    if (!isPart && answer.headers()["content-type"]?.startsWith("text/html")) {
      expect(answer.status(), what).not.toBe(200);
    }
  }

  // By the very same words ada is told.
  const { request } = await enter(askerOf("ada, an Administrator"));
  for (const headers of WAYS.filter((way) => way["RSC"] === "1" && way["Next-Router-Prefetch"] === undefined)) {
    const answer = await request.get(`/manage/users/${scene.person.username}`, { headers });
    expect(await answer.text(), JSON.stringify(headers)).toContain(scene.mark);
  }
});

test("what the framework can't read is no failure, and says nothing", async ({ enter, records }) => {
  const scene = await givenScene(records);
  const { request } = await enter(askerOf("linus, without a role"));
  for (const headers of [
    { RSC: "1", "Next-Router-State-Tree": "nonsense" },
    { RSC: "1", "Next-Router-State-Tree": encodeURIComponent("[".repeat(5_000)) },
    { RSC: "1", "Next-Router-Segment-Prefetch": "/../../etc" },
    { "next-action": "nonsense" },
  ]) {
    const answer = await request.get(`/manage/users/${scene.person.username}`, { headers, maxRedirects: 0 });
    expect(await answer.text(), JSON.stringify(headers)).not.toContain(scene.mark);
    expect(answer.status(), JSON.stringify(headers)).not.toBe(200);
  }
});

test("nothing is served but pages and the files that browsers need of the build", async ({ enter, server }) => {
  const { request } = await enter(askerOf("ada, an Administrator"));
  const hidden = [
    "/.git/config",
    "/.env",
    "/package.json",
    "/next.config.js",
    "/.next/BUILD_ID",
    "/generated/prisma/client.ts",
  ];
  const ways = ["/_next/", "/_next/static/", "/_next/static/chunks/", "/_next/server/app/page.js", "/_next/BUILD_ID"];
  const climbing = ["/_next/static/..%2f..%2fpackage.json", "/..%2f..%2fpackage.json", "/_next/static/%2e%2e/BUILD_ID"];
  for (const path of [
    ...hidden,
    ...ways,
    ...climbing,
    "/_next/image?url=/icon.svg&w=64&q=75",
    "/_next/data/x/index.json",
  ]) {
    const answer = await request.get(`${server.url}${path}`, { maxRedirects: 0 });
    expect([308, 400, 404], path).toContain(answer.status());
    expect(await answer.text(), path).not.toMatch(/"latchkey"|repositoryformatversion|PrismaClient/);
  }
});

const { id: CHANGE_STATUS = "" } = builtActions().get("app/manage/users/actions.ts changeStatusAction") ?? {};

function disabling(username: string): [string, string][] {
  return Object.entries({ username, seen: "ENABLED", to: "DISABLED", reason: "Because." });
}

test("an action that was sent before is worth nothing after sign-out, disabling and the loss of a role", async ({
  enter,
  records,
  server,
}) => {
  const { person } = await givenScene(records);
  const losses: [what: string, statement: string, told: unknown[]][] = [
    ["signed out", "UPDATE sessions SET ended_at = now(), \"end\" = 'SIGNED_OUT' WHERE user_id = $1", []],
    ["disabled", "UPDATE users SET status = 'DISABLED' WHERE id = $1", []],
    ["without a role", "UPDATE users SET roles = '{}' WHERE id = $1", [["user.disabled", "REFUSED", "not_permitted"]]],
    [
      "a Support User",
      "UPDATE users SET roles = '{SUPPORT_USER}' WHERE id = $1",
      [["user.disabled", "REFUSED", "not_permitted"]],
    ],
    ["a Service User", "UPDATE users SET roles = '{ADMINISTRATOR,SERVICE_USER}' WHERE id = $1", []],
  ];
  for (const [what, statement, told] of losses) {
    const program = await enter(askerOf("ada, an Administrator"));
    const path = `/manage/users/${person.username}/status`;
    const before = await program.request.get(path);
    expect([before.status(), (await before.text()).includes("Because")], what).toEqual([200, false]);
    const row = await records.user(program.person?.username ?? "");
    await records.query(statement, [row?.["id"]]);
    const entries = await whileUnchanged(records, person, what, async () => {
      const answer = await callAction(program, server, path, CHANGE_STATUS, disabling(person.username));
      const leads = answer.headers()["x-action-redirect"] ?? "";
      if (told.length === 0) expect(leads, what).toMatch(/^\/sign-in\?from=/);
      else expect(leads, what).toBe("");
    });
    expect(entries, what).toEqual(told);
  }
});

test("an action is the same at any address, and one that nobody made is none", async ({ enter, records, server }) => {
  const { person } = await givenScene(records);
  const fields = disabling(person.username);
  const addresses = ["/", "/sign-in", "/account", "/manage/audit", "/manage/users/nobody-at-all", "/no-such-page"];
  for (const name of ["nobody", "linus, without a role", "sam, a Support User"]) {
    const program = await enter(askerOf(name));
    for (const path of [...addresses, "/api/health", "/scim/v2/Users", "/_next/static/nothing.js"]) {
      const entries = await whileUnchanged(records, person, `${name} at ${path}`, async () => {
        const answer = await callAction(program, server, path, CHANGE_STATUS, fields);
        expect(answer.status(), `${name} at ${path}`).toBeLessThan(500);
      });
      for (const [event, outcome, refusal] of entries) {
        expect([name === "nobody", event, outcome, refusal]).toEqual([
          false,
          "user.disabled",
          "REFUSED",
          "not_permitted",
        ]);
      }
    }
  }
  const ada = await enter(askerOf("ada, an Administrator"));
  const made = ["0".repeat(CHANGE_STATUS.length), CHANGE_STATUS.slice(1), `${CHANGE_STATUS}00`, "x", "constructor"];
  for (const id of made) {
    const entries = await whileUnchanged(records, person, id, async () => {
      const answer = await callAction(ada, server, "/manage/users", id, fields);
      expect([400, 404, 409], id).toContain(answer.status());
    });
    expect(entries, id).toEqual([]);
  }
});

test("a request that says it comes from elsewhere, or nowhere, changes nothing, whatever host it names", async ({
  records,
  server,
}) => {
  const { person } = await givenScene(records);
  const ada = await records.newPerson({ username: "ada", roles: ["ADMINISTRATOR"] });
  const cookie = `latchkey-session=${await openSession(records, ada)}`;
  const own = new URL(server.url);
  const refused: Record<string, string>[] = [
    { origin: "null" },
    { origin: EVIL },
    { origin: EVIL, "x-forwarded-host": "evil.example" },
    { origin: EVIL, "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", forwarded: "host=evil.example" },
    { origin: `http://localhost:${Number(own.port) + 1}` },
    { origin: `${server.url}.evil.example` },
    { origin: `http://evil.example@${own.host}` },
    { "sec-fetch-site": "cross-site" },
    { origin: server.url, "sec-fetch-site": "cross-site" },
  ];
  for (const headers of refused) {
    const what = JSON.stringify(headers);
    const entries = await whileUnchanged(records, person, what, async () => {
      const [answer, body] = await send(server.url, `/manage/users/${person.username}/status`, { cookie, ...headers });
      expect(answer.statusCode, `${what} ${body}`).toBe(403);
    });
    expect(entries, what).toEqual([]);
  }
  // A page that leads a name of its own to this machine is no page of the console to any browser.
  for (const origin of ["http://evil.example", server.url]) {
    const path = `/manage/users/${person.username}/status`;
    const [answer] = await send(server.url, path, { cookie, host: "evil.example", origin });
    expect(answer.statusCode).toBe(421);
    expect(JSON.stringify(answer.headers)).not.toContain("evil.example");
  }

  async function send(url: string, path: string, headers: Record<string, string>): Promise<[IncomingMessage, string]> {
    const form = new FormData();
    for (const [name, value] of disabling(person.username)) form.append(`_1_${name}`, value);
    form.append("0", '[{},"$K1"]');
    const packed = new Response(form);
    const body = Buffer.from(await packed.arrayBuffer());
    const { hostname, port } = new URL(url);
    const sent = {
      "next-action": CHANGE_STATUS,
      "content-type": packed.headers.get("content-type") ?? "",
      "content-length": String(body.length),
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const asked = ask({ hostname, port, path, method: "POST", headers: sent }, (response) => {
        text(response).then((read) => resolve([response, read]), reject);
      });
      asked.on("error", reject);
      asked.end(body);
    });
  }
});
