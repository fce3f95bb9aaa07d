/** Numbers as German writes them. */
const format = new Intl.NumberFormat("de");

export function number(value: number | bigint): string {
  return format.format(value);
}

/** "1 Benutzer", "12.345 Benutzer". */
export function counted(value: number, one: string, several: string): string {
  return `${number(value)} ${value === 1 ? one : several}`;
}
