/**
 * The main pages in the states that people put them into: narrow, magnified, dark, in forced colours, without scripts. One
 * look with axe at each of them in each state; the widest, in light and in dark, is in accessibility.test.ts.
 */
import type { BrowserContextOptions, Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import { expectFocusInSight, expectNoMotion } from "./accessibility";
import { expectNoSidewaysScrolling } from "./forms";
import { draftByNames } from "./job-scene";

const USER = "/manage/users/linus";

const PAGES = [
  "/manage",
  "/manage/users?per=25",
  USER,
  `${USER}/history`,
  `${USER}/package-keys`,
  `${USER}/status`,
  "/manage/package-keys?per=25",
  "/manage/packages",
  "/manage/jobs",
  "/manage/audit?per=25",
  "/manage/audit/1",
  "/manage/gates",
  "/manage/settings/platform",
  "/manage/settings/platform/events",
  "/account",
];

type State = {
  readonly name: string;
  readonly options: BrowserContextOptions;
  /** As where scripts are switched off, where axe, which is one, could not look. */
  readonly withoutScripts?: true;
  /** What has to hold beside what axe looks at. */
  readonly also?: (page: Page) => Promise<void>;
};

const STATES: readonly State[] = [
  {
    name: "at 768 px, with the focus on each control and reduced motion",
    options: { viewport: { width: 768, height: 1024 }, colorScheme: "light" },
    also: async (page) => {
      await expectNoMotion(page);
      await expectFocusInSight(page);
    },
  },
  {
    name: "at 320 px in dark",
    options: { viewport: { width: 320, height: 640 }, colorScheme: "dark" },
    also: expectFocusInSight,
  },
  {
    name: "at 200 % in forced colours",
    options: { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2, forcedColors: "active" },
    also: expectFocusInSight,
  },
  {
    name: "at 320 px in light where no script arrives",
    options: { viewport: { width: 320, height: 640 }, colorScheme: "light" },
    withoutScripts: true,
  },
];

for (const { name, options, withoutScripts, also } of STATES) {
  test(`every main page ${name}`, async ({ openBrowser, signIn, expectBrowserError }) => {
    test.slow();
    const page = await openBrowser(options);
    if (withoutScripts) {
      expectBrowserError("net::ERR_FAILED");
      await keepScriptsOut(page);
    }
    await page.goto("/sign-in");
    await expectAccessible(page, "as it is");
    await signIn(page, "ada");
    const review = await reviewPage(page);
    for (const path of [...PAGES, review]) {
      await test.step(path, async () => {
        await page.goto(path);
        await expectAccessible(page, "as it is");
        await expectNoSidewaysScrolling(page);
        await also?.(page);
      });
    }
  });
}

async function keepScriptsOut(page: Page): Promise<void> {
  await page.route("**/*", (route) => (route.request().resourceType() === "script" ? route.abort() : route.fallback()));
}

/** What a job would do, before it is started: nothing is changed by it. */
async function reviewPage(page: Page): Promise<string> {
  await draftByNames(page, ["linus", "dora", "pat", "nobody-at-all"], "Disable");
  return new URL(page.url()).pathname;
}

test("the dialog of the keys has no finding, and neither has a calm overview", async ({ page, signIn }) => {
  await signIn(page, "ada");
  await page.goto("/manage");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Keyboard" }).click();
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
  await expectAccessible(page);
});
