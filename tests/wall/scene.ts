/** The people on both sides of the wall, with all that could be taken from them, and how it is seen that nothing was. */
import { type Actor, commandLineActor } from "@/access/actor";
import { database } from "@/access/database";
import type { User } from "@/generated/prisma/client";
import { actorOf, openSession } from "@/tests/actors";
import { givenPeople, givenPerson } from "@/tests/database";
import { givenKey, type GivenKey } from "@/tests/keys";
import { people, type PersonName } from "@/tests/people";
import { givenToken } from "@/tests/platform";

/** Enabled, disabled, an administrator, and whom the platform deleted. */
export const PLATFORM_USERS = ["pat", "petra", "pablo", "paula"] as const;

/** Enabled, an administrator, disabled, and waiting. */
export const LOCAL_USERS = ["linus", "ada", "dora", "wei"] as const satisfies readonly PersonName[];

/** Whoever can ask for anything here: every role, a platform user with and one without a role, and the command line. */
export const ASKERS = ["ada", "cora", "percy", "sam", "linus", "pat", "pablo", "the command line"] as const;

export type AskerName = (typeof ASKERS)[number];
type SubjectName = (typeof PLATFORM_USERS)[number] | (typeof LOCAL_USERS)[number];

/** Whom an attempt is about, and what of theirs there is. */
export type Subject = {
  readonly name: SubjectName;
  readonly user: User;
  readonly key: GivenKey;
  readonly sessionId: string;
  /** The number of an entry of the audit that is about them, and of a change that gates were told of. */
  readonly entry: bigint;
  readonly change: bigint;
};

export type Scene = {
  readonly subjects: Readonly<Record<SubjectName, Subject>>;
  readonly receiverId: string;
  readonly tokenId: string;
};

/** Everybody of tests/people.ts, each with a key and a session, and the platform connected. */
export async function givenEverybody(): Promise<Scene> {
  const everybody = await givenPeople(...(Object.keys(people) as PersonName[]));
  const users = { ...everybody, paula: await givenLeaver("paula") };
  const names = [...PLATFORM_USERS, ...LOCAL_USERS];
  const subjects = await Promise.all(names.map((name) => subjectOf(name, users[name])));
  const { id: receiverId } = await database().signalReceiver.create({
    data: { label: "SIEM", endpoint: "https://siem.example.com", audience: "siem", createdBy: "ada" },
  });
  const { id: tokenId } = await givenToken("in use");
  return {
    subjects: Object.fromEntries(subjects.map((subject) => [subject.name, subject])) as Scene["subjects"],
    receiverId,
    tokenId,
  };
}

async function subjectOf(name: SubjectName, { id }: User): Promise<Subject> {
  // A package of their own, so that what is done to it is about them.
  const key = await givenKey({ owner: { id }, package: `Package of ${name}` });
  // As they are with a key.
  const user = await database().user.findUniqueOrThrow({ where: { id } });
  await openSession(user);
  const { id: sessionId } = await database().session.findFirstOrThrow({ where: { userId: user.id } });
  const [change] = await database().$queryRaw<[{ id: bigint }]>`
    INSERT INTO access_changes (xact, kind, subject_id) VALUES (0, 'USER', ${user.id}::uuid) RETURNING id`;
  const [entry] = await database().$queryRaw<[{ id: bigint }]>`
    INSERT INTO audit_entries (event, outcome, source, actor_username, subject_id, subject_username, before, after, change_id)
    VALUES ('user.disabled', 'DONE', 'PAGE', 'grace', ${user.id}::uuid, ${user.username}, '{"status":"ENABLED"}',
            '{"status":"DISABLED"}', ${change.id}) RETURNING id`;
  return { name, user, key, sessionId, entry: entry.id, change: change.id };
}

/** The asker of that name, by a session that is open. */
export async function askerNamed(name: AskerName): Promise<Actor> {
  if (name === "the command line") return commandLineActor();
  return actorOf(await openSession(await database().user.findUniqueOrThrow({ where: { usernameKey: name } })));
}

/** A user of the platform whom it deleted. */
async function givenLeaver(username: string): Promise<User> {
  const { id } = await givenPerson({ username, origin: "PLATFORM", status: "DISABLED" });
  return database().user.update({ where: { id }, data: { platformDeletedAt: new Date() } });
}

/** Every column of every user, session, second factor, application, key, package and plan. */
export async function everything(): Promise<unknown[]> {
  return database().$queryRaw`
    SELECT 'user' AS kind, to_jsonb(t) AS row FROM users t
    UNION ALL SELECT 'session', to_jsonb(t) FROM sessions t
    UNION ALL SELECT 'second factor', to_jsonb(t) FROM second_factors t
    UNION ALL SELECT 'set-up', to_jsonb(t) FROM second_factor_set_ups t
    UNION ALL SELECT 'enrolment code', to_jsonb(t) FROM enrolment_codes t
    UNION ALL SELECT 'application', to_jsonb(t) FROM applications t
    UNION ALL SELECT 'key', to_jsonb(t) FROM package_keys t
    UNION ALL SELECT 'package', to_jsonb(t) FROM packages t
    UNION ALL SELECT 'plan', to_jsonb(t) FROM plans t
    UNION ALL SELECT 'receiver', to_jsonb(t) FROM signal_receivers t
    UNION ALL SELECT 'event', to_jsonb(t) FROM signal_events t
    UNION ALL SELECT 'change', to_jsonb(t) FROM access_changes t
    ORDER BY 1, 2`;
}

/** Every column of some users but what counts their keys, and of their sessions. */
export async function standingOf(...users: readonly Pick<User, "id">[]): Promise<unknown[]> {
  const ids = users.map(({ id }) => id);
  return database().$queryRaw`
    SELECT 'user' AS kind, to_jsonb(t) - 'key_count' - 'facets' AS row FROM users t WHERE t.id = ANY (${ids}::uuid[])
    UNION ALL SELECT 'session', to_jsonb(t) FROM sessions t WHERE t.user_id = ANY (${ids}::uuid[])
    ORDER BY 1, 2`;
}

/** The number of the last entry of the audit: what comes after it is new. */
export async function lastEntry(): Promise<bigint> {
  const { _max } = await database().auditEntry.aggregate({ _max: { id: true } });
  return _max.id ?? 0n;
}

/** What the audit tells since then, in short. */
export async function toldSince(entry: bigint): Promise<unknown[]> {
  return database().auditEntry.findMany({
    where: { id: { gt: entry } },
    orderBy: { id: "asc" },
    select: { event: true, outcome: true, refusal: true, actorUsername: true, subjectUsername: true },
  });
}
