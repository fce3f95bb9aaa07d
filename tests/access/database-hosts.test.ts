/** A database of several hosts: whoever connects finds the one that takes changes, whichever of them it is by now. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DatabaseUnreachable, database, databasePool, disconnect, rows, transaction } from "@/access/database";
import { ReadOnlyDatabase, isDatabaseUrl, presentDatabaseUrl } from "@/access/database-hosts";
import { freshDatabase } from "@/tests/database";
import { type DatabaseProxy, givenProxy } from "@/tests/gate/database-proxy";
import { onServer } from "@/tests/server";

vi.setConfig({ testTimeout: 60_000 });

describe("DATABASE_URL", () => {
  it.each([
    "postgresql://latchkey:secret@db:5432/latchkey",
    "postgres://db/latchkey",
    "postgresql://latchkey:s%40cret@a:5432,b:5433/latchkey?target_session_attrs=read-write",
    "postgresql://a,b,c/latchkey?target_session_attrs=primary&sslmode=verify-full",
    "postgresql://[::1]:5432,[::2]:5433/latchkey",
    "postgresql://db/latchkey?target_session_attrs=read-write",
  ])("may be %s", (url) => {
    expect(isDatabaseUrl(url)).toBe(true);
  });

  it.each([
    "mysql://db/latchkey",
    "db:5432",
    "postgresql://a:5432,b:port/latchkey",
    "postgresql://a,,b/latchkey",
    "postgresql://a,/latchkey",
    "postgresql://a,b/latchkey?target_session_attrs=any",
    "postgresql://a,b/latchkey?target_session_attrs=prefer-standby",
    "postgresql://db/latchkey?target_session_attrs=read-only",
  ])("may not be %s", (url) => {
    expect(isDatabaseUrl(url)).toBe(false);
  });
});

describe("with two hosts", () => {
  let name: string;
  let first: DatabaseProxy;
  let second: DatabaseProxy;

  beforeEach(async () => {
    const databaseUrl = await freshDatabase();
    name = new URL(databaseUrl).pathname.slice(1);
    [first, second] = [await givenProxy(databaseUrl), await givenProxy(databaseUrl)];
    process.env["DATABASE_URL"] = first.url.replace(/(@[^/]*)/, `$1,${new URL(second.url).host}`);
  });

  const answers = () => expect(rows<{ one: number }>`SELECT 1 AS one`).resolves.toEqual([{ one: 1 }]);

  it("goes on at the other one when one is gone, and back when that one goes, in SQL, transactions and Prisma", async () => {
    for (const [gone, other] of [
      [first, second],
      [second, first],
      [first, second],
    ] as const) {
      other.mend();
      gone.cut();
      await disconnect();
      await answers();
      expect(await transaction((tx) => tx.rows<{ two: number }>`SELECT 2 AS two`)).toEqual([{ two: 2 }]);
      expect(await database().user.count()).toBe(0);
    }
  });

  it("replaces the connections that broke, without being told", async () => {
    await answers();
    first.cut();
    // The pool may hand out one that it does not know to be broken yet.
    await expect.poll(() => rows`SELECT 1`.then(Boolean, () => false)).toBe(true);
    await answers();
  });

  it("passes over one that says nothing", async () => {
    first.pause();
    await answers();
  });

  it("gives up one that falls silent in the middle of a transaction, and goes on at the other one", async () => {
    const silent = transaction(async (tx) => {
      first.pause();
      await tx.rows`SELECT 1`;
    }, 100);
    await expect(silent).rejects.toThrow(DatabaseUnreachable);
    await answers();
    expect(databasePool().totalCount).toBe(1);
  });

  it("takes none that only reads, says so, and goes on as soon as one takes changes", async () => {
    await onServer(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    const refused = rows`SELECT 1`;
    await expect(refused).rejects.toThrow(DatabaseUnreachable);
    await expect(refused).rejects.toMatchObject({ cause: expect.any(ReadOnlyDatabase) });
    await onServer(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    await answers();
  });

  it("tells those who do one thing only where to do it", async () => {
    first.cut();
    expect(await presentDatabaseUrl(process.env["DATABASE_URL"] ?? "")).toBe(second.url);
  });
});
