/** Signing out: here first, and then, for who wants it, at the provider. */
import type { Page } from "@playwright/test";
import { expect, test } from "./platform-fixtures";

const TOO = "Sign out of Harbour ID, too";

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(page).toHaveURL(/\/sign-in\?signed-out/);
}

test("pat signs out here and there, and is asked who she is the next time", async ({
  page,
  baseURL,
  records,
  signInByPlatform,
  vouch,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  await signInByPlatform(page, pat.externalId);
  const copied = await page.context().cookies();
  await signOut(page);
  expect(await records.openSessions(pat.username)).toBe(0);
  // As long as she is signed in there, one click lets her in again.
  await page.getByRole("link", { name: "Continue with Harbour ID" }).click();
  await expect(page).toHaveURL("/account");
  await signOut(page);

  const idToken = (await page.context().cookies(`${baseURL}/sign-in`)).find(({ name }) =>
    name.startsWith("latchkey-id-token-"),
  );
  await page.getByRole("link", { name: TOO }).click();
  await expect(page.getByRole("heading", { name: "Sign out of Harbour ID?" })).toBeVisible();
  const asked = new URL(page.url()).searchParams;
  expect(asked.get("id_token_hint")).toBe(idToken?.value);
  expect(asked.get("post_logout_redirect_uri")).toBe(`${baseURL}/sign-in?signed-out`);
  await page.getByRole("button", { name: "Yes, sign out" }).click();
  await expect(page.getByRole("status")).toHaveText("You are signed out.");
  await expect(page.getByRole("link", { name: TOO })).toHaveCount(0);
  expect((await page.context().cookies(`${baseURL}/sign-in`)).map(({ name }) => name)).not.toContain(
    "latchkey-id-token",
  );

  await page.getByRole("link", { name: "Continue with Harbour ID" }).click();
  await vouch(page, pat.externalId);
  await expect(page).toHaveURL("/account");
  await page.context().clearCookies();
  await page.context().addCookies(copied);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?from=/);
});

test("the own list of sessions offers it as well", async ({ page, records, signInByPlatform }) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  await signInByPlatform(page, pat.externalId);
  await page.getByRole("button", { name: "Sign out this browser" }).click();
  await expect(page.getByRole("link", { name: TOO })).toBeVisible();
});

test("nobody else is offered it: not linus, who has a password", async ({ page, records, signIn }) => {
  await signIn(page, await records.newPerson({ username: "linus" }));
  await signOut(page);
  await expect(page).toHaveURL("/sign-in?signed-out");
  await expect(page.getByRole("link", { name: TOO })).toHaveCount(0);
});

test("her session here ends whether or not the provider is there", async ({
  page,
  provider,
  records,
  signInByPlatform,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  await signInByPlatform(page, pat.externalId);
  await expect(page).toHaveURL("/account");
  provider.mood.down = true;
  await signOut(page);
  await expect(page.getByRole("status")).toContainText("You are signed out");
  expect(await records.openSessions(pat.username)).toBe(0);
});

test("a link that somebody sends signs nobody out, neither here nor there", async ({
  page,
  baseURL,
  provider,
  records,
  signInByPlatform,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  await signInByPlatform(page, pat.externalId);
  await expect(page).toHaveURL("/account");
  await page.goto("/sign-in/platform/sign-out");
  await expect(page).toHaveURL("/account");
  expect(await records.openSessions(pat.username)).toBe(1);
  await signOut(page);

  // For another site the browser keeps the ID token back, and so the provider asks first.
  await page.goto(`${provider.issuer}/.well-known/openid-configuration`);
  await page.evaluate((address) => window.location.assign(address), `${baseURL}/sign-in/platform/sign-out`);
  await expect(page.getByRole("heading", { name: "Sign out of Harbour ID?" })).toBeVisible();
  expect(new URL(page.url()).searchParams.has("id_token_hint")).toBe(false);
});

test("a large ID token is not kept, and the provider asks who signs out", async ({
  page,
  baseURL,
  provider,
  records,
  signInByPlatform,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const kept = async () =>
    (await page.context().cookies(`${baseURL}/sign-in`)).find(({ name }) => name.startsWith("latchkey-id-token-"))
      ?.value.length;
  let length = 3_400;
  provider.mood.forge = async (claims) => {
    const bare = await provider.sign({ ...claims, filler: "" });
    return provider.sign({ ...claims, filler: "x".repeat(((length - bare.length) * 3) / 4) });
  };
  await signInByPlatform(page, pat.externalId);
  await expect(page).toHaveURL("/account");
  expect(await kept()).toBeGreaterThan(3_390);

  await signOut(page);
  // A browser would still take it.
  length = 3_700;
  await page.getByRole("link", { name: "Continue with Harbour ID" }).click();
  await expect(page).toHaveURL("/account");
  expect(await kept()).toBeUndefined();
  await signOut(page);
  await page.getByRole("link", { name: TOO }).click();
  await expect(page.getByRole("heading", { name: "Sign out of Harbour ID?" })).toBeVisible();
  expect(new URL(page.url()).searchParams.has("id_token_hint")).toBe(false);
});
