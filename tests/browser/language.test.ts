/** Every page in German, found by the tables that name every page, and every main page as where lines run from right to left. */
import type { BrowserContext, Page } from "@playwright/test";
import { LANGUAGE_COOKIE } from "@/text/language";
import { expect, test } from "./fixtures";
import { expectNoSidewaysScrolling } from "./forms";
import { givenScene, PAGES } from "./roles";
import { ROUTES } from "./wall-routes";

/** What English sentences hardly do without, and German ones never have. */
const ENGLISH =
  /\b(the|of|and|is|are|were|with|without|by|no|not|this|that|to|for|from|user|users|key|keys|you|your|they|all|none|never|save|edit|new|cancel|delete|change|enabled|disabled|waiting|yes|since|until|than|only|here)\b/iu;

async function speakGerman(context: BrowserContext, url: string): Promise<void> {
  await context.addCookies([{ name: LANGUAGE_COOKIE, value: "de", url }]);
}

/**
 * All that the page tells and nobody entered: what people entered stands in <bdi>, what machines read in <code>, and
 * either may be a part of what a control is called.
 */
function wordsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const entered = "bdi:not(h1 bdi, nav bdi), code, kbd, time, pre, script, style, textarea, option, [lang]:not(html)";
    const told: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (parentElement && !parentElement.closest(entered) && textContent?.trim()) told.push(textContent.trim());
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [data-label]"))
      if (!element.closest("code, [lang]:not(html)"))
        for (const name of ["aria-label", "title", "placeholder", "data-label"]) {
          const text = element.getAttribute(name);
          if (text) told.push(text);
        }
    const names = [...document.querySelectorAll("bdi:not(h1 bdi, nav bdi), code")].map((each) =>
      each.textContent.trim(),
    );
    const longestFirst = names.filter(({ length }) => length > 2).toSorted((one, other) => other.length - one.length);
    return told.map((text) => longestFirst.reduce((rest, name) => rest.replaceAll(name, ""), text));
  });
}

test("every page speaks German to who asked for it, and nothing but German", async ({
  page,
  signIn,
  records,
  server,
  expectBrowserError,
}) => {
  test.setTimeout(180_000);
  expectBrowserError("404");
  const scene = await givenScene(records);
  await signIn(page, "ada");
  await speakGerman(page.context(), server.url);
  // German words are long.
  await page.setViewportSize({ width: 320, height: 640 });
  const left: Record<string, string[]> = {};
  for (const [file, { administrator, at }] of Object.entries(PAGES)) {
    if (administrator !== "open" || file.endsWith("route.ts")) continue;
    await page.goto((at ?? ROUTES[file]?.path)?.(scene) ?? "");
    await expect(page.locator("html"), file).toHaveAttribute("lang", "de");
    await expectNoSidewaysScrolling(page);
    const english = (await wordsOf(page)).filter((text) => ENGLISH.test(text));
    if (english.length > 0) left[file] = english;
  }
  await page.goto("/nowhere");
  await expect(page.getByRole("heading", { name: "Diese Seite gibt es nicht" })).toBeVisible();
  const english = (await wordsOf(page)).filter((text) => ENGLISH.test(text));
  expect({ ...left, ...(english.length > 0 && { nowhere: english }) }).toEqual({});
});

const MAIN = ["/manage", "/manage/users?per=25", "/manage/users/linus", "/manage/package-keys?per=25", "/manage/audit"];

for (const width of [1440, 320])
  test(`no main page breaks at ${width} px where lines run from right to left`, async ({ page, signIn }) => {
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, "ada");
    for (const path of [...MAIN, "/manage/jobs", "/manage/settings/platform", "/account"])
      await test.step(path, async () => {
        await page.goto(path);
        await page.evaluate(() => (document.documentElement.dir = "rtl"));
        await expectNoSidewaysScrolling(page);
        const { start, heading } = await page.evaluate(() => ({
          start: innerWidth,
          heading: document.querySelector("h1")?.getBoundingClientRect().right ?? 0,
        }));
        expect(heading, `where the title of ${path} begins`).toBeGreaterThan(start / 2);
      });
  });
