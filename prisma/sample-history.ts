/** What happened to the people of the sample data, as the audit tells it. */
import type { AuditEvent } from "@/access/audit/audit";
import { keyName } from "@/access/keys/package-key-format";
import type { Prisma } from "@/generated/prisma/client";
import { people } from "@/tests/people";
import type { SampleKey, SampleKeys, SamplePlan } from "./sample-keys";
import type { SamplePerson } from "./sample-people";

const DAY = 24 * 60 * 60 * 1000;

const REASONS = [
  "Left the company; the partner asked us to close the account.",
  "Contract ended.",
  "Shared the account with a colleague, against the terms.",
  "No use for a year.",
];

/**
 * How the disabled ones got there, how linus came back, who gave the roles, and what became of keys and plans. In the
 * order in which it happened.
 */
export function sampleHistory(everybody: SamplePerson[], owned: SampleKeys): Prisma.AuditEntryCreateManyInput[] {
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
      const keys = workingKeys(owned, person, person.updatedAt);
      return status(index % 3 === 1 ? grace : ada, person, "user.disabled", { at: person.updatedAt, reason, keys });
    }),
    signInRefused(dora),
    ...holders.map((person) => rolesGiven(ada, person)),
    status(grace, linus, "user.disabled", {
      at: comingBack,
      reason: "Lost a laptop; disabled until the password is changed.",
      keys: workingKeys(owned, linus, comingBack),
    }),
    status(ada, linus, "user.enabled", {
      at: linus.updatedAt,
      reason: "Password changed.",
      keys: workingKeys(owned, linus, linus.updatedAt),
    }),
    ...keyHistory(everybody, owned, ada, grace),
  ].sort((one, other) => one.at.getTime() - other.at.getTime());
}

type Entry = Prisma.AuditEntryCreateManyInput & { at: Date };

function before(at: Date, minutes: number): Date {
  return new Date(at.getTime() - minutes * 60 * 1000);
}

function entry(event: AuditEvent, actor: SamplePerson, subject: SamplePerson | null, at: Date): Entry {
  return {
    at,
    event,
    outcome: "DONE",
    source: "PAGE",
    actorId: actor.id,
    actorUsername: actor.username,
    subjectId: subject?.id ?? null,
    subjectUsername: subject?.username ?? null,
    address: "192.0.2.10",
  };
}

function status(
  actor: SamplePerson,
  subject: SamplePerson,
  event: "user.enabled" | "user.disabled",
  { at, reason, keys }: { at: Date; reason: string | null; keys: number },
): Entry {
  const [was, is] = event === "user.disabled" ? ["ENABLED", "DISABLED"] : ["DISABLED", "ENABLED"];
  const sessionsEnded = is === "DISABLED" ? subject.username.length % 3 : 0;
  return {
    ...entry(event, actor, subject, at),
    reason,
    before: { status: was },
    after: { status: is },
    effects: { sessionsEnded, ...(is === "DISABLED" ? { keysStopped: keys } : { keysRestored: keys }) },
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

const KEY_REASONS = ["Committed to a public repository.", "Replaced by a new one.", "The trial is over."];

/** Who created the keys of the story, who disabled keys and why, and the end of a plan. */
function keyHistory(everybody: SamplePerson[], owned: SampleKeys, ada: SamplePerson, grace: SamplePerson): Entry[] {
  return [
    ...owned.keys.flatMap((key, index) => {
      const { owner, plan, names } = aboutKey(everybody, owned, key);
      const isOfStory = owner.username in people && key.status !== "WAITING";
      const created = entry("package-key.created", ada, owner, key.createdAt);
      const reason = KEY_REASONS[index % KEY_REASONS.length] ?? null;
      return [
        ...(isOfStory ? [{ ...created, after: { status: "ENABLED", ...names } }] : []),
        ...(key.status === "DISABLED" ? [keyDisabled(grace, owner, { key, plan, names, reason })] : []),
      ];
    }),
    ...owned.plans.filter(({ active }) => !active).map((plan) => planDeactivated(owned, plan, ada)),
  ];
}

type Names = { key: string; application: string; package: string; plan: string };

function aboutKey(
  everybody: SamplePerson[],
  { packages, plans, applications }: SampleKeys,
  key: SampleKey,
): { owner: SamplePerson; plan: SamplePlan; names: Names } {
  const application = applications.find(({ id }) => id === key.applicationId);
  const owner = everybody.find(({ id }) => id === application?.ownerId);
  const plan = plans.find(({ id }) => id === key.planId);
  if (!application || !owner || !plan) throw new Error("A sample key belongs to nobody.");
  const ofPackage = packages.find(({ id }) => id === plan.packageId)?.name ?? "";
  const names = { key: keyName(key), application: application.name, package: ofPackage, plan: plan.name };
  return { owner, plan, names };
}

function keyDisabled(
  actor: SamplePerson,
  owner: SamplePerson,
  { key, plan, names, reason }: { key: SampleKey; plan: SamplePlan; names: Names; reason: string | null },
): Entry {
  const worked = owner.status === "ENABLED" && plan.active;
  return {
    ...entry("package-key.disabled", actor, owner, key.updatedAt),
    reason,
    before: { status: "ENABLED" },
    after: { status: "DISABLED", ...names },
    effects: { keysStopped: worked ? 1 : 0, keysRestored: 0 },
  };
}

function planDeactivated({ packages, keys }: SampleKeys, plan: SamplePlan, actor: SamplePerson): Entry {
  const ofPackage = packages.find(({ id }) => id === plan.packageId)?.name ?? "";
  const before = keys.filter(({ planId, status, createdAt }) => {
    return planId === plan.id && status === "ENABLED" && createdAt <= plan.updatedAt;
  });
  return {
    ...entry("plan.deactivated", actor, null, plan.updatedAt),
    reason: "The tiles of 2023 are no longer served.",
    before: { active: true },
    after: { active: false, package: ofPackage, plan: plan.name },
    effects: { keysStopped: before.length },
  };
}

/** How many keys of a user worked at that time, as far as the sample data knows. */
function workingKeys({ applications, plans, keys }: SampleKeys, owner: SamplePerson, at: Date): number {
  const own = new Set(applications.filter(({ ownerId }) => ownerId === owner.id).map(({ id }) => id));
  const active = new Set(plans.filter(({ active }) => active).map(({ id }) => id));
  return keys.filter(({ applicationId, planId, status, createdAt }) => {
    return own.has(applicationId) && active.has(planId) && status === "ENABLED" && createdAt <= at;
  }).length;
}
