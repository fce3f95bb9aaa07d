/** Arithmetic and tables of the benchmarks. */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Of values sorted upwards, the one below which this share lies: 0.99 is the 99th percentile, 1 the greatest. */
export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The machine's monotonic clock in milliseconds: on Linux the same for all of its processes. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** How long some work takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export type Candidate = { readonly name: string; readonly work: () => Promise<unknown> };

/**
 * The medians of several candidates in milliseconds, measured in turn, so that a machine that slows down slows all of
 * them: only their ratios mean something elsewhere.
 */
export async function compare(
  candidates: readonly Candidate[],
  rounds: number,
  warmUp: number,
): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const { name, work } of candidates) {
      const time = await timed(work);
      if (round >= 0) times.get(name)?.push(time);
    }
  }
  return new Map([...times].map(([name, measured]) => [name, median(measured)]));
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function milliseconds(value: number): string {
  return `${value.toFixed(2)} ms`;
}

export function ratio(value: number, limit: number): string {
  return `${value.toFixed(2)} (${value <= limit ? "within" : "over"} ${limit})`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
