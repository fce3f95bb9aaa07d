/** Everybody whom a list shows, as rows of a file: each once, with an entry that says who took it. */
import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { type ExportedUser, exportUsers } from "@/access/users/user-export";
import { parseUserListQuery } from "@/access/users/user-list";
import { signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";

const MANY = 1_300;

let ada: Actor;
let linus: Actor;

await freshDatabase();

beforeEach(async () => {
  await emptyDatabase();
  const people = await givenPeople("ada", "linus");
  [ada, linus] = [await signedIn(people.ada), await signedIn(people.linus)];
  await database().$executeRaw`
    INSERT INTO users (id, username, username_key, email, display_name, origin, status, updated_at)
    SELECT gen_random_uuid(), 'many-' || n, 'many-' || n, 'e@example.com', 'Many', 'LOCAL', 'ENABLED', now()
    FROM generate_series(1, ${MANY}::int) AS n`;
});

async function partsOf(query: Record<string, string>): Promise<AsyncIterator<readonly ExportedUser[]>> {
  const exported = await exportUsers(ada, parseUserListQuery(query));
  if (!exported.ok) throw new Error(exported.refusal);
  return exported.parts[Symbol.asyncIterator]();
}

async function rest(parts: AsyncIterator<readonly ExportedUser[]>): Promise<string[]> {
  const names: string[] = [];
  for (let part = await parts.next(); !part.done; part = await parts.next()) {
    names.push(...part.value.map(({ username }) => username));
  }
  return names;
}

function entries(): Promise<{ outcome: string; after: unknown; actorUsername: string }[]> {
  return database().auditEntry.findMany({
    where: { event: "users.exported" },
    select: { outcome: true, after: true, actorUsername: true },
  });
}

test("ada takes everybody who matches, each once, by name, whatever the order of her list", async () => {
  const names = await rest(await partsOf({ q: "many-", sort: "-created", per: "25", place: "last" }));
  expect(names).toHaveLength(MANY);
  expect(new Set(names).size).toBe(MANY);
  const ordered = await database().user.findMany({
    where: { usernameKey: { startsWith: "many-" } },
    orderBy: { usernameKey: "asc" },
  });
  expect(names).toEqual(ordered.map(({ username }) => username));
  expect(await entries()).toEqual([
    { outcome: "DONE", actorUsername: "ada", after: { filter: "q=many-&sort=-created" } },
  ]);
});

test("whoever comes, goes or changes while it is taken moves nobody else", async () => {
  const parts = await partsOf({ q: "many-" });
  const first = (await parts.next()).value as readonly ExportedUser[];
  await database().user.deleteMany({ where: { username: { in: [first[0]?.username ?? "", "many-999"] } } });
  await database().$executeRaw`UPDATE users SET updated_at = now(), email = 'a@example.com', display_name = 'A'`;
  await database().$executeRaw`
    INSERT INTO users (id, username, username_key, email, display_name, origin, status, updated_at)
    SELECT gen_random_uuid(), u, u, 'e', 'Many', 'LOCAL', 'ENABLED', now() FROM unnest('{many-0,many-zzz}'::text[]) AS u`;
  const names = [...first.map(({ username }) => username), ...(await rest(parts))];
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain("many-zzz");
  expect(names).not.toContain("many-999");
  expect(names).toHaveLength(MANY);
});

test("linus takes nobody: refused, with one entry and no filter in it", async () => {
  const exported = await exportUsers(linus, parseUserListQuery({ q: "ada" }));
  expect(exported).toEqual({ ok: false, refusal: "not_permitted" });
  expect(await entries()).toEqual([{ outcome: "REFUSED", actorUsername: "linus", after: null }]);
});
