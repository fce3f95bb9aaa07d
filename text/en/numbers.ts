/** Numbers as English writes them. */
import { grouped } from "@/text/grouped";

export function number(value: number | bigint): string {
  return grouped(value, ",");
}

/** "1 user", "12,345 users". */
export function counted(value: number, one: string, several = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : several}`;
}
