/** Numbers as German writes them. */
import { grouped } from "@/text/grouped";

export function number(value: number | bigint): string {
  return grouped(value, ".");
}

/** "1 Benutzer", "12.345 Benutzer". */
export function counted(value: number, one: string, several: string): string {
  return `${number(value)} ${value === 1 ? one : several}`;
}
