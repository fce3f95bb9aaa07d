/** A local user is deleted, and somebody new gets the name: nothing that was the first one's is theirs. */
import { beforeAll, beforeEach, expect, it } from "vitest";
import { database } from "@/access/database";
import { createUser, deleteUser } from "@/access/users/users";
import { importUsers } from "@/access/users/user-import";
import { EMPTY_PROFILE } from "@/access/users/profile";
import { runJobPart } from "@/access/jobs/job-batches";
import { openSession, signedIn, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, testPassword } from "@/tests/database";
import { givenKey } from "@/tests/keys";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

/** What knows people by name: copies for reading, and what no right hangs on. */
const NAMES = [
  "audit_entries.actor_username",
  "audit_entries.subject_username",
  "job_items.username",
  "jobs.created_by_username",
  "scheduled_changes.created_by_username",
  "users.username",
  "users.username_key",
];

it("every column that has usernames is known", async () => {
  const columns = await database().$queryRaw<{ name: string }[]>`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name LIKE '%username%' ORDER BY 1`;
  expect(columns.map(({ name }) => name)).toEqual(NAMES);
});

it.each(["an administrator", "an import"])("linus again, by %s, begins with nothing", async (by) => {
  const { ada, linus } = await givenPeople("ada", "linus");
  const adas = await signedIn(ada);
  const session = await openSession(linus);
  await givenKey({ owner: linus });
  const { id: userId } = linus;
  await database().secondFactor.create({ data: { userId, sealedSecret: Buffer.from("x"), confirmedAt: new Date() } });
  await database().recoveryCode.create({ data: { userId, hash: Buffer.from("y") } });
  await database().unfinishedSignIn.create({ data: { userId, tokenHash: Buffer.from("z") } });
  await database().savedView.create({ data: { ownerId: userId, name: "Mine", query: "" } });
  const order = { createdById: ada.id, createdByUsername: "ada" };
  await database().scheduledChange.create({
    data: { userId, target: "DISABLED", dueAt: new Date(), ...order, createdByRoles: ["ADMINISTRATOR"] },
  });
  const job = await database().job.create({
    data: { ...order, status: "QUEUED", target: "DISABLED", source: "PAGE", selection: {}, total: 1, planned: 1 },
  });
  await database().jobItem.create({ data: { jobId: job.id, number: 1, userId, username: "linus" } });
  expect(await deleteUser(adas, "linus")).toMatchObject({ ok: true });

  const person = {
    ...EMPTY_PROFILE,
    username: "Linus",
    email: "l@example.com",
    displayName: "L",
    password: testPassword(),
  };
  const created =
    by === "an import"
      ? await importUsers(adas, { users: [{ ...person, status: "ENABLED" }], trial: false })
      : await createUser(adas, { ...person, roles: [] });
  expect(created.ok).toBe(true);
  const row = await database().user.findUniqueOrThrow({ where: { usernameKey: "linus" } });
  expect(row.id).not.toBe(userId);

  // The job was about the first one.
  await runJobPart(job.id);
  expect(await database().jobItem.findMany()).toMatchObject([{ outcome: "FAILED", refusal: "unknown_user" }]);
  expect(await database().user.findUniqueOrThrow({ where: { id: row.id } })).toEqual(row);
  expect(row).toMatchObject({ status: "ENABLED", roles: [], keyCount: 0, lastSignInAt: null });
  expect(await standingOf(session)).toBe("none");
  for (const id of [userId, row.id]) expect(await tablesAbout(id)).toEqual([]);
});

/** Where anything refers to a user, but for the history and for jobs, which keep copies. */
async function tablesAbout(id: string): Promise<string[]> {
  const columns = await database().$queryRaw<{ table: string; column: string }[]>`
    SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'uuid' AND column_name IN ('user_id', 'owner_id')
      AND table_name <> 'job_items'`;
  expect(columns.length).toBeGreaterThan(5);
  const found = await Promise.all(
    columns.map(async ({ table, column }) => {
      const rows = await database().$queryRawUnsafe<unknown[]>(
        `SELECT 1 FROM "${table}" WHERE "${column}" = '${id}'::uuid LIMIT 1`,
      );
      return rows.length === 0 ? [] : [table];
    }),
  );
  return found.flat();
}
