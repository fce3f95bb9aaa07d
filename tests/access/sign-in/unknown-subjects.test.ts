/** Whom only the provider knows is listed for those who set single sign-on up. */
import { beforeAll, beforeEach, expect, test } from "vitest";
import { database } from "@/access/database";
import { signInByPlatform } from "@/access/sign-in/sign-in";
import { listUnknownSubjects } from "@/access/sign-in/unknown-subjects";
import { ADDRESS, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";

const BROWSER = { address: ADDRESS, userAgent: "Firefox" };

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

test("ada sees the last ten, newest first, and nothing else that was refused", async () => {
  const { ada } = await givenPeople("ada", "pat", "petra");
  for (let number = 1; number <= 12; number += 1) await signInByPlatform(`idp|nobody-${number}`, BROWSER);
  await signInByPlatform("idp|petra", BROWSER);
  await signInByPlatform("idp|pat", BROWSER);
  const listed = await listUnknownSubjects(await signedIn(ada));
  expect(listed.map(({ externalId }) => externalId)).toEqual(
    Array.from({ length: 10 }, (_, index) => `idp|nobody-${12 - index}`),
  );
  expect(listed[0]).toEqual({
    id: expect.any(String),
    at: expect.any(Date),
    externalId: "idp|nobody-12",
    address: ADDRESS,
  });
});

test("linus and sam, who may not manage the platform, see none", async () => {
  const { linus, sam } = await givenPeople("linus", "sam");
  await signInByPlatform("idp|nobody", BROWSER);
  expect(await listUnknownSubjects(await signedIn(linus))).toEqual([]);
  expect(await listUnknownSubjects(await signedIn(sam))).toEqual([]);
});

test("an index finds them, however long the audit is", async () => {
  await givenPeople("ada");
  const plan = await database().$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    return tx.$queryRaw<{ "QUERY PLAN": string }[]>`
      EXPLAIN SELECT id FROM audit_entries WHERE event = 'sign-in.refused' AND refusal = 'unknown_subject'
      ORDER BY id DESC LIMIT 10`;
  });
  expect(JSON.stringify(plan)).toContain("audit_entries_unknown_subject_idx");
});
