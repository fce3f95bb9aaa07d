/**
 * Fills an empty database with people to look at: the named ones of the story (tests/people.ts) and those of
 * sample-people.ts, with their applications and keys and a history. Guarantees that a database that holds any user
 * stays as it is.
 */
import { database } from "@/access/database";
import { hashPassword } from "@/access/sign-in/passwords";
import { usernameKey } from "@/access/users/username";
import type { Prisma } from "@/generated/prisma/client";
import { type Person, people } from "@/tests/people";
import { sampleHistory } from "./sample-history";
import { type SampleKeys, sampleKeys } from "./sample-keys";
import { SAMPLE_END, type SamplePerson, UNSYNCED, sampleId, samplePeople } from "./sample-people";

const DAY = 24 * 60 * 60 * 1000;
const LOAD_LIMIT_MS = 60_000;

export async function loadSampleData(password: string): Promise<{ users: number }> {
  if ((await database().user.count()) > 0) return { users: 0 };
  const others = samplePeople();
  const named = Object.values(people).map(fleshOut);
  const everybody = [...named, ...others];
  const owned = sampleKeys(everybody);
  // One hash for all: hashing takes long on purpose.
  const passwordHash = await hashPassword(password);
  const rows = everybody.map((person) => userRow(person, passwordHash, lastKeyUse(person, owned)));
  const load = async (tx: Prisma.TransactionClient): Promise<{ users: number }> => {
    if (!(await isStillEmpty(tx))) return { users: 0 };
    await tx.user.createMany({ data: rows });
    await tx.package.createMany({ data: owned.packages });
    await tx.plan.createMany({ data: owned.plans });
    await tx.application.createMany({ data: owned.applications });
    await tx.packageKey.createMany({ data: owned.keys });
    await tx.auditEntry.createMany({ data: sampleHistory(everybody, owned) });
    return { users: rows.length };
  };
  // A busy machine takes longer than Prisma's five seconds.
  return database().$transaction(load, { timeout: LOAD_LIMIT_MS });
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
    ...UNSYNCED,
    ...(person.origin === "PLATFORM" && { ...WORK[person.username], syncedAt: updatedAt }),
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

// What the platform says of its people in the story.
const WORK: Record<string, Partial<SamplePerson>> = {
  pat: { department: "Claims", employeeNumber: "20417", manager: "idp|moira", managerName: "Moira Byrne" },
  petra: { department: "Grid Operations", employeeNumber: "7718" },
  pablo: { department: "Platform Engineering", employeeNumber: "118", manager: "idp|ines", managerName: "Inés Robles" },
};

function userRow(person: SamplePerson, passwordHash: string, lastKeyUseAt: Date | null): Prisma.UserCreateManyInput {
  const key = usernameKey(person.username);
  return { ...person, usernameKey: key, passwordHash: person.origin === "LOCAL" ? passwordHash : null, lastKeyUseAt };
}

/** When one of their keys was last let pass, as a gate writes it beside the key. */
function lastKeyUse({ id }: SamplePerson, { applications, keys }: SampleKeys): Date | null {
  const own = new Set(applications.filter(({ ownerId }) => ownerId === id).map((application) => application.id));
  const uses = keys.flatMap(({ applicationId, lastUsedAt }) =>
    own.has(applicationId) && lastUsedAt ? [lastUsedAt] : [],
  );
  return uses.sort((one, other) => other.getTime() - one.getTime())[0] ?? null;
}
