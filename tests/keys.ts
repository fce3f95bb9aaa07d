/** Package keys for a test, straight into the database: with owner, application, package and plan where they are missing. */
import { database } from "@/access/database";
import { hashPackageKey, makePackageKey, shownParts } from "@/access/keys/package-key-format";
import { usernameKey } from "@/access/users/username";
import type { PackageKeyStatus, Plan, User } from "@/generated/prisma/client";
import { people } from "./people";
import { testPasswordHash } from "./server";

export type GivenKey = {
  /** The text that a caller of the API sends. */
  key: string;
  id: string;
  ownerId: string;
  applicationId: string;
  planId: string;
  packageId: string;
};

type Wanted = {
  /** linus, unless somebody else is given. */
  owner?: Pick<User, "id">;
  status?: PackageKeyStatus;
  application?: string;
  package?: string;
  plan?: string;
  /** Of the plan when it is made here; one that is there already stays as it is. */
  planActive?: boolean;
};

/** One more key. Without further word it is Enabled and linus's, of his application Harbour Map, on the plan Maps Gold. */
export async function givenKey(wanted: Wanted = {}): Promise<GivenKey> {
  const owner = wanted.owner ?? (await givenLinus());
  const plan = await givenPlan(wanted);
  const application = await givenApplication(owner, wanted.application ?? "Harbour Map");
  const key = makePackageKey("test");
  const { id } = await database().packageKey.create({
    data: {
      applicationId: application.id,
      planId: plan.id,
      status: wanted.status ?? "ENABLED",
      hash: hashPackageKey(key),
      ...shownParts(key),
    },
  });
  return { key, id, ownerId: owner.id, applicationId: application.id, planId: plan.id, packageId: plan.packageId };
}

async function givenPlan(wanted: Wanted): Promise<Plan> {
  const packageName = wanted.package ?? "Maps";
  const { id: packageId } = await database().package.upsert({
    where: { name: packageName },
    create: { name: packageName },
    update: {},
  });
  const name = wanted.plan ?? "Gold";
  return database().plan.upsert({
    where: { packageId_name: { packageId, name } },
    create: { packageId, name, active: wanted.planActive ?? true },
    update: {},
  });
}

function givenApplication(owner: Pick<User, "id">, name: string): Promise<{ id: string }> {
  const ownerId = owner.id;
  return database().application.upsert({
    where: { ownerId_name: { ownerId, name } },
    create: { ownerId, name },
    update: {},
  });
}

/** linus as tests/people.ts tells of him, once. */
function givenLinus(): Promise<User> {
  const { linus } = people;
  const key = usernameKey(linus.username);
  return database().user.upsert({
    where: { usernameKey: key },
    create: { ...linus, roles: [...linus.roles], usernameKey: key, passwordHash: testPasswordHash() },
    update: {},
  });
}
