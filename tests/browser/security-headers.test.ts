/** Every answer of the console carries the same headers, and a browser runs no script but those of the answer itself. */
import { readdirSync, readFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { join } from "node:path";
import type { APIResponse } from "@playwright/test";
import { buildFolder } from "@/scripts/build";
import type { Person } from "@/tests/people";
import { expect, test } from "./fixtures";
import { expectNothingInline, expectSecured } from "./security-headers";
import { builtActions, callAction } from "./wall-actions";
import { ROUTES } from "./wall-routes";
import { givenToken, givenWhom, signInByRow } from "./wall-scene";

const ADMINISTRATOR = { username: "anna", roles: ["ADMINISTRATOR"] } satisfies Partial<Person>;

/** What may be kept for a while: all that is the same for everybody. */
const KEPT: Readonly<Record<string, RegExp>> = {
  "/icon.svg": /^public, max-age=0, must-revalidate$/,
  "/.well-known/jwks.json": /^public, max-age=300$/,
  // As a part of a page, for which nobody asks, it comes from the build.
  "/failure": /^(no-store|s-maxage=31536000)$/,
};

test("every page and route, for who is signed in and for nobody, as a page and as a part of one", async ({
  page,
  openBrowser,
  server,
  records,
}) => {
  test.setTimeout(300_000);
  const [anna, whom] = [await records.newPerson(ADMINISTRATOR), await givenWhom(records, { username: "linus" })];
  const nobody = await openBrowser();
  await signInByRow(page, server, records, anna);
  const nonces: string[] = [];
  for (const by of [page, nobody]) {
    for (const [file, { path }] of Object.entries(ROUTES)) {
      for (const headers of [{ accept: "text/html" }, { RSC: "1", "Next-Url": "/manage/users" }]) {
        const address = path(whom);
        // Next first redirects who asks for a part of a page without its digest of these headers.
        const answer = await by.request.get(address, { headers, ...("accept" in headers && { maxRedirects: 0 }) });
        const what = `${file} ${answer.status()} ${Object.keys(headers).join()}`;
        const nonce = expectSecured(answer, what);
        nonces.push(nonce);
        if (isHtml(answer)) expectNothingInline(await answer.text(), nonce, what);
        expect(answer.headers()["cache-control"], what).toMatch(KEPT[address] ?? /no-store/);
      }
    }
  }
  expect(new Set(nonces).size, "nonces").toBe(nonces.length);
});

function isHtml(answer: APIResponse): boolean {
  return answer.headers()["content-type"]?.startsWith("text/html") ?? false;
}

test("what no page stands behind: refusals, redirects, files, answers to forms and to programs", async ({
  page,
  server,
  records,
}) => {
  const { token } = await givenToken(records);
  await signInByRow(page, server, records, await records.newPerson(ADMINISTRATOR));
  const bearer = { Authorization: `Bearer ${token}` };
  const calls: [path: string, status: number, options?: Parameters<typeof page.request.fetch>[1]][] = [
    ["/no-such-page", 404],
    ["/manage/users/nobody-at-all", 404],
    ["/failure", 200],
    ["/icon.svg", 200],
    ["/_next/static/nothing.js", 404],
    ["/_next/image?url=%2Ficon.svg&w=64&q=75", 404],
    ["/account/", 308],
    ["/%", 400],
    ["/", 403, { method: "POST", headers: { origin: "https://evil.example" } }],
    ["/", 405, { method: "PROPFIND" }],
    ["/sign-in", 413, { method: "POST", data: Buffer.alloc(1024 * 1024 + 1) }],
    ["/api/health", 200],
    ["/api/health", 405, { method: "DELETE" }],
    ["/api/auth/session", 404],
    ["/api/auth/signin", 302],
    ["/scim/v2/Users", 401],
    ["/scim/v2/Users", 200, { headers: bearer }],
    ["/scim/v2/Users/nobody", 404, { headers: bearer }],
    ["/scim/v1", 404],
    ["/.well-known/jwks.json", 200],
  ];
  for (const [path, status, options = {}] of calls) {
    const answer = await page.request.fetch(path, { maxRedirects: 0, ...options });
    const what = `${options.method ?? "GET"} ${path}`;
    expect(answer.status(), what).toBe(status);
    const nonce = expectSecured(answer, what);
    if (isHtml(answer)) expectNothingInline(await answer.text(), nonce, what);
    expect(answer.headers()["cache-control"], what).toMatch(KEPT[path] ?? /no-store/);
  }
  const { id = "" } = builtActions().get("app/manage/users/actions.ts changeStatusAction") ?? {};
  for (const [action, status] of [
    [id, 200],
    ["0".repeat(id.length), 409],
  ] as const) {
    const answer = await callAction(page, server, "/manage/users", action, [["username", "nobody-at-all"]]);
    expect(answer.status()).toBe(status);
    expectSecured(answer, `action ${action}`);
    expect(answer.headers()["cache-control"]).toContain("no-store");
  }
});

test("the files of the build are kept for good, and are told apart from what is not there", async ({ page }) => {
  const names = readdirSync(join(buildFolder(), "static"), { recursive: true, encoding: "utf8" });
  for (const kind of [".js", ".css", ".woff2"]) {
    const answer = await page.request.get(`/_next/static/${names.find((name) => name.endsWith(kind)) ?? kind}`);
    expectSecured(answer, kind);
    expect(answer.headers()["cache-control"], kind).toBe("public, max-age=31536000, immutable");
  }
});

test("no file for browsers has the common passwords, which only the server compares with", () => {
  const folder = join(buildFolder(), "static");
  const scripts = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(5);
  const telling = scripts.filter((name) => /zxcvbn|1q2w3e4r5t6y/.test(readFileSync(join(folder, name), "utf8")));
  expect(telling).toEqual([]);
});

test("an upgrade to a web socket is a request like any other", async ({ server }) => {
  for (const [path, status] of [
    ["/no-such-page", 404],
    ["/manage/users", 307],
    ["/_next/hmr", 404],
    ["http://127.0.0.1:1/", 400],
  ] as const) {
    const answer = await askToUpgrade(server.url, path);
    expect(answer.statusCode, path).toBe(status);
    expectSecured({ headers: () => answer.headers as Record<string, string> }, path);
  }
});

function askToUpgrade(url: string, path: string): Promise<IncomingMessage> {
  const { hostname, port } = new URL(url);
  const headers = { Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13" };
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers: { ...headers, "Sec-WebSocket-Key": "a2V5" } }, (answer) => {
      answer.resume();
      resolve(answer);
    });
    asked.on("upgrade", () => reject(new Error(`${path} became a web socket.`)));
    asked.on("error", reject);
    asked.end();
  });
}

test("a script that somebody got into a page does not run, and no form of theirs leads away", async ({
  page,
  signIn,
  expectBrowserError,
}) => {
  expectBrowserError(/violates the following Content Security Policy directive|net::ERR_BLOCKED_BY_CSP/);
  // The picture, whose failure is to run something.
  expectBrowserError("status of 404");
  const strange = [
    "<script>document.title = 'run'</script>",
    "<script nonce='guessed'>document.title = 'run'</script>",
    "<script src='/_next/static/chunks/any.js' onerror=\"document.title = 'run'\"></script>",
    "<img alt='' src='/nothing' onerror=\"document.title = 'run'\">",
    "<a id='link' href=\"javascript:document.title = 'run'\">a link</a>",
    "<style>h1 { display: none }</style>",
    "<base href='https://evil.example/'>",
    "<form id='form' action='https://evil.example/'></form>",
  ];
  const told: string[] = [];
  page.on("console", (message) => told.push(message.text()));
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).hostname));
  await signIn(page, "ada");
  await page.route("**/account", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `${await answer.text()}${strange.join("")}` });
  });
  await page.goto("/account");
  await page.locator("#link").click();
  await expect(page).toHaveTitle(/^Your account/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await page.evaluate(() => document.baseURI)).toBe(page.url());
  await page.locator("#form").evaluate((form: HTMLFormElement) => form.submit());
  await expect.poll(() => told.filter((text) => text.includes("form-action"))).toHaveLength(1);
  expect(new Set(asked)).toEqual(new Set(["localhost"]));
});

/** A page that the build makes once has no nonce of an answer: its scripts would not run. */
test("no page is made by the build but those that are sent without scripts", () => {
  const manifest = JSON.parse(readFileSync(join(buildFolder(), "prerender-manifest.json"), "utf8")) as {
    routes: Record<string, unknown>;
  };
  expect(Object.keys(manifest.routes).toSorted()).toEqual(["/_global-error", "/_not-found", "/failure", "/icon.svg"]);
});
