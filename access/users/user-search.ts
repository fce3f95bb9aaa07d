/**
 * How a search finds users. The index has the trigrams of all that is searched, and a list of users for each of them: a
 * search asks it for the few lists that are short, and looks at the text of who is on all of those. Guarantees that every
 * way finds the same users; which one is taken, a sample of them says (search-sample.ts).
 */
import { anyFieldHas, folded, userHas } from "@/access/lists/lists";
import { Prisma } from "@/generated/prisma/client";
import { shareOf, shareOfTrigram } from "./search-sample";

const COLUMNS = {
  username: Prisma.sql`u.username`,
  email: Prisma.sql`u.email`,
  name: Prisma.sql`u.display_name`,
  company: Prisma.sql`u.company`,
};

export type UserSearch = { readonly q: string; readonly field: keyof typeof COLUMNS | "all" };

/** The condition of a search on the users `u`; none where nothing is searched for. */
export function searchCondition({ q, field }: UserSearch): Prisma.Sql[] {
  if (q === "") return [];
  return [field === "all" ? anyFieldHas(q) : userHas(q, COLUMNS[field])];
}

/** The same condition in the way that is answered soonest. */
export async function quickSearchCondition(search: UserSearch): Promise<Prisma.Sql[]> {
  const { q, field } = search;
  if (q === "") return [];
  if (Array.from(q.normalize("NFKC")).length <= LONGEST_SHORT) {
    return [...searchCondition(search), ...(await lettersCondition(q))];
  }
  const trigrams = await rareTrigrams(q);
  if (trigrams.length === 0) return searchCondition(search);
  const column = field === "all" ? Prisma.sql`u.search_text` : folded(COLUMNS[field]);
  return [
    ...trigrams.map((trigram) => Prisma.sql`u.search_text LIKE ${`%${trigram}%`}`),
    // LIKE would have the index read the lists of all trigrams of the text.
    Prisma.sql`position(${folded(Prisma.sql`${q}::text`)} IN ${column}) > 0`,
  ];
}

/** Trigrams find what is longer. */
const LONGEST_SHORT = 2;

/** What more than this share of the users has is found sooner on the way through the list. */
const COMMON = 0.1;

/**
 * What narrows a short search down where few have its letters: without it, a letter that nobody has would be looked for in
 * everybody. An index of the letters that each user has finds these few.
 */
async function lettersCondition(q: string): Promise<Prisma.Sql[]> {
  if ((await shareOf(q)) > COMMON) return [];
  return [Prisma.sql`letters_in(u.search_text) @> letters_in(${folded(Prisma.sql`${q}::text`)})`];
}

/** So many lists are read: with each one fewer users are left to look at, and one list more to read. */
const MOST_TRIGRAMS = 4;

/** The rarest trigrams of a text, where it has some that are rare. */
async function rareTrigrams(q: string): Promise<string[]> {
  const trigrams = trigramsIn(q);
  if (trigrams.length < 2) return [];
  const known = await Promise.all(trigrams.map(async (text) => ({ text, share: await shareOfTrigram(text) })));
  const rarest = known.toSorted((one, other) => one.share - other.share).slice(0, MOST_TRIGRAMS);
  return (rarest[0]?.share ?? 1) > COMMON ? [] : rarest.map(({ text }) => text);
}

/**
 * Every three letters or digits in a row, each once, as they are folded. Only of ASCII: a part of other text is not always
 * folded to a part of the whole. What the index has of the ends of words is left out, since very many share it.
 */
export function trigramsIn(text: string): string[] {
  const found = text.normalize("NFKC").matchAll(/(?=([a-z0-9]{3}))/gi);
  return [...new Set(Array.from(found, ([, trigram = ""]) => trigram.toLowerCase()))];
}
