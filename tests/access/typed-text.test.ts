/** What somebody typed and is kept: wherever it is, it is short, shows as what it is, and holds no whole key. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { database } from "@/access/database";
import { createApplication } from "@/access/keys/applications";
import { makePackageKey } from "@/access/keys/package-key-format";
import { createPackage } from "@/access/keys/packages";
import { draftJob } from "@/access/jobs/job-drafts";
import { startJob } from "@/access/jobs/jobs";
import { notePlatformCall } from "@/access/platform/platform-calls";
import { createPlatformToken } from "@/access/platform/platform-tokens";
import { signInByPlatform } from "@/access/sign-in/sign-in";
import { changeAccountStatus } from "@/access/status/access-settings";
import { scheduleChange } from "@/access/status/schedules";
import { changeAccountStatuses } from "@/access/status/status-change";
import { keepTyped } from "@/access/typed-text";
import { editProfile } from "@/access/users/profile-change";
import { EMPTY_PROFILE } from "@/access/users/profile";
import { viewNameField } from "@/access/users/saved-views";
import { createUser } from "@/access/users/users";
import { ADDRESS, openSession, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, testPassword } from "@/tests/database";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

const KEY = makePackageKey("live");
const TOKEN = makePackageKey("scim");
/** Turns a line, colours a terminal, breaks a line, is no character, and names keys. */
const HOSTILE = `grace\u202Eevil\u001b[31m\r\n\0\ud800 ${KEY} ${TOKEN} ${"😀".repeat(2_000)}`;
const BAD = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

describe("a text", () => {
  test("loses marks and keys, and is cut between characters", () => {
    expect(keepTyped("a\u202Eb\0c\ud800", 10)).toBe("a\uFFFDb\uFFFDc\uFFFD");
    expect(keepTyped("😀😀😀", 2)).toBe("😀😀");
    expect(keepTyped(HOSTILE, 300)).not.toContain(KEY);
    expect(keepTyped(`${KEY.slice(0, 20)}\u200B${KEY.slice(20)}`, 300)).toBe(`${KEY.slice(0, 12)}…${KEY.slice(-4)}`);
    expect(Array.from(keepTyped(HOSTILE, 300))).toHaveLength(300);
  });

  test.each(["Zoë", "Łukasz", "می\u200Cخواهم", "👩\u200D💻", "=1+1"])("%s stays as it is", (name) => {
    expect(keepTyped(name, 100)).toBe(name);
  });
});

/** Wherever such a text can get to, by people with and without a role; what is kept is read from the rows. */
const PLACES: Readonly<Record<string, (people: People) => Promise<unknown>>> = {
  "the name of a user in a refused attempt": async ({ linus }) =>
    editProfile(await signedIn(linus), HOSTILE, EMPTY_PROFILE, EMPTY_PROFILE),
  "a name among many in a refused attempt": async ({ linus }) =>
    changeAccountStatuses(await signedIn(linus), { users: { usernames: [HOSTILE] }, target: "DISABLED" }),
  "the name of a user whom nobody may create": async ({ linus }) =>
    createUser(await signedIn(linus), { ...EMPTY_PROFILE, username: HOSTILE, password: testPassword(), roles: [] }),
  "an application that nobody may create": async ({ sam }) =>
    createApplication(await signedIn(sam), { username: "linus", name: HOSTILE }),
  "a package that nobody may create": async ({ sam }) => createPackage(await signedIn(sam), { name: HOSTILE }),
  "a token that nobody may create": async ({ sam }) => createPlatformToken(await signedIn(sam), HOSTILE),
  "the subject of an unknown sign-in": () => signInByPlatform(HOSTILE, { address: ADDRESS, userAgent: "Firefox" }),
  "the reason of a change": async ({ ada }) =>
    changeAccountStatus(await signedIn(ada), {
      ...{ username: "linus", seen: { status: "ENABLED" }, status: "DISABLED", reason: HOSTILE },
    }),
  "the reason of a schedule": async ({ ada }) => {
    const dueAt = new Date(Date.now() + 3_600_000);
    return scheduleChange(await signedIn(ada), { username: "linus", target: "DISABLED", dueAt, reason: HOSTILE });
  },
  "names and reason of a job": async ({ ada }) => {
    const actor = await signedIn(ada);
    const selection = { kind: "rows", usernames: ["linus", HOSTILE] } as const;
    const draft = await draftJob(actor, { target: "DISABLED", selection });
    return startJob(actor, draft.ok ? draft.id : "", HOSTILE);
  },
  "a browser": ({ linus }) => openSession(linus, HOSTILE),
  "a call of the platform": () =>
    notePlatformCall({
      ...{ method: HOSTILE, path: HOSTILE, status: 400, detail: HOSTILE, tokenLabel: null, address: HOSTILE },
      milliseconds: 1,
    }),
};

type People = Awaited<ReturnType<typeof givenEverybody>>;

function givenEverybody() {
  return givenPeople("ada", "sam", "linus");
}

test.each(Object.entries(PLACES))("%s keeps no mark and no key", async (_, type) => {
  await type(await givenEverybody());
  const rows = await database().$queryRaw<{ row: unknown }[]>`
    SELECT to_jsonb(t) AS row FROM audit_entries t UNION ALL SELECT to_jsonb(t) - 'token_hash' FROM sessions t
    UNION ALL SELECT to_jsonb(t) FROM jobs t UNION ALL SELECT to_jsonb(t) FROM job_items t
    UNION ALL SELECT to_jsonb(t) FROM scheduled_changes t UNION ALL SELECT to_jsonb(t) FROM platform_calls t`;
  const kept = rows.flatMap(({ row }) => textsIn(row)).filter((text) => text.includes("evil"));
  expect(kept.length).toBeGreaterThan(0);
  for (const text of kept) {
    expect(text).not.toMatch(BAD);
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(TOKEN);
    expect(Array.from(text).length).toBeLessThanOrEqual(1_000);
  }
});

test("a view has no name that turns a line", () => {
  for (const name of ["a\u202Eb", "a\u2066b", "a\u0007b"]) expect(viewNameField.safeParse(name).success).toBe(false);
  expect(viewNameField.safeParse("Meine Ansicht 👩\u200D💻").success).toBe(true);
});

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
