/** The addresses of next-auth are open to strangers: what they ask for amiss is their fault, and no line in the log. */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { ownCookie } from "./own-cookie";

/** Signs in as a program would, by next-auth's own addresses, and answers where it is sent. */
async function signInByProgram(page: Page, username: string, password: string): Promise<string> {
  const { csrfToken } = (await (await page.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { csrfToken, username, password, callbackUrl: "/account" };
  const answer = await page.request.post("/api/auth/callback/credentials", { form, maxRedirects: 0 });
  expect(answer.status()).toBe(302);
  return answer.headers()["location"] ?? "";
}

test("a program signs in and out by next-auth's own addresses", async ({ page, baseURL, records, password }) => {
  const linus = await records.newPerson({ username: "linus" });
  expect(await signInByProgram(page, linus.username, "wrong")).toBe(`${baseURL}/api/auth/error?error=wrong`);
  expect(await signInByProgram(page, linus.username, password)).toBe(`${baseURL}/account`);
  await page.goto("/account");
  await expect(page).toHaveURL("/account");
  expect(await records.openSessions(linus.username)).toBe(1);
  const { csrfToken } = (await (await page.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  await page.request.post("/api/auth/signout", { form: { csrfToken }, maxRedirects: 0 });
  expect(await records.openSessions(linus.username)).toBe(0);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?from=/);
});

test("strangers cause no failure and write no line", async ({ page, server }) => {
  const before = server.printed();
  const forged = "foo%0A[admin]%20forged";
  for (const [path, status] of [
    [`session?callbackUrl=${forged}`, 404],
    ["session", 404],
    ["verify-request", 404],
    ["_log", 404],
    [`csrf?callbackUrl=${forged}`, 400],
    [`signin?callbackUrl=${forged}`, 400],
    [`error?error=${forged}`, 400],
    [`error/${forged}`, 404],
    ["signin?callbackUrl=%2F%2Fevil.example", 400],
    ["signout", 307],
    ["signin", 307],
  ] as const) {
    const answer = await page.request.get(`/api/auth/${path}`, { maxRedirects: 0 });
    expect([status, status === 307 ? 302 : status], path).toContain(answer.status());
  }
  const headers = { "content-type": "application/json" };
  for (const path of ["csrf", "callback/credentials", "signout", "session"]) {
    for (const data of ['{"callbackUrl":{}}', "{", `{"callbackUrl":"foo\\n[admin] forged"}`]) {
      const answer = await page.request.post(`/api/auth/${path}`, {
        headers,
        data: Buffer.from(data),
        maxRedirects: 0,
      });
      expect([400, 404], `${path} ${data}`).toContain(answer.status());
    }
  }
  expect(server.printed()).toBe(before);
});

test("a cookie that is no address keeps nobody from signing in", async ({ page, baseURL, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await page.context().addCookies([
    { name: ownCookie("callback-url", baseURL), value: "foo", url: baseURL ?? "" },
    { name: ownCookie("csrf", baseURL), value: "%0A|", url: baseURL ?? "" },
  ]);
  expect((await page.request.get("/api/auth/csrf")).status()).toBe(200);
  await page.context().addCookies([{ name: ownCookie("callback-url", baseURL), value: "foo", url: baseURL ?? "" }]);
  await signIn(page, linus);
  await expect(page).toHaveURL("/account");
});

test("signing out ends the session also where cookies of a like name are about", async ({
  page,
  baseURL,
  openBrowser,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, linus);
  const copied = await page.context().cookies();
  await page
    .context()
    .addCookies([{ name: `${ownCookie("session", baseURL)}.1`, value: "somebody-elses", url: baseURL ?? "" }]);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL("/sign-in?signed-out");
  expect(await records.openSessions(linus.username)).toBe(0);
  const [entry] = (await records.history(linus.username)).slice(-1);
  expect(entry?.["event"]).toBe("session.ended");
  expect(["127.0.0.1", "::1"]).toContain(entry?.["address"]);
  const thief = await openBrowser();
  await thief.context().addCookies(copied.filter(({ name }) => name === ownCookie("session", baseURL)));
  await thief.goto("/account");
  await expect(thief).toHaveURL(/\/sign-in\?from=/);
});

test("where no provider is set up, nobody is offered one, and its addresses are not there", async ({ page }) => {
  for (const path of ["/sign-in/platform", "/sign-in/platform/sign-out", "/api/auth/callback/oidc?code=x&state=y"]) {
    expect((await page.request.get(path, { maxRedirects: 0 })).status(), path).toBe(404);
  }
  await page.goto("/sign-in?error=unknown_subject&signed-out=platform");
  await expect(page.getByText("You are signed out.", { exact: true })).toHaveCount(0);
  await expect(page.getByText("Signing in did not work. Try again.")).toBeVisible();
  await expect(page.getByRole("main").getByRole("link")).toHaveCount(0);
});
