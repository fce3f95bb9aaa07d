/**
 * About 120 people for the sample data, in many scripts and with many kinds of usernames, so that every page meets
 * them before real users do. The seed and the dates are fixed: the same people everywhere and always.
 */
import { faker as en } from "@faker-js/faker/locale/en";
import type { AccountStatus, Origin, Role } from "@/generated/prisma/enums";
import { REGIONS, type Region } from "./sample-regions";

/** Sample data ends on this day: a fixed one, so that it is the same data wherever and whenever it is loaded. */
export const SAMPLE_END = new Date("2026-10-01T09:00:00Z");
const SAMPLE_BEGIN = new Date("2024-10-01T09:00:00Z");
const SEED = 20_241_001;
const ROUNDS = 5;

const DOMAINS = [
  ...["atlas-mobility", "bluefjord", "cedar-health", "daybreak-media", "evergreen-tours", "ferrum-parts"],
  ...["globe-parcel", "hilltop-bank", "indigo-retail", "kestrel-data", "lumen-grid", "meridian-fares"],
].map((name, index) => `${name}.example.${index % 3 === 0 ? "org" : "com"}`);

export type SamplePerson = {
  id: string;
  username: string;
  email: string;
  displayName: string;
  firstName: string;
  lastName: string;
  company: string;
  phone: string;
  website: string;
  locality: string;
  region: string;
  postalCode: string;
  country: string;
  origin: Origin;
  status: AccountStatus;
  roles: Role[];
  externalId: string | null;
  department: string;
  employeeNumber: string;
  manager: string;
  managerName: string;
  syncedAt: Date | null;
  lastSignInAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

export function samplePeople(): SamplePerson[] {
  en.seed(SEED);
  REGIONS.forEach((region, index) => region.faker.seed(SEED + index));
  const count = REGIONS.length * ROUNDS;
  const everybody = Array.from({ length: count }, (_, index) => samplePerson(index));
  const platform = everybody.filter(({ origin }) => origin === "PLATFORM");
  return everybody.map((person) => ({ ...person, ...sampleSync(person, platform) }));
}

/** An id like those that the application makes: the first half of it is the time of creation. */
export function sampleId(createdAt: Date): string {
  return en.string.uuid({ version: 7, refDate: createdAt });
}

function samplePerson(index: number): Unsynced {
  const home = REGIONS[index % REGIONS.length] ?? REGIONS[0];
  if (!home) throw new Error("There are no regions to take sample people from.");
  const round = Math.floor(index / REGIONS.length);
  // Every third is a platform user, another third of the regions in each round.
  const origin: Origin = (index + round) % 3 === 0 ? "PLATFORM" : "LOCAL";
  const name = sampleName(home, index);
  const standing = sampleStanding(origin);
  return {
    ...name,
    ...sampleAddress(home, name.email),
    ...standing,
    ...sampleTimes(standing),
    // The platform's users are never Service Users. They were drawn like the others, so that nobody else changes.
    roles: origin === "PLATFORM" ? standing.roles.filter((role) => role !== "SERVICE_USER") : standing.roles,
    username: origin === "LOCAL" ? localUsername(name) : platformUsername(name),
    origin,
    externalId: origin === "PLATFORM" ? en.string.uuid() : null,
  };
}

type Synced = Pick<SamplePerson, "department" | "employeeNumber" | "manager" | "managerName" | "syncedAt">;
type Unsynced = Omit<SamplePerson, keyof Synced>;

/** What only the platform says, and of its users alone: nothing. */
export const UNSYNCED: Synced = { department: "", employeeNumber: "", manager: "", managerName: "", syncedAt: null };

const DEPARTMENTS = [
  "API Partnerships",
  "Data Engineering",
  "Finance",
  "IT Operations",
  "Mobile",
  "Research & Development",
];
const TEAM = 7;
const HOUR = 60 * 60 * 1000;

/** In teams: the first of each leads it, and has nobody above. Some platforms hand over no employee numbers. */
function sampleSync(person: Unsynced, platform: readonly Unsynced[]): Synced {
  const place = platform.indexOf(person);
  if (place < 0) return UNSYNCED;
  const lead = platform[place - (place % TEAM)] ?? person;
  const led =
    lead === person
      ? { manager: "", managerName: "" }
      : { manager: lead.externalId ?? "", managerName: lead.displayName };
  return {
    ...led,
    department: DEPARTMENTS[Math.floor(place / TEAM) % DEPARTMENTS.length] ?? "",
    employeeNumber: place % 5 === 4 ? "" : `${10_400 + place * 37}`,
    syncedAt: lastSync(person, place),
  };
}

/** The platform goes through its users every day, and is done with those whom it disabled. */
function lastSync({ status, updatedAt }: Unsynced, place: number): Date {
  const today = SAMPLE_END.getTime() - HOUR - place * 60_000;
  return status === "DISABLED" ? updatedAt : new Date(Math.max(updatedAt.getTime(), today));
}

type Name = Pick<SamplePerson, "email" | "displayName" | "firstName" | "lastName" | "company">;

function sampleName(home: Region, index: number): Name {
  const { faker } = home;
  const sex = index % 2 === 0 ? "female" : "male";
  const firstName = faker.person.firstName(sex);
  const lastName = faker.person.lastName(sex);
  const displayName =
    home.familyFirst !== undefined ? `${lastName}${home.familyFirst}${firstName}` : `${firstName} ${lastName}`;
  const company = faker.company.name();
  return { firstName, lastName, displayName, company, email: sampleEmail(firstName, lastName, index) };
}

/** Addresses are ASCII. A name in a script that has no plain Latin spelling goes by a number, as in many companies. */
function sampleEmail(firstName: string, lastName: string, index: number): string {
  const latin = [firstName, lastName].map((part) => plainLatin(part)).filter((part) => part.length > 1);
  const mailbox = latin.length === 2 ? latin.join(".") : `dev${1000 + index * 7}`;
  return `${mailbox}@${en.helpers.arrayElement(DOMAINS)}`;
}

export function plainLatin(text: string): string {
  const ascii = text
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .replaceAll("ł", "l")
    .replaceAll("đ", "d");
  return /^[\x20-\x7e]+$/.test(ascii) ? ascii.toLowerCase().replaceAll(/[^a-z]/g, "") : "";
}

function sampleAddress(
  home: Region,
  email: string,
): Pick<SamplePerson, "phone" | "website" | "locality" | "region" | "postalCode" | "country"> {
  const { faker } = home;
  return {
    phone: faker.phone.number(),
    website: `https://${email.slice(email.indexOf("@") + 1)}/`,
    locality: faker.location.city(),
    region: home.states ? faker.location.state() : "",
    postalCode: faker.location.zipCode(),
    country: home.country,
  };
}

/** Usernames of every kind that people choose: with dots, @, +, spaces, a slash, and in their own script. */
function localUsername({ displayName, firstName, lastName, email }: Name): string {
  const [mailbox = "", domain = ""] = email.split("@");
  const team = domain.split(".")[0] ?? "";
  return en.helpers.arrayElement([
    mailbox,
    email,
    `${mailbox}+api`,
    displayName,
    `${team}/${mailbox}`,
    `${firstName}_${lastName}`,
  ]);
}

/** What identity platforms hand over: an opaque id of one kind or another, or the e-mail address. */
function platformUsername({ email }: Name): string {
  return en.helpers.arrayElement([`00u${en.string.alphanumeric(17)}`, email, en.string.uuid()]);
}

type Standing = Pick<SamplePerson, "status" | "roles">;

/** Mostly enabled portal users; platform users never wait. No further administrator: those of the story suffice. */
function sampleStanding(origin: Origin): Standing {
  const lot = en.number.float();
  const status = lot < 0.1 ? "DISABLED" : lot < 0.18 && origin === "LOCAL" ? "WAITING" : "ENABLED";
  const role = en.helpers.weightedArrayElement<Role | null>([
    { weight: 86, value: null },
    { weight: 4, value: "SUPPORT_USER" },
    { weight: 4, value: "COMMUNITY_MANAGER" },
    { weight: 3, value: "PROGRAM_MANAGER" },
    { weight: 3, value: "SERVICE_USER" },
  ]);
  return { status, roles: role && status !== "WAITING" ? [role] : [] };
}

function sampleTimes({
  status,
  roles,
}: Standing): Pick<SamplePerson, "id" | "createdAt" | "updatedAt" | "lastSignInAt"> {
  const createdAt = en.date.between({ from: SAMPLE_BEGIN, to: SAMPLE_END });
  const updatedAt = status === "WAITING" ? createdAt : en.date.between({ from: createdAt, to: SAMPLE_END });
  const signsIn = status === "ENABLED" && !roles.includes("SERVICE_USER") && en.number.float() < 0.8;
  const lastSignInAt = signsIn ? en.date.between({ from: createdAt, to: SAMPLE_END }) : null;
  return { id: sampleId(createdAt), createdAt, updatedAt, lastSignInAt };
}
