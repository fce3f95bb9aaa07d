/** The watch itself: these tests fail when the fixtures stop noticing what they are there to notice. */
import { expect, expectAccessible, test } from "./fixtures";

test("ada signs in and is signed in", async ({ page, signIn, records }) => {
  const before = await records.openSessions("ada");
  await signIn(page, "ada");
  expect(new URL(page.url()).pathname).not.toBe("/sign-in");
  expect(await records.openSessions("ada")).toBe(before + 1);
});

test("somebody made for a test signs in, in a second browser too", async ({ page, openBrowser, signIn, records }) => {
  const boris = await records.newPerson({ username: "boris", roles: ["SUPPORT_USER"] });
  await signIn(page, boris);
  await signIn(await openBrowser(), boris);
  expect(await records.openSessions(boris.username)).toBe(2);
  expect((await records.user(boris.username))?.["roles"]).toEqual(["SUPPORT_USER"]);
});

test("an error in the console fails a test", async ({ page }) => {
  test.fail();
  await page.goto("/sign-in");
  await page.evaluate(() => console.error("something is wrong"));
});

test("an uncaught error is noticed, in a second browser too", async ({ openBrowser, errors, expectBrowserError }) => {
  const page = await openBrowser();
  await page.goto("/sign-in");
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error("nobody caught me");
    });
  });
  await expect.poll(() => errors.unexpected()).toEqual([expect.stringContaining("nobody caught me")]);
  expectBrowserError("nobody caught me");
});

test("a page that is not there is an error unless the test expects it", async ({ page, expectBrowserError }) => {
  expectBrowserError("status of 404");
  const answer = await page.goto("/no-such-page");
  expect(answer?.status()).toBe(404);
});

test("a button that nobody can read is a violation, in light and in dark", async ({ page }) => {
  await page.goto("/sign-in");
  await expectAccessible(page);
  await page.evaluate(() => {
    const button = document.querySelector<HTMLElement>("main button");
    if (button) button.style.cssText = "color: #888; background: #999";
  });
  await expect(expectAccessible(page)).rejects.toThrow("color-contrast");
});
