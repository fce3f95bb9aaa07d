/** Every server action, and what somebody would send to it in order to change a user of the platform. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { APIResponse, Page } from "@playwright/test";
import type { Refusal } from "@/access/rules";
import { seenProfile } from "@/access/users/profile";
import { buildFolder } from "@/scripts/build";
import type { ConsoleServer } from "./console-server";
import type { Fields } from "./forms";
import type { Whom } from "./wall-scene";

/** What must come of it: one attempt that is refused, one that is done, or a word why it is about nothing of hers. */
export type Expected =
  | { readonly event: string; readonly refusal: Refusal | "wrong_password" }
  | { readonly done: string; readonly endsSessions?: true }
  | { readonly why: string }
  | { readonly why: string; readonly says: string };

type Forgery = { readonly fields: Fields; readonly expected: Expected };

type Forge = (whom: Whom) => Forgery[];

const PROFILE = {
  ...{ email: "mallory@example.com", displayName: "Mallory", firstName: "M", lastName: "M", company: "M" },
  ...{ phone: "1", website: "https://m.example", locality: "M", region: "M", postalCode: "1", country: "M" },
};
const PASSWORD = "another password of mine";

/** Both ways to go, by whatever the page could have shown. */
const changeStatus: Forge = ({ person: { username } }) =>
  (["DISABLED", "ENABLED"] as const).flatMap((to) =>
    ["ENABLED", "DISABLED", "WAITING"].map((seen) =>
      refused(to === "DISABLED" ? "user.disabled" : "user.enabled", { username, seen, to, reason: "Because." }),
    ),
  );

const saveSettings: Forge = ({ person: { username, status, roles } }) => {
  const seen = { username, seenStatus: status, seenRoles: roles.join(",") };
  const service = { ...seen, offersServiceUser: "yes", serviceUser: "on", confirmServiceUser: "on" };
  return [
    refused("user.disabled", { ...seen, status: "DISABLED" }),
    refused("user.enabled", { ...seen, status: "ENABLED" }),
    refused("user.disabled", { ...seen, status: "DISABLED", offersRoles: "yes", roles: "SUPPORT_USER" }),
    refused("user.roles-changed", service),
    refused("user.roles-changed", { ...service, offersRoles: "yes", roles: "SUPPORT_USER" }),
  ];
};

type Given = (whom: Whom) => Record<string, string>;

const about =
  (expected: Expected, given: Given): Forge =>
  (whom) => [{ fields: Object.entries(given(whom)), expected }];

/** Applications and keys of users of the platform are managed here. */
const done = (event: string, given: Given): Forge => about({ done: event }, given);

/** Sessions are this product's own, those of users of the platform as well. */
const endsSession = (given: Given): Forge => about({ done: "session.ended", endsSessions: true }, given);

/** Both ways to go, of whoever it is about by row, by filter and by name. */
const review =
  (given: Given): Forge =>
  (whom) =>
    ["DISABLED", "ENABLED"].map((target) => ({
      fields: Object.entries({ target, ...given(whom) }),
      expected: { why: "writes a draft, in which she is skipped" },
    }));

const schedule: Forge = ({ person: { username } }) =>
  ["on", "until", "end"].map((kind) =>
    refused("schedule.created", { username, kind, due: "2099-01-31T18:00", scheduleReason: "Because." }),
  );

const PLANS = { why: "is about packages and plans" };
const PLATFORM = { why: "is about tokens and receivers" };
const ONESELF = { why: "is about whoever asks" };
const TAKEN = { why: "is about nobody who is there", says: "This username is taken." };
const SKIPPED = { why: "is about a job that skips her" };
const VIEW = { why: "is about views of the list" };
const VIEWS = "app/manage/views/actions.ts";
const JOBS = "app/manage/jobs/actions.ts";
const SCHEDULES = "app/manage/users/[username]/schedule-actions.ts";
const SESSIONS = "app/manage/users/[username]/sessions/actions.ts";
const ACCOUNT = "app/account/actions.ts";
const FACTOR = "app/account/second-factor/actions.ts";
const APPLICATIONS = "app/manage/applications/actions.ts";
const KEYS = "app/manage/package-keys/actions.ts";
const PACKAGES = "app/manage/packages/actions.ts";
const SETTINGS = "app/manage/settings/platform/actions.ts";

/** As the scan of the sources names them. */
export const ACTIONS: Readonly<Record<string, Forge>> = {
  "app/manage/users/actions.ts changeStatusAction": changeStatus,
  "app/manage/users/actions.ts undoAction": changeStatus,
  "app/manage/users/actions.ts deleteUserAction": ({ person: { username } }) => [
    refused("user.deleted", { username, reason: "Gone." }),
    refused("user.deleted", { username: ` ${username.toUpperCase()}` }),
  ],
  "app/manage/users/[username]/actions.ts saveAccessSettingsAction": saveSettings,
  [`${SESSIONS} endSessionOfUserAction`]: endsSession(({ person: { username }, sessionId }) => ({
    ...{ username, session: sessionId },
  })),
  [`${SESSIONS} endAllSessionsOfUserAction`]: endsSession(({ person: { username } }) => ({ username })),
  [`${SCHEDULES} scheduleChangeAction`]: schedule,
  [`${SCHEDULES} cancelScheduleAction`]: about({ why: "is about nothing that is scheduled" }, ({ person, id }) => ({
    ...{ username: person.username, id },
  })),
  [`${VIEWS} saveViewAction`]: about(VIEW, ({ person: { username } }) => ({
    ...{ name: randomUUID(), query: `q=${username}`, shared: "on" },
  })),
  [`${VIEWS} changeViewAction`]: about(VIEW, ({ id }) => ({ id, name: "Another" })),
  [`${VIEWS} removeViewAction`]: about(VIEW, ({ id }) => ({ id })),
  [`${JOBS} reviewAction`]: (whom) => [
    ...review(({ person: { username } }) => ({ scope: "rows", filter: "", user: username }))(whom),
    ...review(({ person: { username } }) => ({ scope: "all", filter: `q=${username}` }))(whom),
  ],
  [`${JOBS} reviewFileAction`]: review(({ person: { username } }) => ({ usernames: username.toUpperCase() })),
  [`${JOBS} undoJobAction`]: about(SKIPPED, ({ jobId }) => ({ id: jobId })),
  [`${JOBS} settleDraftAction`]: about(SKIPPED, ({ jobId }) => ({ id: jobId, step: "start", reason: "Because." })),
  [`${JOBS} stopJobAction`]: about(SKIPPED, ({ jobId }) => ({ id: jobId })),
  "app/profile-actions.ts saveProfileAction": ({ person }) => {
    const seen = seenProfile({ ...PROFILE, ...person });
    const fields = { ...PROFILE, seen, username: person.username };
    return ["/account", `/manage/users/${person.username}/profile`].map((here) =>
      refused("user.profile-changed", { ...fields, here }),
    );
  },
  "app/manage/new-user/actions.ts createUserAction": about(TAKEN, ({ person }) => ({
    ...{ ...PROFILE, username: person.username.toUpperCase(), password: PASSWORD },
  })),
  [`${ACCOUNT} changePasswordAction`]: about(ONESELF, ({ person: { username } }) => ({
    ...{ username, present: "not the present one", password: PASSWORD, again: PASSWORD },
  })),
  [`${ACCOUNT} endSessionAction`]: about(ONESELF, ({ sessionId }) => ({ session: sessionId })),
  [`${ACCOUNT} endOtherSessionsAction`]: about(ONESELF, ({ person: { username } }) => ({ username })),
  // The one that keeps no cookie, which would have the answers after it in another language.
  [`${ACCOUNT} chooseLanguageAction`]: about(ONESELF, ({ person: { username } }) => ({ username, language: "asked" })),
  [`${FACTOR} beginSecondFactorAction`]: about(ONESELF, ({ person: { username } }) => ({ username })),
  [`${FACTOR} confirmSecondFactorAction`]: about(ONESELF, ({ person: { username } }) => ({
    ...{ username, code: "123456", proof: "123456", password: PASSWORD },
  })),
  [`${FACTOR} renewRecoveryCodesAction`]: about(ONESELF, ({ person: { username } }) => ({
    ...{ username, proof: "123456", password: PASSWORD },
  })),
  [`${FACTOR} turnOffSecondFactorAction`]: about(ONESELF, ({ person: { username } }) => ({
    ...{ username, proof: "123456", password: PASSWORD },
  })),
  "app/manage/users/[username]/second-factor-actions.ts removeSecondFactorAction": ({ person: { username } }) => [
    refused("second-factor.removed", { username }),
  ],
  "app/manage/users/[username]/lock-actions.ts unlockUserAction": ({ person: { username } }) => [
    refused("user.unlocked", { username }),
  ],
  "app/manage/users/[username]/second-factor-actions.ts createEnrolmentCodeAction": ({ person: { username } }) => [
    refused("second-factor.enrolment-code-created", { username }),
  ],
  "app/sign-in/actions.ts signInWithCodeAction": about(ONESELF, ({ person: { username } }) => ({
    ...{ username, code: "123456" },
  })),
  "app/sign-in/actions.ts signOutAction": about(ONESELF, ({ person: { username } }) => ({ username })),
  "app/sign-in/actions.ts signInAction": ({ person: { username } }) => [
    {
      fields: Object.entries({ username, password: PASSWORD }),
      expected: { event: "sign-in.refused", refusal: "wrong_password" },
    },
  ],
  [`${APPLICATIONS} createApplicationAction`]: done("application.created", ({ person: { username } }) => ({
    ...{ username, name: `Of ${randomUUID()}` },
  })),
  [`${APPLICATIONS} deleteApplicationAction`]: done("application.deleted", ({ key }) => ({
    ...{ id: key.applicationId, seen: "1" },
  })),
  [`${KEYS} createPackageKeyAction`]: done("package-key.created", ({ person: { username }, key }) => ({
    ...{ username, id: randomUUID(), plan: key.planId, application: key.applicationId },
  })),
  [`${KEYS} changeKeyStatusAction`]: done("package-key.disabled", ({ key }) => ({
    ...{ id: key.id, seen: "ENABLED", to: "DISABLED" },
  })),
  [`${KEYS} deletePackageKeyAction`]: done("package-key.deleted", ({ key }) => ({ id: key.id })),
  [`${PACKAGES} createPackageAction`]: about(PLANS, ({ person: { username } }) => ({ username, name: randomUUID() })),
  [`${PACKAGES} renamePackageAction`]: about(PLANS, ({ id }) => ({ id, seen: "Maps", name: "Mallory" })),
  [`${PACKAGES} createPlanAction`]: about(PLANS, ({ packageId }) => ({ ...planTerms(), packageId })),
  [`${PACKAGES} changePlanAction`]: about(PLANS, ({ id }) => ({ ...planTerms(), id, seenName: "Gold" })),
  [`${PACKAGES} changePlanActivityAction`]: about(PLANS, ({ id }) => ({ id, seen: "active", to: "inactive" })),
  [`${SETTINGS} createTokenAction`]: about(PLATFORM, ({ person: { username } }) => ({
    ...{ username, id: randomUUID(), label: username },
  })),
  [`${SETTINGS} revokeTokenAction`]: about(PLATFORM, ({ id }) => ({ id })),
  [`${SETTINGS} createReceiverAction`]: about(PLATFORM, ({ person: { username } }) => ({
    ...{ username, label: randomUUID(), endpoint: "https://m.example", audience: "m", authorization: "" },
  })),
  [`${SETTINGS} removeReceiverAction`]: about(PLATFORM, ({ id }) => ({ id })),
  [`${SETTINGS} sendVerificationAction`]: about(PLATFORM, ({ receiverId }) => ({ id: receiverId })),
};

function refused(event: string, fields: Record<string, string>): Forgery {
  return { fields: Object.entries(fields), expected: { event, refusal: "platform_user" } };
}

function planTerms(): Record<string, string> {
  return { name: randomUUID(), throttlePerSecond: "", quotaPerDay: "" };
}

type Manifest = {
  readonly node: Record<string, { exportedName: string; filename: string; workers: Record<string, unknown> }>;
};

export type BuiltAction = {
  /** How a browser calls it. */
  readonly id: string;
  /** The files of the pages that answer for it: it need not stand in a form of theirs. */
  readonly pages: readonly string[];
};

/** What the build of the pages answers for, by the names of the scan. */
export function builtActions(): Map<string, BuiltAction> {
  const text = readFileSync(join(buildFolder(), "server/server-reference-manifest.json"), "utf8");
  const { node } = JSON.parse(text) as Manifest;
  return new Map(
    Object.entries(node).map(([id, { exportedName, filename, workers }]) => [
      `${filename} ${exportedName}`,
      { id, pages: Object.keys(workers).map((page) => `${page}.tsx`) },
    ]),
  );
}

/** Calls an action as the scripts of a page do, from any page, with any fields. */
export function callAction(
  by: Pick<Page, "request">,
  server: ConsoleServer,
  path: string,
  id: string,
  fields: Fields,
): Promise<APIResponse> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(`_1_${name}`, value);
  form.append("0", '[{},"$K1"]');
  const headers = { "next-action": id, origin: server.url };
  return by.request.post(path, { multipart: form, headers, maxRedirects: 0 });
}
