/**
 * Packages, plans, applications and keys for the sample data: those of the named people as their story tells, and about
 * 150 more. Everything is the same everywhere and always but what a key is found by: that is the hash of a random key
 * which nobody ever saw, so no key of the sample data opens anything.
 */
import { faker as en } from "@faker-js/faker/locale/en";
import { checksum, hashPackageKey, makePackageKey, shownParts } from "@/access/keys/package-key-format";
import type { PackageKeyStatus } from "@/generated/prisma/enums";
import { SAMPLE_END, type SamplePerson, sampleId } from "./sample-people";

const SEED = 20_241_002;
const DAY = 24 * 60 * 60 * 1000;
const PACKAGES_BEGIN = new Date("2024-03-04T09:00:00Z");

export type SamplePlan = {
  id: string;
  packageId: string;
  name: string;
  active: boolean;
  throttlePerSecond: number | null;
  quotaPerDay: number | null;
  createdAt: Date;
  updatedAt: Date;
};

export type SampleKey = {
  id: string;
  applicationId: string;
  planId: string;
  status: PackageKeyStatus;
  hash: Uint8Array<ArrayBuffer>;
  prefix: string;
  lastFour: string;
  createdAt: Date;
  updatedAt: Date;
  lastUsedAt: Date | null;
};

type SamplePackage = { id: string; name: string; createdAt: Date; updatedAt: Date };
type SampleApplication = { id: string; ownerId: string; name: string; createdAt: Date; updatedAt: Date };

export type SampleKeys = {
  packages: SamplePackage[];
  plans: SamplePlan[];
  applications: SampleApplication[];
  keys: SampleKey[];
};

// By package: the name of each plan, its calls per second and per day, and "inactive" for one that nobody may use.
const CATALOG: Record<string, [plan: string, throttle: number | null, quota: number | null, standing?: "inactive"][]> =
  {
    Maps: [
      ["Free", 2, 1_000],
      ["Pro", 50, 500_000],
      ["Tiles 2023", 20, 100_000, "inactive"],
    ],
    Payments: [
      ["Sandbox", 5, 10_000],
      ["Silver", 25, 250_000],
      ["Gold", 100, null],
    ],
    Timetables: [["Open Data", 10, 50_000]],
    Weather: [
      ["Basic", 5, 20_000],
      ["Plus", 40, null],
    ],
  };

type Told = [username: string, application: string, plan: string, status: PackageKeyStatus];

// linus has two applications and three keys, one of which grace disabled. dora's key is good, but she is disabled; wei
// is waiting and so is the key; cora's stands on a plan that is inactive.
const TOLD: Told[] = [
  ["linus", "Harbour Map", "Maps Pro", "ENABLED"],
  ["linus", "Harbour Map", "Weather Basic", "ENABLED"],
  ["linus", "Arrivals Board", "Payments Silver", "DISABLED"],
  ["dora", "Meltemi Booking", "Weather Plus", "ENABLED"],
  ["wei", "Jade Tracker", "Maps Free", "WAITING"],
  ["pat", "Shamrock Quotes", "Payments Gold", "ENABLED"],
  ["cora", "Partner Demo", "Maps Tiles 2023", "ENABLED"],
];

const OTHERS = 150;
const PRODUCTS = [
  "Mobile App",
  "Website",
  "Data Import",
  "Store Locator",
  "Back Office",
  "Reports",
  "Chatbot",
  "Kiosk",
];

/** Adds to an empty database's people what they own. */
export function sampleKeys(everybody: readonly SamplePerson[]): SampleKeys {
  en.seed(SEED);
  const made: SampleKeys = { ...sampleCatalog(), applications: [], keys: [] };
  const named = new Set(TOLD.map(([username]) => username));
  for (const [username, application, plan, status] of TOLD) {
    const owner = everybody.find((person) => person.username === username);
    if (!owner) throw new Error(`${username} of the story is missing from tests/people.`);
    addKey(made, owner, { application, plan: planOf(made, plan), status });
  }
  const others = everybody.filter(({ username, roles }) => !named.has(username) && !roles.includes("ADMINISTRATOR"));
  // Some have many keys and some have none, as in any program.
  const owners = en.helpers.arrayElements(others, Math.round(others.length * 0.6));
  for (let count = 0; count < OTHERS; count += 1) addAnyKey(made, en.helpers.arrayElement(owners));
  return made;
}

export function sampleCatalog(): Pick<SampleKeys, "packages" | "plans"> {
  const packages: SamplePackage[] = [];
  const plans: SamplePlan[] = [];
  for (const [name, ofPackage] of Object.entries(CATALOG)) {
    const createdAt = later(PACKAGES_BEGIN, packages.length * 60);
    const packageId = sampleId(createdAt);
    packages.push({ id: packageId, name, createdAt, updatedAt: createdAt });
    for (const [plan, throttlePerSecond, quotaPerDay, standing] of ofPackage) {
      const active = standing !== "inactive";
      const updatedAt = active ? createdAt : later(SAMPLE_END, -40);
      const terms = { name: plan, throttlePerSecond, quotaPerDay, active };
      plans.push({ id: sampleId(createdAt), packageId, ...terms, createdAt, updatedAt });
    }
  }
  return { packages, plans };
}

/** The plan that is called "Maps Pro" here. */
function planOf({ packages, plans }: SampleKeys, called: string): SamplePlan {
  const plan = plans.find(({ packageId, name }) => called === `${packageName(packages, packageId)} ${name}`);
  if (!plan) throw new Error(`The sample data has no plan ${called}.`);
  return plan;
}

function packageName(packages: readonly SamplePackage[], id: string): string {
  return packages.find((one) => one.id === id)?.name ?? "";
}

function addAnyKey(made: SampleKeys, owner: SamplePerson): void {
  const own = made.applications.filter(({ ownerId }) => ownerId === owner.id).map(({ name }) => name);
  const another = `${owner.company || owner.displayName} ${en.helpers.arrayElement(PRODUCTS)}`.slice(0, 100);
  const application = own.length > 0 && en.number.float() < 0.5 ? en.helpers.arrayElement(own) : another;
  const lot = en.number.float();
  const waits = owner.status === "WAITING" || lot < 0.06;
  addKey(made, owner, {
    application,
    plan: en.helpers.arrayElement(made.plans),
    status: waits ? "WAITING" : lot < 0.16 ? "DISABLED" : "ENABLED",
  });
}

type Wanted = { application: string; plan: SamplePlan; status: PackageKeyStatus };

function addKey(made: SampleKeys, owner: SamplePerson, { application, plan, status }: Wanted): void {
  const times = keyTimes(owner, plan, status);
  const applicationId = applicationOf(made, owner, application, times.createdAt);
  // Shown is the beginning and the end of another key than the one that is stored: neither can be told from the other.
  const random = en.string.alphanumeric(30);
  const shown = shownParts(`lk_live_${random}${checksum(random)}`);
  const hash = hashPackageKey(makePackageKey("live"));
  made.keys.push({ id: sampleId(times.createdAt), applicationId, planId: plan.id, status, hash, ...shown, ...times });
}

type KeyTimes = Pick<SampleKey, "createdAt" | "updatedAt" | "lastUsedAt">;

/** Nobody uses a key that does not work: not after it was disabled, nor after its owner or its plan was. */
function keyTimes(owner: SamplePerson, plan: SamplePlan, status: PackageKeyStatus): KeyTimes {
  const until = owner.status === "DISABLED" ? owner.updatedAt : later(SAMPLE_END, -2);
  const createdAt = en.date.between({ from: owner.createdAt, to: until });
  const updatedAt = status === "DISABLED" ? en.date.between({ from: createdAt, to: later(SAMPLE_END, -1) }) : createdAt;
  const ends = [SAMPLE_END];
  if (status === "DISABLED") ends.push(updatedAt);
  if (owner.status === "DISABLED") ends.push(owner.updatedAt);
  if (!plan.active) ends.push(plan.updatedAt);
  const to = new Date(Math.min(...ends.map((end) => end.getTime())));
  const neverUsed = status === "WAITING" || owner.status === "WAITING" || en.number.float() < 0.15 || to <= createdAt;
  return { createdAt, updatedAt, lastUsedAt: neverUsed ? null : en.date.between({ from: createdAt, to }) };
}

/** The id of a user's application of that name, which is as old as its first key. */
function applicationOf(made: SampleKeys, owner: SamplePerson, name: string, firstKeyAt: Date): string {
  const there = made.applications.find((one) => one.ownerId === owner.id && one.name === name);
  if (there) {
    if (firstKeyAt < there.createdAt) there.createdAt = there.updatedAt = firstKeyAt;
    return there.id;
  }
  const createdAt = firstKeyAt;
  made.applications.push({ id: sampleId(createdAt), ownerId: owner.id, name, createdAt, updatedAt: createdAt });
  return made.applications.at(-1)?.id ?? "";
}

function later(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY);
}
