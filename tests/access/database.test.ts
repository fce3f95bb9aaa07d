/** Transactions: whole or not at all, and no broken connection takes the process with it. */
import { beforeAll, beforeEach, expect, test } from "vitest";
import {
  database,
  databasePool,
  DatabaseUnreachable,
  disconnect,
  isDatabaseUp,
  rows,
  transaction,
} from "@/access/database";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

async function companyOf(username: string): Promise<string | undefined> {
  return (await database().user.findUnique({ where: { usernameKey: username } }))?.company;
}

test("a transaction that throws leaves nothing, and its connection can be used again", async () => {
  await givenPeople("linus");
  const broken = transaction(async (tx) => {
    await tx.rows`UPDATE users SET company = 'Gone' WHERE username = 'linus'`;
    throw new Error("in the middle");
  });
  await expect(broken).rejects.toThrow("in the middle");
  expect(await companyOf("linus")).not.toBe("Gone");
  expect(databasePool().waitingCount).toBe(0);
  await transaction(async (tx) => tx.rows`UPDATE users SET company = 'Here' WHERE username = 'linus'`);
  expect(await companyOf("linus")).toBe("Here");
});

test("values are sent as parameters, also those that look like SQL, and parts can be put together", async () => {
  const [row] = await rows<{ text: string; list: string[] }>`
    SELECT ${"'; DROP TABLE users; --"}::text AS text, ${["a", "b,c", '"']}::text[] AS list`;
  expect(row).toEqual({ text: "'; DROP TABLE users; --", list: ["a", "b,c", '"'] });
});

test("a connection that the server ends in the middle fails the transaction and nothing else", async () => {
  await givenPeople("linus");
  const ended = transaction(async (tx) => {
    await tx.rows`UPDATE users SET company = 'Gone' WHERE username = 'linus'`;
    const [own] = await tx.rows<{ pid: number }>`SELECT pg_backend_pid() AS pid`;
    await rows`SELECT pg_terminate_backend(${own?.pid}, 5000)`;
    await tx.rows`SELECT 1`;
  });
  await expect(ended).rejects.toThrow(DatabaseUnreachable);
  expect(await companyOf("linus")).not.toBe("Gone");
});

test("nobody waits for a lock without end", async () => {
  await givenPeople("linus");
  await transaction(async (tx) => {
    await tx.rows`SELECT FROM users WHERE username = 'linus' FOR UPDATE`;
    await expect(
      transaction((other) => other.rows`UPDATE users SET company = 'Late' WHERE username = 'linus'`),
    ).rejects.toThrow(/lock timeout/);
  });
}, 15_000);

/** What both ways to the database fail with, and whether their cause is kept. */
async function failures(): Promise<unknown[]> {
  const [read, changed] = await Promise.allSettled([rows`SELECT 1`, transaction(async (tx) => tx.rows`SELECT 1`)]);
  return [read, changed].map((settled): unknown =>
    settled.status === "rejected" ? (settled.reason as unknown) : settled,
  );
}

test("where all connections are in use, whoever waits in vain is told that the database is out of reach", async () => {
  const clients = await Promise.all(Array.from({ length: 10 }, () => databasePool().connect()));
  try {
    for (const failure of await failures()) {
      expect(failure).toBeInstanceOf(DatabaseUnreachable);
      expect(failure).toMatchObject({
        message: "timeout exceeded when trying to connect",
        cause: { message: "timeout exceeded when trying to connect" },
      });
    }
    expect(await isDatabaseUp()).toBe(false);
  } finally {
    for (const client of clients) client.release();
  }
  expect(await isDatabaseUp()).toBe(true);
}, 20_000);

test("where nothing listens, too; what the database itself says stays as it is", async () => {
  const url = process.env["DATABASE_URL"];
  await expect(rows`SELECT nonsense`).rejects.toThrow(expect.objectContaining({ name: "error", code: "42703" }));
  await disconnect();
  process.env["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/nothing";
  try {
    for (const failure of await failures()) {
      expect(failure).toBeInstanceOf(DatabaseUnreachable);
      expect(failure).toMatchObject({ cause: { code: "ECONNREFUSED" } });
    }
    expect(await isDatabaseUp()).toBe(false);
  } finally {
    await disconnect();
    process.env["DATABASE_URL"] = url;
  }
});
