/** The platform brings its users for the first time: thousands by create calls, several at once, while others read the list. */
import { hashPackageKey, makePackageKey } from "@/access/keys/package-key-format";
import { startConsoleServer } from "./console-server";
import { expect, test as base } from "./fixtures";

// Tests call faster than any platform does.
const test = base.extend({
  server: [
    async ({}, use) => {
      const server = await startConsoleServer({ SCIM_CALLS_PER_MINUTE: "1000000" });
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
});

const NEWCOMERS = 2_000;
/** How many calls of a platform are under way at once. */
const AT_ONCE = 8;
const PAGE = 100;
const USER = "urn:ietf:params:scim:schemas:core:2.0:User";

type Listed = { totalResults: number; Resources: { id: string; userName: string }[] };

class Platform {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async create(userName: string): Promise<string> {
    const [givenName, familyName] = userName.split("-");
    const emails = [{ value: `${userName}@example.com`, type: "work", primary: true }];
    const user = { schemas: [USER], userName, externalId: `idp|${userName}`, name: { givenName, familyName }, emails };
    const answer = await this.call("/Users", { method: "POST", body: JSON.stringify(user) });
    expect(answer.status, userName).toBe(201);
    return ((await answer.json()) as { id: string }).id;
  }

  async page(startIndex: number): Promise<Listed> {
    const answer = await this.call(`/Users?startIndex=${startIndex}&count=${PAGE}`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as Listed;
  }

  /** Every user, page by page, as platforms read them: until a page ends behind the total. */
  async everybody(): Promise<string[]> {
    const ids: string[] = [];
    for (let startIndex = 1; ; startIndex += PAGE) {
      const { Resources, totalResults } = await this.page(startIndex);
      ids.push(...Resources.map(({ id }) => id));
      if (startIndex + PAGE > totalResults) return ids;
    }
  }

  private call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { Authorization: `Bearer ${this.token}`, "Content-Type": "application/scim+json" };
    return fetch(`${this.url}/scim/v2${path}`, { ...init, headers });
  }
}

test("2,000 users are provisioned while the list is read again and again: none is missing and none is there twice", async ({
  server,
  records,
}) => {
  test.setTimeout(240_000);
  const token = makePackageKey("scim");
  await records.query(
    "INSERT INTO platform_tokens (label, hash, last_four, created_by) VALUES ('Okta', $1, $2, 'ada')",
    [hashPackageKey(token), token.slice(-4)],
  );
  const okta = new Platform(server.url, token);
  const early = await okta.everybody();
  // Whoever was created before a pass began, and all who were created by now.
  const there = new Set(early);
  const coming = Array.from({ length: NEWCOMERS }, (_, number) => `noor-${number}`);
  const creating = Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let userName = coming.shift(); userName !== undefined; userName = coming.shift()) {
        there.add(await okta.create(userName));
      }
    }),
  );
  let passes = 0;
  let grewMeanwhile = 0;
  while (coming.length > 0) {
    const before = [...there];
    const seen = await okta.everybody();
    expect(new Set(seen).size, "nobody is there twice").toBe(seen.length);
    expect(
      before.filter((id) => !seen.includes(id)),
      "nobody is missing",
    ).toEqual([]);
    passes += 1;
    if (there.size > before.length) grewMeanwhile += 1;
  }
  await creating;
  expect(passes).toBeGreaterThan(2);
  expect(grewMeanwhile).toBeGreaterThan(2);

  const last = await okta.everybody();
  expect(last).toHaveLength(early.length + NEWCOMERS);
  expect(new Set(last)).toEqual(there);
  // The pages hold who came first, in the order in which they came.
  expect(last.slice(0, early.length)).toEqual(early);
  expect((await okta.page(1)).totalResults).toBe(early.length + NEWCOMERS);
  const [counted] = await records.query(
    `SELECT count(*)::int AS users, count(DISTINCT u.external_id)::int AS ids, count(DISTINCT a.id)::int AS entries
     FROM users u JOIN audit_entries a ON a.subject_id = u.id AND a.event = 'user.created' AND a.source = 'PLATFORM'
     WHERE u.username LIKE 'noor-%' AND u.status = 'ENABLED' AND u.origin = 'PLATFORM'`,
  );
  expect(counted).toEqual({ users: NEWCOMERS, ids: NEWCOMERS, entries: NEWCOMERS });
});
