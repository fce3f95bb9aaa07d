/**
 * Fills an empty database with people to look at: the named ones of the story (tests/people.ts) and those of
 * sample-people.ts, with a history. Guarantees that a database that holds any user stays as it is.
 */
import { database } from "@/access/database";
import { hashPassword } from "@/access/passwords";
import { usernameKey } from "@/access/username";
import { type Person, people } from "@/tests/people";
import type { AuditEvent } from "@/access/audit";
import type { Prisma } from "@/generated/prisma/client";
import { SAMPLE_END, type SamplePerson, sampleId, samplePeople } from "./sample-people";

const DAY = 24 * 60 * 60 * 1000;

export async function loadSampleData(password: string): Promise<{ users: number }> {
  if ((await database().user.count()) > 0) return { users: 0 };
  const others = samplePeople();
  const named = Object.values(people).map(fleshOut);
  const everybody = [...named, ...others];
  // One hash for all: hashing takes long on purpose.
  const passwordHash = await hashPassword(password);
  const rows = everybody.map((person) => userRow(person, passwordHash));
  return database().$transaction(async (tx) => {
    if (!(await isStillEmpty(tx))) return { users: 0 };
    await tx.user.createMany({ data: rows });
    await tx.auditEntry.createMany({ data: sampleHistory(everybody) });
    return { users: rows.length };
  });
}

/** Two starts at the same moment load once: the lock lets one in after the other. */
async function isStillEmpty(tx: Prisma.TransactionClient): Promise<boolean> {
  await tx.$executeRaw`LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE`;
  return (await tx.user.count()) === 0;
}

/** Gives a named person what a whole row needs: the nearer to the heart of the story, the more recently changed. */
function fleshOut(person: Readonly<Person>, index: number): SamplePerson {
  const createdAt = new Date(SAMPLE_END.getTime() - (700 - index * 37) * DAY);
  const updatedAt = person.status === "WAITING" ? createdAt : new Date(SAMPLE_END.getTime() - (index + 2) * 3 * DAY);
  const signsIn = person.status === "ENABLED";
  return {
    ...person,
    id: sampleId(createdAt),
    roles: [...person.roles],
    phone: "",
    website: "",
    region: "",
    postalCode: "",
    createdAt,
    updatedAt,
    lastSignInAt: signsIn ? new Date(updatedAt.getTime() - DAY) : null,
  };
}

function userRow(person: SamplePerson, passwordHash: string): Prisma.UserCreateManyInput {
  const key = usernameKey(person.username);
  return { ...person, usernameKey: key, passwordHash: person.origin === "LOCAL" ? passwordHash : null };
}

const REASONS = [
  "Left the company; the partner asked us to close the account.",
  "Contract ended.",
  "Shared the account with a colleague, against the terms.",
  "No use for a year.",
];

/** How the disabled ones got there, how linus came back, and who gave the roles. In the order in which it happened. */
function sampleHistory(everybody: SamplePerson[]): Prisma.AuditEntryCreateManyInput[] {
  const find = (username: string): SamplePerson | undefined => everybody.find((person) => person.username === username);
  const [ada, grace, linus, dora] = ["ada", "grace", "linus", "dora"].map(find);
  if (!ada || !grace || !linus || !dora) throw new Error("The people of the story are missing from tests/people.");
  const local = everybody.filter((person) => person.origin === "LOCAL");
  const disabled = local.filter((person) => person.status === "DISABLED");
  const holders = local.filter((person) => person.roles.length > 0 && person !== ada && person.status === "ENABLED");
  const comingBack = before(linus.updatedAt, 2 * 60);
  return [
    ...disabled.map((person, index) => {
      const reason =
        person === dora
          ? "Left Meltemi Travel. Their contact asked for it."
          : (REASONS[index % REASONS.length] ?? null);
      return status(index % 3 === 1 ? grace : ada, person, "user.disabled", { at: person.updatedAt, reason });
    }),
    signInRefused(dora),
    ...holders.map((person) => rolesGiven(ada, person)),
    status(grace, linus, "user.disabled", {
      at: comingBack,
      reason: "Lost a laptop; disabled until the password is changed.",
    }),
    status(ada, linus, "user.enabled", { at: linus.updatedAt, reason: "Password changed." }),
  ].sort((one, other) => one.at.getTime() - other.at.getTime());
}

type Entry = Prisma.AuditEntryCreateManyInput & { at: Date };

function before(at: Date, minutes: number): Date {
  return new Date(at.getTime() - minutes * 60 * 1000);
}

function entry(event: AuditEvent, actor: SamplePerson, subject: SamplePerson, at: Date): Entry {
  return {
    at,
    event,
    outcome: "DONE",
    source: "PAGE",
    actorId: actor.id,
    actorUsername: actor.username,
    subjectId: subject.id,
    subjectUsername: subject.username,
    address: "192.0.2.10",
  };
}

function status(
  actor: SamplePerson,
  subject: SamplePerson,
  event: "user.enabled" | "user.disabled",
  { at, reason }: { at: Date; reason: string | null },
): Entry {
  const [was, is] = event === "user.disabled" ? ["ENABLED", "DISABLED"] : ["DISABLED", "ENABLED"];
  const sessionsEnded = is === "DISABLED" ? subject.username.length % 3 : 0;
  return {
    ...entry(event, actor, subject, at),
    reason,
    before: { status: was },
    after: { status: is },
    effects: { sessionsEnded },
  };
}

function rolesGiven(actor: SamplePerson, subject: SamplePerson): Entry {
  const given = entry("user.roles-changed", actor, subject, before(subject.updatedAt, 5));
  return { ...given, before: { roles: [] }, after: { roles: subject.roles }, effects: { sessionsEnded: 0 } };
}

/** dora came back after she was disabled, with the right password. */
function signInRefused(dora: SamplePerson): Entry {
  const later = new Date(dora.updatedAt.getTime() + DAY);
  const refused = entry("sign-in.refused", dora, dora, later);
  return { ...refused, actorId: null, outcome: "REFUSED", refusal: "user_disabled", address: "198.51.100.23" };
}
