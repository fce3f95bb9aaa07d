/** A form of a page as anybody can send it by hand: with other values than the page offered, or another cookie. */
import { type APIResponse, expect, type Locator, type Page } from "@playwright/test";

export type Fields = [name: string, value: string][];

/**
 * Everything that a browser would send with a form. Only a page without scripts has it all: with scripts React sends
 * the form itself.
 */
export function fieldsOf(form: Locator): Promise<Fields> {
  return form.evaluate((element) =>
    [...new FormData(element as HTMLFormElement)].map(([name, value]): [string, string] => [name, value as string]),
  );
}

/** The fields with some of them set to other values; those that the page does not have are added. */
export function withValues(fields: Fields, values: Record<string, string>): Fields {
  return [...fields.filter(([name]) => !(name in values)), ...Object.entries(values)];
}

/** Sends a form with the cookies of `who` and answers what came back, a redirect included. */
export function post(who: Page, address: string, fields: Fields): Promise<APIResponse> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const headers = { origin: new URL(address).origin };
  return who.request.post(address, { multipart: form, headers, maxRedirects: 0 });
}

/** The text that a person would read in an answer. */
export async function textOf(answer: APIResponse): Promise<string> {
  const html = await answer.text();
  return html
    .replaceAll(/<script[\s\S]*?<\/script>/g, "")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&#x27;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** Where a text is too long for its place, its end is cut and not its beginning, in whichever direction it runs. */
export async function expectCutAtItsEnd(text: Locator): Promise<void> {
  const { beginning, place, isCut } = await text.evaluate((element) => {
    const first = document.createRange();
    first.setStart(element.firstChild ?? element, 0);
    first.setEnd(element.firstChild ?? element, 1);
    return {
      beginning: first.getBoundingClientRect().toJSON() as DOMRect,
      place: element.getBoundingClientRect().toJSON() as DOMRect,
      isCut: element.scrollWidth > element.clientWidth,
    };
  });
  expect(isCut, "whether it is cut at all").toBe(true);
  expect(beginning.left).toBeGreaterThanOrEqual(Math.floor(place.left));
  expect(beginning.right).toBeLessThanOrEqual(Math.ceil(place.right));
}

/** A button of several lines is one text, with room above and below. */
export async function expectRoomAroundLines(button: Locator): Promise<void> {
  const { lines, above, below } = await button.evaluate((element) => {
    const all = document.createRange();
    all.selectNodeContents(element);
    const texts = [...all.getClientRects()].filter(({ width }) => width > 0);
    const { top, bottom } = element.getBoundingClientRect();
    const tops = texts.map((text) => text.top);
    return {
      lines: new Set(tops.map(Math.round)).size,
      above: Math.min(...tops) - top,
      below: bottom - Math.max(...texts.map((text) => text.bottom)),
    };
  });
  expect(lines).toBeGreaterThan(1);
  expect(above).toBeGreaterThanOrEqual(4);
  expect(below).toBeGreaterThanOrEqual(4);
}

/** The document is no wider than the window: nobody has to scroll sideways to read a line (WCAG 2.2, 1.4.10). */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const { width, outside } = await page.evaluate(() => {
    const sticksOut = (element: Element): boolean => element.getBoundingClientRect().right > innerWidth;
    const found = [...document.querySelectorAll("body *")].filter(sticksOut);
    return { width: document.documentElement.scrollWidth, outside: found.map((each) => each.outerHTML.slice(0, 120)) };
  });
  const why = `width of ${page.url()}, where this sticks out: ${outside.slice(0, 5).join("\n")}`;
  expect(width, why).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
}
