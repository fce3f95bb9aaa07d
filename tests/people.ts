/**
 * The named people that all tests and the sample data share. A test that says `ada` or `linus` means the same person,
 * with the same role in the story, wherever it stands.
 */
import type { AccountStatus, Origin, Role } from "@/generated/prisma/enums";

export type Person = {
  username: string;
  displayName: string;
  email: string;
  firstName: string;
  lastName: string;
  company: string;
  locality: string;
  country: string;
  origin: Origin;
  status: AccountStatus;
  roles: Role[];
  externalId: string | null;
};

export type PersonName =
  "ada" | "grace" | "sam" | "cora" | "percy" | "linus" | "dora" | "wei" | "pat" | "petra" | "pablo";

export const people: Readonly<Record<PersonName, Readonly<Person>>> = {
  // The administrator who does what the story is about.
  ada: local("ada", ["Ada", "Okafor"], "Northwind APIs", ["London", "United Kingdom"], { roles: ["ADMINISTRATOR"] }),
  // The other administrator: ada and she are who may disable each other.
  grace: local("grace", ["Grace", "Lindqvist"], "Northwind APIs", ["Göteborg", "Sweden"], { roles: ["ADMINISTRATOR"] }),
  // Support: reads every page and changes nothing.
  sam: local("sam", ["Sam", "Adeyemi"], "Northwind APIs", ["Lagos", "Nigeria"], { roles: ["SUPPORT_USER"] }),
  // Community Manager: users and keys, but no administrator.
  cora: local("cora", ["Cora", "Meißner"], "Northwind APIs", ["Köln", "Germany"], { roles: ["COMMUNITY_MANAGER"] }),
  // Program Manager: the same reach as cora under the other role.
  percy: local("percy", ["Percy", "Nakamura"], "Northwind APIs", ["Vancouver", "Canada"], {
    roles: ["PROGRAM_MANAGER"],
  }),
  // The enabled portal user whom ada disables.
  linus: local("linus", ["Linus", "Virtanen"], "Harbour Analytics", ["Helsinki", "Finland"]),
  // Disabled long ago by ada, for a reason that her history shows.
  dora: local("dora", ["Dora", "Papadopoulou"], "Meltemi Travel", ["Athens", "Greece"], { status: "DISABLED" }),
  // Registered and never confirmed: waiting.
  wei: local("wei", ["Wei", "Zhang"], "Jade River Logistics", ["Chengdu", "China"], { status: "WAITING" }),
  // Enabled, and owned by the identity platform.
  pat: platform("pat", ["Pat", "Murphy"], "Shamrock Insurance", ["Dublin", "Ireland"]),
  // Disabled by the identity platform, which alone can enable her.
  petra: platform("petra", ["Petra", "Nováková"], "Vltava Energy", ["Praha", "Czechia"], { status: "DISABLED" }),
  // An administrator whom the identity platform owns.
  pablo: platform("pablo", ["Pablo", "Herrera"], "Northwind APIs", ["Sevilla", "Spain"], { roles: ["ADMINISTRATOR"] }),
};

type Standing = { status?: AccountStatus; roles?: Role[] };

function local(
  username: string,
  name: [string, string],
  company: string,
  home: [string, string],
  standing: Standing = {},
): Person {
  const domain = `${company.toLowerCase().replaceAll(" ", "-")}.example.com`;
  return {
    username,
    displayName: name.join(" "),
    email: `${username}@${domain}`,
    firstName: name[0],
    lastName: name[1],
    company,
    locality: home[0],
    country: home[1],
    origin: "LOCAL",
    status: standing.status ?? "ENABLED",
    roles: standing.roles ?? [],
    externalId: null,
  };
}

function platform(...of: Parameters<typeof local>): Person {
  return { ...local(...of), origin: "PLATFORM", externalId: `idp|${of[0]}` };
}
