/** Where the keys of a list lead. The focus itself moves, so that Enter opens a row and whoever listens is told of it. */
const PLACES: ReadonlyMap<string, () => HTMLElement | null> = new Map([
  ["/", searchOfList],
  ["j", () => rowFrom(1)],
  ["k", () => rowFrom(-1)],
]);

/** Moves the focus to where a key leads; false where it leads nowhere on this page. */
export function followKey(key: string): boolean {
  const place = PLACES.get(key)?.() ?? null;
  place?.focus();
  return place !== null;
}

/** Whether a key that was pressed means something else: typing, a shortcut of the browser, an open dialog. */
export function isForOthers({
  target,
  defaultPrevented,
  isComposing,
  ctrlKey,
  altKey,
  metaKey,
}: KeyboardEvent): boolean {
  if (defaultPrevented || isComposing || ctrlKey || altKey || metaKey) return true;
  const isField = target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
  return isField || document.querySelector("dialog[open]") !== null;
}

/** A list without a search has filters at that place. */
function searchOfList(): HTMLElement | null {
  const main = document.querySelector("main");
  return main?.querySelector<HTMLElement>("input[type=search]") ?? main?.querySelector("[role=search] summary") ?? null;
}

/** The link of the next row or the one before; from elsewhere, of the first or the last. */
function rowFrom(step: 1 | -1): HTMLElement | null {
  const links = [...document.querySelectorAll("main tbody tr")].flatMap((row) => linkOf(row) ?? []);
  const row = document.activeElement?.closest("tbody tr");
  const place = row ? links.findIndex((link) => row.contains(link)) : -1;
  if (place < 0) return links.at(step === 1 ? 0 : -1) ?? null;
  return links[place + step] ?? null;
}

/** The link that names the thing of the row, or else its first; none where the row is not shown. */
function linkOf(row: Element): HTMLElement | null {
  if (row.getClientRects().length === 0) return null;
  return row.querySelector<HTMLElement>("a.row-link") ?? row.querySelector("a");
}

const STORED = "latchkey.keys";
const OFF = "off";

/** A browser may keep nothing for a page, and then says so by an error: the keys are as at first. */
export function areKeysOn(): boolean {
  try {
    return localStorage.getItem(STORED) !== OFF;
  } catch {
    return true;
  }
}

export function turnKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, OFF);
  } catch {
    // It holds for as long as nothing can be kept: not at all.
  }
}
