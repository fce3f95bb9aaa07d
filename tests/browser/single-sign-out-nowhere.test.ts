/** A provider where nobody can sign out. The console is new: it keeps what it was told for a minute. */
import { expect, test } from "./platform-fixtures";

test.use({ furtherSettings: { PLATFORM_NAME: "No way out" } });

test("is not offered for it", async ({ page, provider, records, signInByPlatform }) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  provider.mood.describe = ({ end_session_endpoint: _, ...document }) => document;
  await signInByPlatform(page, pat.externalId);
  await expect(page).toHaveURL("/account");
  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(page).toHaveURL("/sign-in?signed-out");
  await expect(page.getByText("You are signed out.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Sign out of Harbour ID, too" })).toHaveCount(0);
});
