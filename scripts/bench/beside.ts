/** How fast pages of a list are beside the same page from constants, and at a million beside themselves at a thousand. */
import { median, milliseconds, ratio, table, timed } from "./figures";
import { type MeasuredConsole, countRows, getPage } from "./pages";

/** Of the control, and of itself at few. */
export const PAGE_LIMIT = 1.5;
const GROWTH_LIMIT = 1.3;

const ROUNDS = 7;
const WARM_UP = 1;
const CONTROL = "/control";

export type Sizes<Value> = { readonly few: Value; readonly many: Value };

/** A page, and its path in the program with few and in that with many. */
export type Asked = { readonly name: string } & Sizes<string>;

/** Drawing a row takes longer than finding it: only where both draw as many do few and many say how a page grows. */
type MeasuredPage = { readonly name: string; readonly drawsAsMany: boolean } & Sizes<number>;

export type Measured = {
  readonly pages: readonly MeasuredPage[];
  readonly control: number;
};

/**
 * All in turn, so that a machine that slows down meanwhile slows all of them; and each right behind a control that is not
 * counted, at the same console, since whatever comes first to a process finds its caches filled by another one.
 */
export async function measureBeside(
  { few, many }: Sizes<MeasuredConsole>,
  asked: readonly Asked[],
  rounds: number = ROUNDS,
): Promise<Measured> {
  const pages = asked.map(({ name }) => ({ name, few: new Array<number>(), many: new Array<number>() }));
  const control: number[] = [];
  const drawAsMany: boolean[] = [];
  for (const page of asked) drawAsMany.push((await countRows(few, page.few)) === (await countRows(many, page.many)));
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const [index, page] of asked.entries()) {
      const measured = [
        [pages[index]?.few, await behindControl(few, page.few)],
        [pages[index]?.many, await behindControl(many, page.many)],
        [control, await behindControl(many, CONTROL)],
      ] as const;
      if (round >= 0) for (const [times, time] of measured) times?.push(time);
    }
  }
  return {
    pages: pages.map((page, index) => ({
      name: page.name,
      drawsAsMany: drawAsMany[index] ?? false,
      few: median(page.few),
      many: median(page.many),
    })),
    control: median(control),
  };
}

async function behindControl(console_: MeasuredConsole, path: string): Promise<number> {
  await getPage(console_, CONTROL);
  return timed(() => getPage(console_, path));
}

/** One row for each filter, whose pages were measured together. */
export function tableOfFilters(measured: ReadonlyMap<string, Measured>): string {
  const head = ["Filter", "Median of its pages", "Of the control", "Slowest page", "Of the control"];
  return table([...head, "Of itself at few"], [...measured].map(filterRow));
}

/** The median growth of the pages that draw as many rows at few, and of how many pages it is; a dash where none does. */
export function growthText(pages: Measured["pages"]): string {
  const comparable = pages.filter(({ drawsAsMany }) => drawsAsMany);
  if (comparable.length === 0) return "–";
  const growth = ratio(median(comparable.map(({ few, many }) => many / few)), GROWTH_LIMIT);
  return comparable.length === pages.length ? growth : `${growth}, ${comparable.length} of ${pages.length} pages`;
}

function filterRow([name, { pages, control }]: [string, Measured]): string[] {
  const slowest = pages.reduce((slower, page) => (page.many > slower.many ? page : slower));
  const middle = median(pages.map(({ many }) => many));
  return [
    name,
    milliseconds(middle),
    ratio(middle / control, PAGE_LIMIT),
    `${slowest.name}: ${milliseconds(slowest.many)}`,
    (slowest.many / control).toFixed(2),
    growthText(pages),
  ];
}
