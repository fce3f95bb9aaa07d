/** The keys that sign security events: made once, sealed, and never forgotten. */
import { type JWK, calculateJwkThumbprint } from "jose";
import pg from "pg";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { database } from "@/access/database";
import { listPublicKeys, signingKey } from "@/access/signals/signing-keys";
import { GET } from "@/app/.well-known/jwks.json/route";
import { emptyDatabase, freshDatabase } from "@/tests/database";
import { WAITING } from "@/tests/signals/scene";

let databaseUrl: string;

beforeAll(async () => {
  databaseUrl = await freshDatabase();
});
beforeEach(async () => {
  vi.stubEnv("NEXTAUTH_SECRET", "the-secret-of-this-installation-1");
  await emptyDatabase();
});
afterEach(() => vi.unstubAllEnvs());

/** Another console on the same database: the same code with a memory of its own. */
async function anotherConsole(): Promise<{ signingKey: typeof signingKey }> {
  vi.resetModules();
  return import("@/access/signals/signing-keys");
}

describe("a signing key", () => {
  test("is made at the first need and used from then on", async () => {
    expect(await database().signingKey.count()).toBe(0);
    const first = await signingKey();
    const second = await signingKey();
    expect(second.kid).toBe(first.kid);
    expect(await database().signingKey.count()).toBe(1);
    // Anybody may ask for the key set, so it is imported once and not each time.
    expect((await signingKey()).privateKey).toBe(second.privateKey);
  });

  test("is one, also where two consoles need it at the same moment, several times each", async () => {
    const other = await anotherConsole();
    const psql = new pg.Client({ connectionString: databaseUrl });
    await psql.connect();
    // Both have made one and are about to write it.
    await psql.query("SELECT pg_advisory_lock(hashtextextended('latchkey: signing keys', 0))");
    const made = Promise.all([signingKey(), signingKey(), other.signingKey(), other.signingKey()]);
    await vi.waitFor(async () => {
      const waiting = await psql.query(`
        SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE l.locktype = 'advisory' AND NOT l.granted AND d.datname = current_database()`);
      expect(waiting.rowCount).toBe(2);
    }, WAITING);
    await psql.end();
    expect(new Set((await made).map(({ kid }) => kid)).size).toBe(1);
    expect(await database().signingKey.count()).toBe(1);
  });

  test("has 2048 bits and its thumbprint for a name", async () => {
    const [jwk] = await listPublicKeys();
    expect(jwk).toMatchObject({ kty: "RSA", alg: "RS256", use: "sig", e: "AQAB" });
    expect(Buffer.from(jwk?.n ?? "", "base64url")).toHaveLength(256);
    expect(await calculateJwkThumbprint(jwk as JWK)).toBe(jwk?.kid);
    expect((await signingKey()).kid).toBe(jwk?.kid);
  });

  test("is stored sealed: a copy of the database signs nothing", async () => {
    await signingKey();
    const [row] = await database().signingKey.findMany();
    expect(Object.keys(row?.publicJwk as object).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    const sealed = Buffer.from(row?.sealedPrivate ?? []);
    expect(sealed.toString("latin1")).not.toContain("PRIVATE");
    expect(sealed.length).toBeGreaterThan(1_000);
  });

  test("is replaced once the secret was changed, stays listed, and is used again with the old secret", async () => {
    const { kid: first } = await signingKey();
    vi.stubEnv("NEXTAUTH_SECRET", "the-secret-of-this-installation-2");
    const { kid: second } = await signingKey();
    expect(second).not.toBe(first);
    expect((await signingKey()).kid).toBe(second);
    expect((await listPublicKeys()).map(({ kid }) => kid)).toEqual([second, first]);
    vi.stubEnv("NEXTAUTH_SECRET", "the-secret-of-this-installation-1");
    expect((await signingKey()).kid).toBe(first);
    expect(await database().signingKey.count()).toBe(2);
  });
});

test("whoever asks gets the public halves, and nothing private, before the first event", async () => {
  const answer = await GET();
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Content-Type")).toBe("application/jwk-set+json");
  expect(answer.headers.get("Cache-Control")).toBe("public, max-age=300");
  const { keys } = (await answer.json()) as { keys: object[] };
  expect(keys).toHaveLength(1);
  expect(Object.keys(keys[0] ?? {}).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
});
