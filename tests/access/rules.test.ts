/**
 * Who may do what to whom, written out from the domain and not from the code: for each verb a table with who asks down
 * the side and whom it is about along the top, tried for each status and each origin.
 */
import { describe, expect, test } from "vitest";
import {
  type AccountStatus,
  accessSettings,
  type Asker,
  isEnabledAdministrator,
  keepsAnAdministrator,
  keyBlock,
  keyDecision,
  mayChangeAccountStatus,
  mayChangeOthers,
  mayChangePassword,
  mayChangeRoles,
  mayChangeServiceUser,
  mayCreateEnrolmentCode,
  mayCreatePlatformUser,
  mayCreateUser,
  mayDeleteUser,
  mayEditProfile,
  mayEndSessions,
  mayManageKeys,
  mayManagePackages,
  mayManagePlatform,
  mayReachConsole,
  mayReadPlatformUsers,
  mayRemoveSecondFactor,
  maySignIn,
  mayUnlockUser,
  type Origin,
  type PackageKeyStatus,
  type Role,
  type Subject,
  type Verdict,
} from "@/access/rules";

const STATUSES: AccountStatus[] = ["WAITING", "ENABLED", "DISABLED"];
const ORIGINS: Origin[] = ["LOCAL", "PLATFORM"];

const standings: Record<string, Role[]> = {
  nobody: [],
  service: ["SERVICE_USER"],
  support: ["SUPPORT_USER"],
  community: ["COMMUNITY_MANAGER"],
  program: ["PROGRAM_MANAGER"],
  administrator: ["ADMINISTRATOR"],
  // Roles add up: who is an administrator and something else is an administrator; a Service User has no pages at all.
  "support+administrator": ["SUPPORT_USER", "ADMINISTRATOR"],
  "service+administrator": ["ADMINISTRATOR", "SERVICE_USER"],
};

const commandLine: Asker = { kind: "command-line", id: null, roles: [] };
const platform: Asker = { kind: "platform", id: null, roles: [] };

function asker(standing: string, id = "asker"): Asker {
  return standing === "operator" ? commandLine : { kind: "user", id, roles: rolesOf(standing) };
}

function subject(standing: string, status: AccountStatus, origin: Origin, id = "subject"): Subject {
  return { id, status, origin, roles: rolesOf(standing) };
}

function rolesOf(standing: string): Role[] {
  const roles = standings[standing];
  if (!roles) throw new Error(`Nobody stands as ${standing}.`);
  return roles;
}

/** "yes", or the reason of the refusal. */
function answer(verdict: Verdict): string {
  return verdict.allowed ? "yes" : verdict.refusal;
}

type Cell = { who: string; whom: string; expected: string };

/** Reads a table: the first line names the columns, the first word of every other line who asks. */
function cells(table: string): Cell[] {
  const [head = [], ...lines] = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return lines.flatMap(([who = "", ...answers]) =>
    head.map((whom, column) => ({ who, whom, expected: answers[column] ?? "missing" })),
  );
}

const SUBJECTS = ["nobody", "service", "support", "community", "program", "administrator", "service+administrator"];

/** Tries every cell for every status: whom it is about may be waiting, enabled or disabled, the answer is the same. */
function tryTable(verb: (who: Asker, whom: Subject) => Verdict, origin: Origin, table: string): void {
  const all = cells(table);
  test.each(all)("$who → $whom: $expected", ({ who, whom, expected }) => {
    for (const status of STATUSES) expect(answer(verb(asker(who), subject(whom, status, origin)))).toBe(expected);
  });
  test("the table leaves out nobody", () => {
    expect(new Set(all.map(({ who }) => who))).toEqual(new Set([...Object.keys(standings), "operator"]));
    expect(new Set(all.map(({ whom }) => whom))).toEqual(new Set(SUBJECTS));
  });
}

const LOCAL_CHANGES = `
                         nobody         service        support        community      program        administrator  service+administrator
  nobody                 not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  service                not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  support                not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  community              yes            yes            yes            yes            yes            above_role     above_role
  program                yes            yes            yes            yes            yes            above_role     above_role
  administrator          yes            yes            yes            yes            yes            yes            yes
  support+administrator  yes            yes            yes            yes            yes            yes            yes
  service+administrator  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  operator               yes            yes            yes            yes            yes            yes            yes
`;

const PLATFORM_CHANGES = `
                         nobody         service        support        community      program        administrator  service+administrator
  nobody                 not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  service                not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  support                not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  community              platform_user  platform_user  platform_user  platform_user  platform_user  platform_user  platform_user
  program                platform_user  platform_user  platform_user  platform_user  platform_user  platform_user  platform_user
  administrator          platform_user  platform_user  platform_user  platform_user  platform_user  platform_user  platform_user
  support+administrator  platform_user  platform_user  platform_user  platform_user  platform_user  platform_user  platform_user
  service+administrator  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  operator               platform_user  platform_user  platform_user  platform_user  platform_user  platform_user  platform_user
`;

describe.each([
  ["change the account status", mayChangeAccountStatus],
  ["delete", mayDeleteUser],
  ["edit the profile", mayEditProfile],
])("who may %s", (_name, verb) => {
  describe("of a local user", () => tryTable(verb, "LOCAL", LOCAL_CHANGES));
  describe("of a platform user", () => tryTable(verb, "PLATFORM", PLATFORM_CHANGES));
});

// The other side of the wall: all say over its own users, none over anybody else.
describe("the platform", () => {
  const own = SUBJECTS.flatMap((standing) => STATUSES.map((status) => subject(standing, status, "PLATFORM")));
  const others = SUBJECTS.flatMap((standing) => STATUSES.map((status) => subject(standing, status, "LOCAL")));
  const verbs = [mayChangeAccountStatus, mayDeleteUser, mayEditProfile];

  test.each(own)("changes its own users: $status, $roles", (user) => {
    for (const verb of verbs) expect(answer(verb(platform, user))).toBe("yes");
  });

  test.each(others)("changes no local user: $status, $roles", (user) => {
    for (const verb of verbs) expect(answer(verb(platform, user))).toBe("local_user");
  });

  test.each([...own, ...others])("gives no roles and manages no keys: $origin, $status, $roles", (user) => {
    for (const verb of [mayChangeRoles, mayChangeServiceUser, mayManageKeys]) {
      expect(answer(verb(platform, user))).toBe("not_permitted");
    }
  });

  test("brings and reads users, and has no pages, packages or tokens", () => {
    expect([answer(mayCreatePlatformUser(platform)), answer(mayReadPlatformUsers(platform))]).toEqual(["yes", "yes"]);
    for (const verb of [mayReachConsole, mayManagePackages, mayManagePlatform]) {
      expect(answer(verb(platform))).toBe("not_permitted");
    }
    expect(answer(mayCreateUser(platform, []))).toBe("not_permitted");
  });

  test.each([...Object.keys(standings), "operator"])("is nobody else: %s", (standing) => {
    expect(answer(mayCreatePlatformUser(asker(standing)))).toBe("platform_user");
    expect(answer(mayReadPlatformUsers(asker(standing)))).toBe("not_permitted");
  });

  test.each([...Object.keys(standings), "operator"])("is managed by administrators alone: %s", (standing) => {
    const expected = ["administrator", "support+administrator", "operator"].includes(standing)
      ? "yes"
      : "not_permitted";
    expect(answer(mayManagePlatform(asker(standing)))).toBe(expected);
  });
});

// Only administrators give roles: Community and Program Managers manage users, "but no administrative roles".
const ROLE_CHANGES = `
                         nobody         service        support        community      program        administrator  service+administrator
  nobody                 not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  service                not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  support                not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  community              not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  program                not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  administrator          yes            yes            yes            yes            yes            yes            yes
  support+administrator  yes            yes            yes            yes            yes            yes            yes
  service+administrator  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
  operator               yes            yes            yes            yes            yes            yes            yes
`;

describe("who may change the roles", () => {
  describe("of a local user", () => tryTable(mayChangeRoles, "LOCAL", ROLE_CHANGES));
  // Console roles are this product's own, so they are given here to platform users as well.
  describe("of a platform user", () => tryTable(mayChangeRoles, "PLATFORM", ROLE_CHANGES));
});

describe("who may turn the Service User switch", () => {
  describe("of a local user", () => tryTable(mayChangeServiceUser, "LOCAL", ROLE_CHANGES));
  // It takes away sign-in, which for a platform user is the platform's to take.
  const table = ROLE_CHANGES.replaceAll("yes", "platform_user");
  describe("of a platform user", () => tryTable(mayChangeServiceUser, "PLATFORM", table));
});

describe("nobody changes themself", () => {
  const everyone = Object.keys(standings).flatMap((standing) =>
    STATUSES.flatMap((status) => ORIGINS.map((origin) => ({ standing, status, origin }))),
  );
  const own = everyone.map((one) => ({
    ...one,
    me: asker(one.standing, "me"),
    self: subject(one.standing, one.status, one.origin, "me"),
  }));

  test.each(own)("$standing, $status, $origin: no status, no deletion, no roles, no switch", ({ me, self }) => {
    for (const verb of [mayChangeAccountStatus, mayDeleteUser, mayChangeRoles, mayChangeServiceUser]) {
      expect(verb(me, self).allowed).toBe(false);
    }
  });

  test.each(["community", "program", "administrator"])("a local %s hears that it is their own account", (standing) => {
    const self = subject(standing, "ENABLED", "LOCAL", "me");
    expect(answer(mayChangeAccountStatus(asker(standing, "me"), self))).toBe("own_account");
    expect(answer(mayDeleteUser(asker(standing, "me"), self))).toBe("own_account");
  });

  test.each(own)(
    "$standing, $status, $origin: the own profile only where this product owns it",
    ({ me, self, origin }) => {
      expect(mayEditProfile(me, self).allowed).toBe(origin === "LOCAL");
    },
  );
});

describe("who reaches the console", () => {
  test.each([
    ["nobody", "not_permitted"],
    ["service", "not_permitted"],
    ["support", "yes"],
    ["community", "yes"],
    ["program", "yes"],
    ["administrator", "yes"],
    ["support+administrator", "yes"],
    ["service+administrator", "not_permitted"],
    ["operator", "yes"],
  ])("%s: %s", (standing, expected) => {
    expect(answer(mayReachConsole(asker(standing)))).toBe(expected);
  });
});

describe("who may sign in", () => {
  const table = `
                           WAITING       ENABLED       DISABLED
    nobody                 user_waiting  yes           user_disabled
    service                user_waiting  service_user  user_disabled
    support                user_waiting  yes           user_disabled
    community              user_waiting  yes           user_disabled
    program                user_waiting  yes           user_disabled
    administrator          user_waiting  yes           user_disabled
    support+administrator  user_waiting  yes           user_disabled
    service+administrator  user_waiting  service_user  user_disabled
  `;
  test.each(cells(table))("$who who is $whom: $expected", ({ who, whom, expected }) => {
    for (const origin of ORIGINS) expect(answer(maySignIn(subject(who, whom as AccountStatus, origin)))).toBe(expected);
  });
});

describe("who may create a user", () => {
  const table = `
                           nobody         service        support        community      program        administrator
    nobody                 not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
    service                not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
    support                not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
    community              yes            above_role     above_role     above_role     above_role     above_role
    program                yes            above_role     above_role     above_role     above_role     above_role
    administrator          yes            yes            yes            yes            yes            yes
    support+administrator  yes            yes            yes            yes            yes            yes
    service+administrator  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted  not_permitted
    operator               yes            yes            yes            yes            yes            yes
  `;
  test.each(cells(table))("$who, a user with the standing $whom: $expected", ({ who, whom, expected }) => {
    expect(answer(mayCreateUser(asker(who), rolesOf(whom)))).toBe(expected);
  });
});

test("only local users have a password to change", () => {
  expect(answer(mayChangePassword({ origin: "LOCAL" }))).toBe("yes");
  expect(answer(mayChangePassword({ origin: "PLATFORM" }))).toBe("no_password");
});

describe("at least one enabled administrator remains", () => {
  const ada = subject("administrator", "ENABLED", "LOCAL");
  const losses: [string, Subject | null][] = [
    ["disabled", { ...ada, status: "DISABLED" }],
    ["deleted", null],
    ["stripped of the role", { ...ada, roles: ["COMMUNITY_MANAGER"] }],
    ["made a Service User", { ...ada, roles: ["ADMINISTRATOR", "SERVICE_USER"] }],
  ];

  test.each(losses)("the last one can't be %s", (_how, after) => {
    expect(answer(keepsAnAdministrator(ada, after, 0))).toBe("last_administrator");
  });

  test.each(losses)("one of two may be %s", (_how, after) => {
    expect(answer(keepsAnAdministrator(ada, after, 1))).toBe("yes");
  });

  test("a change that takes nothing away is free, also for the last one", () => {
    expect(answer(keepsAnAdministrator(ada, { ...ada, roles: ["ADMINISTRATOR", "SUPPORT_USER"] }, 0))).toBe("yes");
  });

  test.each([
    subject("administrator", "DISABLED", "LOCAL"),
    subject("administrator", "WAITING", "LOCAL"),
    subject("service+administrator", "ENABLED", "LOCAL"),
    subject("community", "ENABLED", "LOCAL"),
  ])("$status $roles is no enabled administrator: to lose them costs nothing", (somebody) => {
    expect(isEnabledAdministrator(somebody)).toBe(false);
    expect(answer(keepsAnAdministrator(somebody, null, 0))).toBe("yes");
  });
});

test.each([
  ["nobody", "PORTAL_ONLY"],
  ["support", "CONTROL_CENTER"],
  ["community", "CONTROL_CENTER"],
  ["program", "CONTROL_CENTER"],
  ["administrator", "CONTROL_CENTER"],
  ["service", "NO_ACCESS"],
  ["service+administrator", "NO_ACCESS"],
])("the access of %s is called %s", (standing, expected) => {
  expect(accessSettings(rolesOf(standing))).toBe(expected);
});

// Keys belong to this product, also those of platform users, and people may manage their own.
const KEY_CHANGES = LOCAL_CHANGES;

describe("who may manage the keys", () => {
  describe("of a local user", () => tryTable(mayManageKeys, "LOCAL", KEY_CHANGES));
  describe("of a platform user", () => tryTable(mayManageKeys, "PLATFORM", KEY_CHANGES));

  test.each([
    ["community", "yes"],
    ["administrator", "yes"],
    ["support", "not_permitted"],
    ["nobody", "not_permitted"],
  ])("%s, the own ones: %s", (standing, expected) => {
    expect(answer(mayManageKeys(asker(standing, "me"), subject(standing, "ENABLED", "LOCAL", "me")))).toBe(expected);
  });
});

describe("who may change nobody else is refused that by every rule", () => {
  const verbs: ((who: Asker, whom: Subject) => Verdict)[] = [
    mayChangeAccountStatus,
    mayDeleteUser,
    mayEditProfile,
    mayChangeRoles,
    mayChangeServiceUser,
    mayRemoveSecondFactor,
    mayUnlockUser,
    (who, whom) => mayCreateEnrolmentCode(who, whom, true),
    mayManageKeys,
    mayEndSessions,
  ];
  test.each(["nobody", "service", "support", "service+administrator"])("%s", (standing) => {
    expect(answer(mayChangeOthers(asker(standing)))).toBe("not_permitted");
    for (const verb of verbs) {
      for (const whom of SUBJECTS) {
        for (const origin of ORIGINS) {
          expect(answer(verb(asker(standing), subject(whom, "ENABLED", origin)))).toBe("not_permitted");
        }
      }
    }
  });
  test.each(["community", "program", "administrator", "operator"])("not %s", (standing) => {
    expect(answer(mayChangeOthers(asker(standing)))).toBe("yes");
  });
  test("not the platform", () => {
    expect(answer(mayChangeOthers(platform))).toBe("yes");
  });
});

// Sessions are this product's own as well, and so are those of platform users. The own ones are on the account page.
describe("who may end the sessions", () => {
  describe("of a local user", () => tryTable(mayEndSessions, "LOCAL", LOCAL_CHANGES));
  describe("of a platform user", () => tryTable(mayEndSessions, "PLATFORM", LOCAL_CHANGES));

  test.each([
    ["community", "own_sessions"],
    ["administrator", "own_sessions"],
    ["support", "not_permitted"],
    ["nobody", "not_permitted"],
  ])("%s, the own ones: %s", (standing, expected) => {
    for (const origin of ORIGINS) {
      const self = subject(standing, "ENABLED", origin, "me");
      expect(answer(mayEndSessions(asker(standing, "me"), self))).toBe(expected);
    }
  });

  test("the platform ends them by disabling, and in no other way", () => {
    for (const origin of ORIGINS) {
      expect(answer(mayEndSessions(platform, subject("nobody", "ENABLED", origin)))).toBe("not_permitted");
    }
  });
});

describe("who may manage packages and plans", () => {
  test.each([
    ["nobody", "not_permitted"],
    ["service", "not_permitted"],
    ["support", "not_permitted"],
    ["community", "not_permitted"],
    ["program", "not_permitted"],
    ["administrator", "yes"],
    ["support+administrator", "yes"],
    ["service+administrator", "not_permitted"],
    ["operator", "yes"],
  ])("%s: %s", (standing, expected) => {
    expect(answer(mayManagePackages(asker(standing)))).toBe(expected);
  });
});

describe("when a key works", () => {
  // Down the side the owner and the plan, along the top the key's own status.
  const table = `
                       WAITING        ENABLED        DISABLED
    WAITING,active     user_waiting   user_waiting   user_waiting
    WAITING,inactive   user_waiting   user_waiting   user_waiting
    ENABLED,active     key_waiting    allowed        key_disabled
    ENABLED,inactive   key_waiting    plan_inactive  key_disabled
    DISABLED,active    user_disabled  user_disabled  user_disabled
    DISABLED,inactive  user_disabled  user_disabled  user_disabled
  `;
  const combinations = cells(table).map(({ who, whom, expected }) => {
    const [owner, plan] = who.split(",");
    const key = whom as PackageKeyStatus;
    return { owner: owner as AccountStatus, plan, planActive: plan === "active", key, expected };
  });

  test.each(combinations)("owner $owner, plan $plan, key $key: $expected", ({ owner, planActive, key, expected }) => {
    expect(keyDecision({ owner, planActive, key })).toBe(expected);
  });

  // The key's own status is told beside it: what blocks a key is what enabling it would leave.
  test.each(combinations)("owner $owner, plan $plan, key $key: what blocks it", ({ owner, plan, ...standing }) => {
    const enabled = combinations.find((one) => one.owner === owner && one.plan === plan && one.key === "ENABLED");
    expect(keyBlock({ owner, ...standing })).toBe(enabled?.expected === "allowed" ? null : enabled?.expected);
  });

  test("these are all combinations, and in one of them it works", () => {
    const different = new Set(combinations.map(({ owner, plan, key }) => `${owner} ${plan} ${key}`));
    expect(different.size).toBe(3 * 2 * 3);
    expect(combinations.filter(({ expected }) => expected === "allowed")).toMatchObject([
      { owner: "ENABLED", planActive: true, key: "ENABLED" },
    ]);
  });
});
