/**
 * A whole number, its digits in groups of three. By hand, because a browser takes longer to make an Intl.NumberFormat than
 * to draw a list.
 */
export function grouped(value: number | bigint, mark: string): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, mark);
}
