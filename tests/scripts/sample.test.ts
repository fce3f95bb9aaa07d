/** `npm run sample`: very many people at once, few enough of them here, and what holds afterwards. */
import { tmpdir } from "node:os";
import { beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { commandLineActor } from "@/access/actor";
import { verifyAudit } from "@/access/audit/audit-verification";
import { database, rows } from "@/access/database";
import { profileFields, usernameField } from "@/access/users/profile";
import { usernameKey } from "@/access/users/username";
import { asOwner, emptyDatabase, freshDatabase, givenPeople, givenPerson } from "@/tests/database";
import { ownerUrl } from "@/tests/server";
import { command, removeHome, run, temporaryHome } from "./processes";

// Each test waits for processes, which on a busy machine take their time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 90_000 });

let settings: Record<string, string>;

beforeAll(async () => {
  const url = await freshDatabase();
  settings = { DATABASE_URL: url, MIGRATION_DATABASE_URL: ownerUrl(url) };
});
beforeEach(emptyDatabase);

function sample(...parameters: string[]): ReturnType<typeof run> {
  return run("sample", settings, ...parameters);
}

/** Everything that a load sets aside. */
async function structure(): Promise<object[]> {
  return rows`
    SELECT indexdef AS what FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
              WHERE contype IN ('f', 'p', 'u')
    UNION ALL SELECT tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
    ORDER BY what`;
}

async function counts(): Promise<object> {
  const db = database();
  const [users, keys, audit, links] = await Promise.all([
    db.user.count(),
    db.packageKey.count(),
    db.auditEntry.count(),
    db.auditLink.count(),
  ]);
  return { users, keys, audit, links };
}

async function expectIntact(): Promise<void> {
  const verified = await verifyAudit(commandLineActor(), { archiveFolder: tmpdir(), seen: [] });
  expect(verified).toMatchObject({ intact: true, entries: await database().auditEntry.count() });
}

describe("npm run sample", () => {
  it("leaves a new database in which somebody can sign in", async () => {
    const home = temporaryHome();
    onTestFinished(() => removeHome(home));
    const password = { LATCHKEY_HOME: home, LATCHKEY_SAMPLE_PASSWORD: "correct horse battery" };
    const { code, output } = await run("sample", password, "--users", "20");
    expect(code, output).toBe(0);
    expect(output).toContain("✓ Sample data loaded");
    expect(output).toMatch(/Sign in as ada or grace \(administrators\)[^\n]+\n$/);
  });

  it("makes as many as it was told, of whom everything that the product keeps of people holds", async () => {
    const before = await structure();
    const { code, output } = await sample("--users", "700", "--keys", "1500", "--audit", "2000");
    expect(code, output).toBe(0);
    expect(output).toMatch(/✓ 700 users, 1,500 package keys, 2,000 audit entries in \d+ s\.\n$/);
    expect(await counts()).toEqual({ users: 700, keys: 1_500, audit: 2_000, links: 2_000 });
    await expectIntact();
    expect(await structure()).toEqual(before);
    const wrong = await rows`
      SELECT u.username FROM users u
      LEFT JOIN (SELECT owner_id, count(*) AS keys, max(last_used_at) AS used FROM applications a
                 JOIN package_keys k ON k.application_id = a.id GROUP BY owner_id) AS o ON o.owner_id = u.id
      WHERE u.key_count <> coalesce(o.keys, 0) OR u.last_key_use_at IS DISTINCT FROM o.used
         OR greatest(u.created_at, u.updated_at, u.last_sign_in_at, u.last_key_use_at) > now()
         OR u.last_sign_in_at < u.created_at OR (u.origin = 'PLATFORM') <> (u.external_id IS NOT NULL)`;
    expect(wrong).toEqual([]);
  });

  it("gives them names of many scripts, by which the product would know them", async () => {
    await sample("--users", "700", "--keys", "0", "--audit", "0");
    const users = await database().user.findMany();
    for (const user of users) {
      expect(user.usernameKey, user.username).toBe(usernameKey(user.username));
      expect(usernameField.safeParse(user.username).success, user.username).toBe(true);
      expect(profileFields.safeParse(user).error?.issues, user.username).toBeUndefined();
    }
    const names = users.map(({ displayName }) => displayName).join(" ");
    for (const script of [/\p{Script=Han}/u, /\p{Script=Arabic}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u]) {
      expect(names).toMatch(script);
    }
    const different = (read: (user: (typeof users)[number]) => unknown): number => new Set(users.map(read)).size;
    expect(different(({ status }) => status)).toBe(3);
    expect(different(({ origin }) => origin)).toBe(2);
    expect(different(({ company }) => company)).toBeGreaterThan(50);
    expect(users.filter(({ lastSignInAt }) => lastSignInAt === null).length).toBeGreaterThan(50);
    expect(users.filter(({ passwordHash }) => passwordHash !== null)).toEqual([]);
    expect(users.filter(({ roles }) => roles.includes("ADMINISTRATOR"))).toEqual([]);
  });

  it("comes beside the people of the story and its own from before, and the chain goes on", async () => {
    const { ada } = await givenPeople("ada", "pat");
    await run("users", settings, "disable", "pat");
    for (let round = 1; round <= 2; round += 1) {
      const { code, output } = await sample("--users", "40", "--keys", "60", "--audit", "100");
      expect(code, output).toBe(0);
    }
    expect(await counts()).toEqual({ users: 82, keys: 120, audit: 201, links: 201 });
    await expectIntact();
    expect(await database().user.findUnique({ where: { id: ada.id } })).toEqual(ada);
    // What is done from now on is linked as ever.
    await run("users", settings, "disable", "pat");
    expect(await counts()).toMatchObject({ audit: 202, links: 202 });
    await expectIntact();
  });

  it("adds nobody beside people who may be real, unless it is told to", async () => {
    const mallory = await givenPerson({ username: "mallory", email: "mallory@northwind.test" });
    const { code, output } = await sample("--users", "5");
    expect(code).toBe(1);
    expect(output).toBe("✗ There are users who are no sample people. Nothing was added: --add does so all the same.\n");
    expect(await counts()).toEqual({ users: 1, keys: 0, audit: 0, links: 0 });
    expect(await sample("--users", "5", "--add")).toMatchObject({ code: 0 });
    expect(await counts()).toEqual({ users: 6, keys: 10, audit: 25, links: 25 });
    expect(await database().user.findUnique({ where: { id: mallory.id } })).toEqual(mallory);
  });

  it("leaves everything as it was where it is killed", async () => {
    const before = await structure();
    const running = command("sample", settings, "--users", "100000", "--keys", "100000", "--audit", "500000");
    const working = async (): Promise<number> => {
      const [found] = await asOwner(`
        SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'latchkey sample'
        AND datname = current_database() AND backend_type = 'client backend' AND query LIKE '%INSERT INTO users%'`);
      return Number(found?.["count"]);
    };
    await vi.waitFor(async () => expect(await working()).toBe(1), { timeout: 60_000, interval: 5 });
    running.process.kill("SIGKILL");
    await running.ended;
    await vi.waitFor(async () => expect(await counts()).toEqual({ users: 0, keys: 0, audit: 0, links: 0 }), 30_000);
    expect(await structure()).toEqual(before);
  });

  it("refuses sizes that are none", async () => {
    const wrong = [["--users", "0"], ["--users", "many"], ["--keys=-1"], ["--audit", "1e6"], ["--users", "5000001"]];
    const answers = await Promise.all(wrong.map((parameters) => sample(...parameters)));
    for (const { code, output, stdout } of answers) {
      expect({ code, stdout }, output).toEqual({ code: 1, stdout: "" });
      expect(output).toMatch(/^✗ [^\n]+ Try npm run sample -- --help\.\n$/);
    }
    expect(await counts()).toEqual({ users: 0, keys: 0, audit: 0, links: 0 });
  });
});
