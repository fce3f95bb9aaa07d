/**
 * No secret that anybody used is in what the processes print, in the page of an error or in the audit; and each line that
 * they print as a service is one event, found by the id that the answer carries.
 */
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { makePackageKey } from "@/access/keys/package-key-format";
import { onServer } from "@/tests/server";
import { type ConsoleServer, startConsoleServer } from "./console-server";
import { expect, test as base } from "./fixtures";

const SESSION_SECRET = randomBytes(32).toString("base64");
const CLIENT_SECRET = "the console's own word for the provider";

/** As a service manager runs it, behind a proxy. */
const test = base.extend<object, { server: ConsoleServer }>({
  server: [
    async ({}, use) => {
      const server = await startConsoleServer({
        LOG_FORMAT: "json",
        NEXTAUTH_SECRET: SESSION_SECRET,
        LATCHKEY_TRUSTED_PROXIES: "1",
        // Nobody answers there.
        OIDC_ISSUER: "http://localhost:1",
        OIDC_CLIENT_ID: "latchkey",
        OIDC_CLIENT_SECRET: CLIENT_SECRET,
      });
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
});

const lineSchema = z.looseObject({
  level: z.enum(["info", "warn", "error"]),
  time: z.iso.datetime(),
  process: z.enum(["console", "gate"]),
  event: z.string(),
});

type Line = z.infer<typeof lineSchema>;

function linesOf(server: ConsoleServer): Line[] {
  return server
    .printed()
    .split("\n")
    .filter(Boolean)
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

test("of keys, tokens, passwords and cookies nothing is printed, shown in an error or kept", async ({
  page,
  signIn,
  records,
  server,
  password,
  expectBrowserError,
}) => {
  test.slow();
  const [last] = await records.query("SELECT max(id) AS id FROM audit_entries");
  const wrong = `wrong-${randomBytes(9).toString("hex")}`;
  const strange = makePackageKey("live");
  const strangeToken = makePackageKey("scim");
  const linus = await records.newPerson();
  const made = await records.newKey(linus, { package: "Maps", plan: "Gold" });
  const secrets = [password, wrong, made.key, strange, strangeToken, SESSION_SECRET, CLIENT_SECRET];
  const { password: databasePassword } = new URL(server.databaseUrl);
  expect(databasePassword).not.toBe("");
  secrets.push(decodeURIComponent(databasePassword));

  await test.step("signing in, wrong and right", async () => {
    await page.goto("/sign-in");
    await page.getByLabel("Username").fill("ada");
    await page.getByLabel("Password", { exact: true }).fill(wrong);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("The username or the password is wrong.")).toBeVisible();
    await signIn(page, "ada");
    for (const { value } of await page.context().cookies()) if (value.length > 20) secrets.push(value);
  });

  await test.step("a key and a token of the platform", async () => {
    await page.goto(`/manage/users/${linus.username}/package-keys/new`);
    await page.getByLabel("Package and plan").selectOption("Maps – Gold");
    await page.getByRole("button", { name: "Create key" }).click();
    secrets.push((await page.locator("main code", { hasText: "lk_" }).textContent()) ?? "");
    await page.goto("/manage/settings/platform/tokens/new");
    await page.getByLabel("Label").fill("Okta");
    await page.getByRole("button", { name: "Create token" }).click();
    secrets.push((await page.locator("main code", { hasText: "lk_" }).textContent()) ?? "");
    expect(secrets.slice(-2).every((secret) => secret.startsWith("lk_"))).toBe(true);
  });

  const [key = "", token = ""] = secrets.slice(-2);

  await test.step("keys at the gate, tokens at the door of the platform, and secrets where they don't belong", async () => {
    for (const sent of [key, made.key, strange]) {
      await page.request.get(`${server.gateUrl}/authorize?api_key=${sent}`, { headers: { "X-API-Key": sent } });
      await page.request.get(`${server.gateUrl}/authorize`, { headers: { Authorization: `Bearer ${sent}` } });
    }
    for (const sent of [token, strangeToken]) {
      const headers = { Authorization: `Bearer ${sent}`, "Content-Type": "application/scim+json" };
      await page.request.get(`/scim/v2/Users?filter=userName eq "${key}"`, { headers });
      await page.request.get(`/scim/v2/Users/${key}`, { headers });
      await page.request.post("/scim/v2/Users", { headers, data: `{"userName": "${key}", "password": "${wrong}"` });
    }
    for (const path of [
      `/manage/users/${key}`,
      `/${token}`,
      `/sign-in?from=/account?wrong=${wrong}&password=${password}`,
    ]) {
      await page.request.get(path);
    }
  });

  await test.step("the line of a request has its id and who asked, and nothing behind the question mark", async () => {
    const headers = { "X-Request-Id": "proxy.0123456789" };
    const answer = await page.request.get("/manage/users?q=linus", { headers });
    expect(answer.headers()["x-request-id"]).toBe("proxy.0123456789");
    const own = await page.request.get("/account", { headers: { "X-Request-Id": "a b<script>" } });
    expect(own.headers()["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    const ada = await records.user("ada");
    await expect
      .poll(() => linesOf(server).filter(({ requestId }) => requestId === "proxy.0123456789"))
      .toMatchObject([
        { level: "info", event: "request", method: "GET", path: "/manage/users", status: 200, actorId: ada?.["id"] },
      ]);
  });

  await test.step("an attempt that was refused has one line, as it has one entry", async () => {
    const since = "SELECT id::text FROM audit_entries WHERE outcome = 'REFUSED' AND id > $1 ORDER BY id";
    const refused = await records.query(since, [last?.["id"]]);
    const told = linesOf(server).filter(({ refusal }) => refusal !== undefined);
    expect(told.map(({ entry }) => entry)).toEqual(refused.map(({ id }) => id));
    expect(told).toMatchObject([{ level: "warn", event: "sign-in.refused", refusal: "wrong_password" }]);
  });

  const kept = await records.query("SELECT to_jsonb(e)::text AS text FROM audit_entries e");
  const calls = await records.query("SELECT to_jsonb(c)::text AS text FROM platform_calls c");
  await closeDatabase(server);
  expectBrowserError("status of 500");

  await test.step("an error shows the reference by which its lines are found", async () => {
    const answer = await page.goto("/manage/users");
    expect(answer?.status()).toBe(500);
    const reference = answer?.headers()["x-request-id"] ?? "";
    await expect(page.getByText(`Reference: ${reference}`)).toBeVisible();
    const levels = (): string[] =>
      linesOf(server)
        .filter(({ requestId }) => requestId === reference)
        .map(({ event, level }) => `${event} ${level}`);
    await expect.poll(levels).toEqual(expect.arrayContaining(["failure error", "request error"]));
    expect(found([await page.content()], secrets)).toEqual([]);
    await page.request.get(`${server.gateUrl}/authorize`, { headers: { "X-API-Key": key } });
    await page.request.get("/scim/v2/Users", { headers: { Authorization: `Bearer ${token}` } });
  });

  expect(secrets.length).toBeGreaterThan(10);
  expect(kept.length).toBeGreaterThan(3);
  expect(linesOf(server).length).toBeGreaterThan(30);
  const texts = [...kept, ...calls].map(({ text }) => String(text));
  expect(found([server.printed(), ...texts], secrets)).toEqual([]);
});

/** To the console and its gate it is gone; the records of this test stay connected. */
async function closeDatabase({ databaseUrl }: ConsoleServer): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  await onServer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = '${name}' AND application_name <> 'latchkey tests'`);
}

/** The secrets that are in one of the texts, also as they stand in an address or as JSON. */
function found(texts: readonly string[], secrets: readonly string[]): string[] {
  const spellings = (secret: string): string[] => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ];
  return secrets.filter((secret) =>
    texts.some((text) => spellings(secret).some((spelling) => text.includes(spelling))),
  );
}
