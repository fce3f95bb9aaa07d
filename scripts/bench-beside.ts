/** How fast pages of a list are beside the same page from constants, and at a million beside themselves at a thousand. */
import { compare, median, milliseconds, ratio, table, timed } from "./bench-figures";
import { type MeasuredConsole, getPage } from "./bench-pages";

/** Of the control, and of itself at few. */
export const PAGE_LIMIT = 1.5;
export const GROWTH_LIMIT = 1.3;

const ROUNDS = 7;
const WARM_UP = 1;

export type Sizes<Value> = { readonly few: Value; readonly many: Value };

/** A page, and its path in the program with few and in that with many. */
export type Asked = { readonly name: string } & Sizes<string>;

export type Measured = {
  readonly pages: readonly ({ readonly name: string } & Sizes<number>)[];
  readonly control: number;
};

/** The control comes in turn with every page, so that a machine that slows down meanwhile slows it as well. */
export async function measureBeside(
  { few, many }: Sizes<MeasuredConsole>,
  asked: readonly Asked[],
  rounds: number = ROUNDS,
): Promise<Measured> {
  const control: number[] = [];
  const candidates = asked.flatMap((page) => [
    { name: `few ${page.name}`, work: () => getPage(few, page.few) },
    { name: `many ${page.name}`, work: () => getPage(many, page.many) },
    { name: "control", work: async () => control.push(await timed(() => getPage(many, "/control"))) },
  ]);
  const times = await compare(candidates, rounds, WARM_UP);
  const pages = asked.map(({ name }) => ({
    name,
    few: times.get(`few ${name}`) ?? NaN,
    many: times.get(`many ${name}`) ?? NaN,
  }));
  return { pages, control: median(control) };
}

/** One row for each filter, whose pages were measured together. */
export function tableOfFilters(measured: ReadonlyMap<string, Measured>): string {
  const head = ["Filter", "Median of its pages", "Of the control", "Slowest page", "Of the control"];
  return table([...head, "Median of itself at few"], [...measured].map(filterRow));
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
    ratio(median(pages.map(({ few, many }) => many / few)), GROWTH_LIMIT),
  ];
}
