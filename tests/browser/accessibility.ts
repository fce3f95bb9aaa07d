import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

const ABOUT_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * Every rule of axe that decides by itself, best practices and WCAG 2.2 AA included, in light; and in dark, which is
 * the same page in other colours, every rule about colours.
 */
export async function expectAccessible(page: Page): Promise<void> {
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
