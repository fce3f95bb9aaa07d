/** A provider that is away or lies about itself. The console is new: it keeps what it was told for a minute. */
import { expect, test } from "./platform-fixtures";

const AWAY = "Signing in with Harbour ID is not possible at the moment. Try again in a minute.";

test.use({ furtherSettings: { PLATFORM_NAME: "Away" } });

test("stops nobody who has a password, nobody waits for it for long, and it is of use once it is mended", async ({
  page,
  provider,
  records,
  signIn,
  signInByPlatform,
  printedSince,
}) => {
  test.slow();
  const moods: [RegExp, Partial<typeof provider.mood>][] = [
    [/TimeoutError/, { down: "silent" }],
    [/fetch failed/, { down: true }],
    [/issuer is missing/, { describe: () => ({}) }],
    [/is not valid JSON/, { describe: () => "<html>" as never }],
    [/not OIDC_ISSUER/, { describe: (document) => ({ ...document, issuer: "https://evil.example" }) }],
    [
      /authorization_endpoint is no https/,
      { describe: (told) => ({ ...told, authorization_endpoint: "javascript:alert(1)" }) },
    ],
    [/token_endpoint is no https/, { describe: (told) => ({ ...told, token_endpoint: "http://192.0.2.1/token" }) }],
  ];
  for (const [reason, mood] of moods) {
    provider.calm();
    Object.assign(provider.mood, mood);
    // The failure before holds for a second.
    await expect(async () => {
      await page.goto("/sign-in?from=/account");
      await page.getByRole("link", { name: "Continue with Harbour ID" }).click();
      await expect(page).toHaveURL("/sign-in?error=platform_unavailable&from=%2Faccount", { timeout: 10_000 });
      await expect(page.getByRole("alert").filter({ hasText: AWAY })).toBeVisible();
      expect(printedSince().join("\n")).toMatch(reason);
    }).toPass({ timeout: 20_000 });
  }
  expect(printedSince()).toHaveLength(moods.length);
  await page.goto("/sign-in/platform/sign-out");
  await expect(page.getByText("signing out of Harbour ID is not possible at the moment.")).toBeVisible();
  await signIn(page, await records.newPerson({ username: "linus" }));
  await expect(page).toHaveURL("/account");
  await page.context().clearCookies();
  provider.calm();
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  await expect(() => signInByPlatform(page, pat.externalId)).toPass({ timeout: 20_000 });
  await expect(page).toHaveURL("/account");
});
