import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

const ABOUT_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * Every rule of axe that decides by itself, best practices and WCAG 2.2 AA included, in light; and in dark, which is
 * the same page in other colours, every rule about colours. Or once, in whatever colours the browser asked for.
 */
export async function expectAccessible(
  page: Page,
  colours: "light and dark" | "as it is" = "light and dark",
): Promise<void> {
  if (colours === "as it is") {
    expect(await violations(page), `violations on ${page.url()}`).toEqual([]);
    return;
  }
  for (const [colorScheme, rules] of [["light"], ["dark", ABOUT_COLOURS]] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page, rules), `violations in ${colorScheme} mode on ${page.url()}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}

async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  // By way of the debugger, which no content security policy of the page keeps out.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (only) => {
    // All of it is measured at once, also what would be laid out when it comes near the screen.
    const laidOut = new CSSStyleSheet();
    laidOut.replaceSync("* { content-visibility: visible !important }");
    document.adoptedStyleSheets = [laidOut];
    const { axe: engine } = window as unknown as { axe: typeof axe };
    const results = await engine.run(document, {
      rules: { "target-size": { enabled: true } },
      resultTypes: ["violations"],
      ...(only && { runOnly: { type: "rule", values: [...only] } }),
    });
    return results.violations;
  }, rules);
  return found.map(({ id, help, nodes }) => {
    const places = nodes.map((node) => `${node.target.join(" ")} (${node.failureSummary ?? ""})`);
    return `${id}: ${help}: ${places.join("; ")}`;
  });
}

/** Whatever takes the focus shows that it has it, and nothing covers it (WCAG 2.2, 2.4.7 and 2.4.11). */
export async function expectFocusInSight(page: Page): Promise<void> {
  // From here on the browser takes the focus for one that a keyboard moved.
  await page.keyboard.press("Tab");
  const lost = await page.evaluate(() => {
    const controls = document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary");
    return [...controls].flatMap((control) => {
      if (!control.checkVisibility({ checkVisibilityCSS: true })) return [];
      control.focus();
      if (document.activeElement !== control) return [];
      const { outlineStyle, outlineWidth } = getComputedStyle(control);
      const { left, top, width, height } = control.getClientRects()[0] ?? control.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const there = document.elementFromPoint(x, y);
      const covered = !there || !(control.contains(there) || there.contains(control));
      const unmarked = outlineStyle === "none" || Number.parseFloat(outlineWidth) === 0;
      return covered || unmarked
        ? [`${control.outerHTML.slice(0, 120)}${covered ? " is covered" : " is not marked"}`]
        : [];
    });
  });
  expect(lost, `controls on ${page.url()}`).toEqual([]);
}

/** For who asked for less of it, nothing moves. */
export async function expectNoMotion(page: Page): Promise<void> {
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("body *")]
      .filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return animationName !== "none" || transitionDuration.split(", ").some((time) => Number.parseFloat(time) > 0);
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  );
  expect(moving, `what moves on ${page.url()}`).toEqual([]);
}
