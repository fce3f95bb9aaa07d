/** Ids as they come in addresses and forms: whatever is none is nobody's, and never reaches the database. */
import { z } from "zod";

const id = z.guid();

export function isId(text: string): boolean {
  return id.safeParse(text).success;
}
