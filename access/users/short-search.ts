/**
 * Searches of one or two letters. An index of trigrams has nothing to look up for them, so a letter that nobody has would
 * be looked for in everybody. An index of the letters that each user has finds the few; where very many have it, those are
 * found sooner without it.
 */
import { rows } from "@/access/database";
import { anyFieldHas, folded } from "@/access/lists/lists";
import { Prisma } from "@/generated/prisma/client";

/** Trigrams find what is longer. */
const LONGEST_SHORT = 2;

/** What part of the users is looked at, in per cent: some fifty pages of a million users, and none of a few. */
const SAMPLE = 0.1;

/** The condition that narrows a short search down where few have its letters; none otherwise. */
export async function lettersCondition(text: string): Promise<Prisma.Sql[]> {
  if (Array.from(text.normalize("NFKC")).length > LONGEST_SHORT || (await isCommon(text))) return [];
  return [Prisma.sql`letters_in(u.search_text) @> letters_in(${folded(Prisma.sql`${text}::text`)})`];
}

/** Whether every tenth user has it, as far as some of them tell. A wrong guess costs time, and finds the same. */
async function isCommon(text: string): Promise<boolean> {
  const [sample] = await rows<{ common: boolean }>`
    SELECT coalesce(avg((${anyFieldHas(text)})::int) > 0.1, false) AS common
    FROM users u TABLESAMPLE SYSTEM (${SAMPLE})`;
  return sample?.common ?? false;
}
