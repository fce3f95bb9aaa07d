/** How a search finds package keys: by themselves, by their owner, by their application. */
import { rows } from "@/access/database";
import { COUNT_LIMIT, anywhere, literally, userHas } from "@/access/lists/lists";
import { Prisma } from "@/generated/prisma/client";

export type SearchField = "all" | "key" | "username" | "email" | "application";

type Match = {
  /** The condition, on keys `k`, applications `a` and users `u`. */
  readonly condition: Prisma.Sql;
  /** The least tables in which the condition can be asked. */
  readonly from: Prisma.Sql;
};

const KEYS = Prisma.sql`package_keys k`;
const APPLICATIONS = Prisma.sql`package_keys k JOIN applications a ON a.id = k.application_id`;
const OWNERS = Prisma.sql`${APPLICATIONS} JOIN users u ON u.id = a.owner_id`;

const MATCHES: Record<Exclude<SearchField, "all">, (q: string) => Match> = {
  key: (q) => ({ condition: keyIs(q), from: KEYS }),
  username: (q) => ({ condition: userHas(q, Prisma.sql`u.username`), from: OWNERS }),
  email: (q) => ({ condition: userHas(q, Prisma.sql`u.email`), from: OWNERS }),
  application: (q) => ({ condition: Prisma.sql`a.search_name LIKE ${anywhere(q)}`, from: APPLICATIONS }),
};

/**
 * The condition for a search. What finds few keys in all fields is asked of each table by its own index, which OR over
 * several tables could not use; what finds many is asked of each key on the way through the list, which soon has a page
 * full.
 */
export async function searchCondition(q: string, field: SearchField): Promise<Prisma.Sql> {
  if (field !== "all") return MATCHES[field](q).condition;
  const matches = Object.values(MATCHES).map((match) => match(q));
  if (!(await findsMany(matches))) return Prisma.sql`k.id IN (${union(matches.map(idsOf))})`;
  const conditions = matches.map(({ condition }) => condition);
  return Prisma.sql`(${Prisma.join(conditions, " OR ")})`;
}

async function findsMany(matches: readonly Match[]): Promise<boolean> {
  const some = matches.map((match) => Prisma.sql`(${idsOf(match)} LIMIT ${COUNT_LIMIT + 1})`);
  const [found] = await rows<{ many: boolean }>`
    SELECT count(*) > ${COUNT_LIMIT} AS many FROM (SELECT FROM (${union(some)}) AS matched LIMIT ${COUNT_LIMIT + 1}) AS found`;
  return found?.many ?? false;
}

function idsOf({ condition, from }: Match): Prisma.Sql {
  return Prisma.sql`SELECT k.id FROM ${from} WHERE ${condition}`;
}

function union(parts: readonly Prisma.Sql[]): Prisma.Sql {
  return Prisma.join([...parts], " UNION ALL ");
}

/** By how it begins, by its last four characters, or by both as its name has them: "lk_live_zQWB…Lq17". */
function keyIs(q: string): Prisma.Sql {
  const [begin = "", end] = q.split("…");
  const begins = Prisma.sql`k.prefix LIKE ${`${literally(begin)}%`}`;
  if (end === undefined) return Prisma.sql`(${begins} OR k.last_four = ${q})`;
  return Prisma.sql`(${begins} AND k.last_four = ${end})`;
}
