/**
 * Nobody changes anything by a session that has ended or a token that was revoked while their request waited for a lock:
 * every verb of access/ that changes something is found in the sources and kept waiting, before its first lock and again
 * when it writes.
 */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { database } from "@/access/database";
import { draftJob } from "@/access/jobs/job-drafts";
import { discardDraft, startJob, stopJob } from "@/access/jobs/jobs";
import { createPlatformUser } from "@/access/platform/platform-users";
import { mayChangeOwnSecondFactor } from "@/access/rules";
import { changeWithProof } from "@/access/sign-in/second-factor-proof";
import { changeAccountStatus } from "@/access/status/access-settings";
import { cancelSchedule, scheduleChange } from "@/access/status/schedules";
import { EMPTY_PROFILE } from "@/access/users/profile";
import { changeView, removeView, saveView } from "@/access/users/saved-views";
import { importUsers } from "@/access/users/user-import";
import { createUser } from "@/access/users/users";
import { signedIn } from "@/tests/actors";
import { freshDatabase, untilWaiting } from "@/tests/database";
import { newPlatformUser, platformActor } from "@/tests/platform";
import { ownerUrl, testPassword } from "@/tests/server";
import { ATTEMPTS } from "./attempts";
import { HARMLESS } from "./harmless";
import { everything, givenEverybody, lastEntry, type Scene, toldSince } from "./scene";
import { texts, verbs } from "./sources";

vi.setConfig({ testTimeout: 60_000 });

/** What acts by no session and no token, or changes nothing that could be undone. */
const BESIDE = {
  "is the operator's alone": [
    "administrators.createAdministrator",
    "audit-archive.archiveAudit",
    "restoration.restore",
    "administrators.warnWithoutAdministrator",
  ],
  "looks at a password": ["own-password.checkPassword"],
};

/** Changes of something that somebody made before: it is there when the request begins to wait. */
type Prepare = (actor: Actor) => Promise<() => Promise<unknown>>;

const PREPARED: Readonly<Record<string, Prepare>> = {
  "access-settings.changeAccountStatus": (actor) => {
    const change = { username: "dora", seen: { status: "DISABLED" }, status: "ENABLED" } as const;
    return Promise.resolve(() => changeAccountStatus(actor, change));
  },
  "jobs.startJob": async (actor) => {
    const id = await givenDraft(actor);
    return () => startJob(actor, id, "Because.");
  },
  "jobs.stopJob": async (actor) => {
    const id = await givenDraft(actor);
    await startJob(actor, id, "Because.");
    return () => stopJob(actor, id);
  },
  "jobs.discardDraft": async (actor) => {
    const id = await givenDraft(actor);
    return () => discardDraft(actor, id);
  },
  "schedules.cancelSchedule": async (actor) => {
    await database().scheduledChange.deleteMany();
    const dueAt = new Date(Date.now() + 3_600_000);
    const id = idOf(await scheduleChange(actor, { username: "linus", target: "DISABLED", dueAt }));
    return () => cancelSchedule(actor, id);
  },
  "saved-views.changeView": async (actor) => {
    const id = await givenView(actor);
    return () => changeView(actor, { id, name: "Another", shared: true });
  },
  "saved-views.removeView": async (actor) => {
    const id = await givenView(actor);
    return () => removeView(actor, id);
  },
  "platform-users.createPlatformUser": (actor) =>
    Promise.resolve(() => createPlatformUser(actor, newPlatformUser("noor"))),
  "second-factor-proof.changeWithProof": (actor) =>
    Promise.resolve(() =>
      changeWithProof(
        actor,
        { password: testPassword(), code: "" },
        {
          ...{ event: "second-factor.disabled", looksAtCode: true },
          rule: ({ asker, user }) => mayChangeOwnSecondFactor(asker, user),
          refuseFirst: () => Promise.resolve(null),
          work: async (tx, subject) => ({
            ok: true,
            entry: await record(tx, actor, { event: "second-factor.disabled", subject }),
          }),
        },
      ),
    ),
  "users.createUser": (actor) => Promise.resolve(() => createUser(actor, { ...NOOR, roles: [] })),
  "user-import.importUsers": (actor) =>
    Promise.resolve(() => importUsers(actor, { users: [{ ...NOOR, status: "ENABLED" }], trial: false })),
};

const NOOR = { ...EMPTY_PROFILE, username: "noor", displayName: "Noor", password: testPassword() };

async function givenDraft(actor: Actor): Promise<string> {
  return idOf(await draftJob(actor, { target: "DISABLED", selection: { kind: "rows", usernames: ["linus"] } }));
}

async function givenView(actor: Actor): Promise<string> {
  return idOf(await saveView(actor, { name: randomUUID(), shared: false, address: "q=linus" }));
}

function idOf(made: { readonly ok: boolean; readonly id?: string }): string {
  if (made.id === undefined) throw new Error("It was not made.");
  return made.id;
}

/** What a verb does to somebody whom the rules allow it about, or what it refuses. */
function callOf(verb: string, actor: Actor, scene: Scene): () => Promise<unknown> {
  const about = scene.subjects[isOfPlatform(verb) ? "pat" : isAboutOneself(verb) ? "ada" : "dora"];
  const attempt = ATTEMPTS.find((one) => one.verb === verb);
  if (attempt) return () => attempt.call(actor, about);
  return async () => HARMLESS.get(verb)?.call(actor, about, scene);
}

const isOfPlatform = (verb: string): boolean => verb.startsWith("platform-users.");
const isAboutOneself = (verb: string): boolean =>
  /^(own-password|own-sessions|second-factor(?:-proof|-set-up)?)\./.test(verb);

/** Of what a scene knows as reading, those that leave an entry. */
const RECORDED_READINGS = ["user-export.exportUsers"];

const changing = [...verbs()]
  .filter(
    ([verb, asks]) => asks === "Actor" && (HARMLESS.get(verb)?.why !== "reads" || RECORDED_READINGS.includes(verb)),
  )
  .map(([verb]) => verb)
  .filter((verb) => !Object.values(BESIDE).flat().includes(verb));

/** What holds the session before it writes, since it is about that session, or writes nothing here after its first lock. */
const WITHOUT_LAST = [
  "own-password.changeOwnPassword",
  "own-sessions.endOtherSessions",
  "own-sessions.endOwnSession",
  "second-factor-set-up.confirmSecondFactor",
];

beforeAll(freshDatabase);
beforeAll(() => void vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test"));
afterAll(() => vi.unstubAllEnvs());

let scene: Scene;

// One for all: nobody changes it.
beforeAll(async () => {
  scene = await givenEverybody();
});

/** Keeps others from a lock, until what is handed back is called. */
async function holding(lock: string): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: ownerUrl(process.env["DATABASE_URL"] ?? "") });
  await holder.connect();
  await holder.query("BEGIN");
  await holder.query(lock);
  return () => holder.end();
}

/** Every row that a verb can write, but for the session or the token that ends. */
async function kept(actor: Actor): Promise<unknown[]> {
  const ends = [actor.sessionId, actor.id];
  const rest: unknown[] = await database().$queryRaw`
    SELECT 'view' AS kind, to_jsonb(t) AS row FROM saved_views t
    UNION ALL SELECT 'job', to_jsonb(t) FROM jobs t
    UNION ALL SELECT 'job item', to_jsonb(t) FROM job_items t
    UNION ALL SELECT 'schedule', to_jsonb(t) FROM scheduled_changes t
    UNION ALL SELECT 'token', to_jsonb(t) FROM platform_tokens t WHERE id::text <> ALL (${ends}::text[]) ORDER BY 1, 2`;
  const others = (await everything()) as { kind: string; row: { id?: string } }[];
  return [...others.filter(({ kind, row }) => kind !== "session" || row.id !== actor.sessionId), ...rest];
}

type End = readonly [name: string, end: (actor: Actor) => Promise<unknown>];

const revoked: End = [
  "revoked",
  ({ id }) => database().platformToken.update({ where: { id: id ?? "" }, data: { revokedAt: new Date() } }),
];
const session = (data: object) => (actor: Actor) =>
  database().session.update({ where: { id: actor.sessionId ?? "" }, data });
const ago = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);
const ended: End = ["ended", session({ endedAt: new Date(), end: "SIGNED_OUT_ELSEWHERE" })];

async function expectNothingBy(verb: string, lock: (actor: Actor, verb: string) => string, how?: End): Promise<void> {
  const actor = isOfPlatform(verb) ? await platformActor() : await signedIn(scene.subjects.ada.user);
  const call = (await PREPARED[verb]?.(actor)) ?? callOf(verb, actor, scene);
  const [before, told] = [await kept(actor), await lastEntry()];
  const release = await holding(lock(actor, verb));
  const outcome = call();
  try {
    await untilWaiting();
    await (how ?? (isOfPlatform(verb) ? revoked : ended))[1](actor);
  } finally {
    await release();
  }
  expect([{ ok: false, refusal: "signed_out" }, null]).toContainEqual(await outcome);
  expect(await kept(actor)).toEqual(before);
  expect(await toldSince(told)).toEqual([]);
}

/** What a verb locks first: whoever acts, and for the platform whom it is about or the order of new users. */
function lockFirst({ kind, id }: Actor, verb: string): string {
  const { user } = scene.subjects.pat;
  if (verb === "platform-users.createPlatformUser") {
    return "SELECT pg_advisory_xact_lock(hashtextextended('latchkey: platform users', 0))";
  }
  return `SELECT id FROM users WHERE id = '${kind === "platform" ? user.id : id}' FOR UPDATE`;
}

/** Nobody can write, in whatever table a verb writes last. */
function lockLast(): string {
  return "LOCK TABLE audit_entries, saved_views, jobs, second_factors, second_factor_set_ups IN SHARE MODE";
}

describe("whose session or token is over once the lock is theirs writes nothing", () => {
  test.each(changing)("%s", async (verb) => {
    await expectNothingBy(verb, lockFirst);
    if (!WITHOUT_LAST.includes(verb)) await expectNothingBy(verb, lockLast);
  });

  test("by a session that nobody used for too long, or that is too old", async () => {
    const verb = "access-settings.changeAccountStatus";
    await expectNothingBy(verb, lockFirst, ["idle", session({ lastSeenAt: ago(0.51) })]);
    await expectNothingBy(verb, lockLast, ["old", session({ createdAt: ago(12.01) })]);
  });
});

test("every change of somebody who acts goes through the one place", () => {
  const OWN_WAY = [
    // The operator's alone.
    "access/audit/audit-archive.ts",
    "access/backup/restoration.ts",
    // Before there is a session, and at its end.
    "access/sign-in/code-sign-in.ts",
    "access/sign-in/sessions.ts",
    "access/sign-in/sign-in.ts",
    // In the name of an order, which has no session, or of nobody.
    "access/jobs/job-batches.ts",
    "access/signals/signing-keys.ts",
    "access/status/administrators.ts",
    "access/status/due-schedules.ts",
  ];
  const opening = [...texts("access")]
    .filter(([, text]) => /\btransaction(<[^>]*>)?\(/.test(text))
    .map(([file]) => file);
  expect(opening.toSorted()).toEqual([...OWN_WAY, "access/database.ts", "access/run-change.ts"].toSorted());
});

test("two changes of one actor at the same moment are both made", async () => {
  const actor = await signedIn(scene.subjects.ada.user);
  const save = (name: string): Promise<unknown> => saveView(actor, { name, shared: false, address: "" });
  expect(await Promise.all([save("One"), save("Two")])).toEqual([
    { ok: true, id: expect.any(String) },
    { ok: true, id: expect.any(String) },
  ]);
});
