/**
 * The verbs of access/ that ask for an Actor and change no user, each with a word why. They are called all the same, about
 * people on the other side of the wall.
 */
import { type Actor, commandLineActor } from "@/access/actor";
import { findOwnEntry, listHistory } from "@/access/audit/audit";
import { archiveAudit } from "@/access/audit/audit-archive";
import { findEntryLink, findNewestLink } from "@/access/audit/audit-chain";
import { exportAudit } from "@/access/audit/audit-export";
import {
  countEvents,
  findAuditEntry,
  listAudit,
  listLatestChanges,
  parseAuditListQuery,
  readAudit,
} from "@/access/audit/audit-list";
import { verifyAudit } from "@/access/audit/audit-verification";
import { backUp } from "@/access/backup/backup";
import { restore } from "@/access/backup/restoration";
import { examine } from "@/access/doctor/doctor";
import { runJobPart } from "@/access/jobs/job-batches";
import { draftJob } from "@/access/jobs/job-drafts";
import { listJobItems, listJobs } from "@/access/jobs/job-list";
import { jobResults } from "@/access/jobs/job-results";
import { discardDraft, findJob, startJob, stopJob } from "@/access/jobs/jobs";
import {
  createApplication,
  deleteApplication,
  findApplication,
  listApplications,
  listOwnApplications,
} from "@/access/keys/applications";
import { awaitEnforcement, findEnforcement, listGates } from "@/access/keys/gates";
import { createPackageKey } from "@/access/keys/new-package-key";
import { listPackageKeys, parsePackageKeyListQuery } from "@/access/keys/package-key-list";
import {
  changePackageKeyStatus,
  deletePackageKey,
  findPackageKey,
  listKeysOf,
  listOwnKeys,
} from "@/access/keys/package-keys";
import {
  createPackage,
  findPackage,
  findPlan,
  listPackages,
  listPlanChoices,
  renamePackage,
} from "@/access/keys/packages";
import { changePlan, changePlanActivity, createPlan, findPlanByName } from "@/access/keys/plans";
import { FIRST_PLACE } from "@/access/lists/list-place";
import { findOperatingNumbers } from "@/access/operation/operating-numbers";
import { listPlatformCalls } from "@/access/platform/platform-calls";
import {
  createPlatformToken,
  findPlatformToken,
  listPlatformTokens,
  revokePlatformToken,
} from "@/access/platform/platform-tokens";
import { listPlatformUsers } from "@/access/platform/platform-user-list";
import { findPlatformUser } from "@/access/platform/platform-users";
import { checkPassword } from "@/access/sign-in/own-password";
import { findAccountLock } from "@/access/sign-in/account-lock";
import { findOwnSecondFactor, findSecondFactor } from "@/access/sign-in/second-factor";
import { findNeededProof } from "@/access/sign-in/second-factor-proof";
import { findPendingSecret } from "@/access/sign-in/second-factor-set-up";
import { endOtherSessions, endOwnSession } from "@/access/sign-in/own-sessions";
import { listOwnSessions, listSessionsOf } from "@/access/sign-in/sessions";
import { listUnknownSubjects } from "@/access/sign-in/unknown-subjects";
import { awaitFirstAttempts } from "@/access/signals/signal-patience";
import {
  createSignalReceiver,
  deleteSignalReceiver,
  findSignalReceiver,
  listSignalDeliveries,
  listSignalReceivers,
  sendVerificationEvent,
} from "@/access/signals/signal-receivers";
import { hasAdministrator, lacksAdministrator, warnWithoutAdministrator } from "@/access/status/administrators";
import { findConsequences } from "@/access/status/consequences";
import { findNotice } from "@/access/status/notices";
import { cancelSchedule, listSchedules, scheduleChange } from "@/access/status/schedules";
import { tryAccountStatuses } from "@/access/status/status-trial";
import { listAttention } from "@/access/users/attention";
import { findOverview } from "@/access/users/overview";
import { changeView, findView, listViews, removeView, saveView } from "@/access/users/saved-views";
import { exportUsers } from "@/access/users/user-export";
import { countUsers, listUsers, parseUserListQuery } from "@/access/users/user-list";
import { findOwnUser, findUser } from "@/access/users/users";
import { testPassword } from "@/tests/server";
import type { Scene, Subject } from "./scene";

export type Harmless = {
  readonly why: string;
  readonly call: (actor: Actor, about: Subject, scene: Scene) => Promise<unknown>;
};

type Call = Harmless["call"];

const TERMS = { throttlePerSecond: null, quotaPerDay: null } as const;
const PRESENT = { name: "Gold", ...TERMS } as const;

const reading: Record<string, Call> = {
  "administrators.hasAdministrator": hasAdministrator,
  "administrators.lacksAdministrator": lacksAdministrator,
  "applications.listApplications": (actor, { user }) => listApplications(actor, user.id),
  "applications.listOwnApplications": listOwnApplications,
  "applications.findApplication": (actor, { key }) => findApplication(actor, key.applicationId),
  "attention.listAttention": listAttention,
  "audit.listHistory": (actor, { user }) => listHistory(actor, user.id),
  "audit-chain.findNewestLink": findNewestLink,
  "audit-chain.findEntryLink": (actor, { entry }) => findEntryLink(actor, entry),
  "audit-list.listAudit": (actor, { user }) => listAudit(actor, parseAuditListQuery({ subject: user.username })),
  "audit-list.listLatestChanges": listLatestChanges,
  "audit-list.countEvents": (actor) => countEvents(actor, ["user.disabled"], "2026-01-01"),
  "audit-list.findAuditEntry": (actor, { entry }) => findAuditEntry(actor, entry),
  "audit-list.readAudit": (actor, { user }) => readAudit(actor, parseAuditListQuery({ subject: user.username })).next(),
  "audit-verification.verifyAudit": (actor) => verifyAudit(actor, { archiveFolder: "/nowhere", seen: [] }),
  "audit.findOwnEntry": (actor, { entry }) => findOwnEntry(actor, entry),
  "consequences.findConsequences": (actor, { user }) => findConsequences(actor, user.id),
  "backup.backUp": (actor) => backUp(actor, () => Promise.resolve()),
  "doctor.examine": (actor) => examine(actor, { migrations: [], seen: [], archiveFolder: null }),
  "gates.listGates": listGates,
  "gates.findEnforcement": async (actor, { change }) => [...(await findEnforcement(actor, [change]))],
  "gates.awaitEnforcement": (actor, { change }) => awaitEnforcement(actor, change),
  "job-list.listJobs": (actor) => listJobs(actor, FIRST_PLACE),
  "job-list.listJobItems": (actor, { user }) => listJobItems(actor, user.id, { outcome: null }, FIRST_PLACE),
  "job-results.jobResults": (actor, { user }) => jobResults(actor, user.id).next(),
  "jobs.findJob": (actor, { user }) => findJob(actor, user.id),
  "notices.findNotice": (actor, { entry }) => findNotice(actor, String(entry)),
  "overview.findOverview": findOverview,
  "package-key-list.listPackageKeys": (actor, { user }) =>
    listPackageKeys(actor, parsePackageKeyListQuery({ q: user.username, field: "username" })),
  "package-keys.listKeysOf": (actor, { user }) => listKeysOf(actor, user.id),
  "operating-numbers.findOperatingNumbers": findOperatingNumbers,
  "package-keys.listOwnKeys": listOwnKeys,
  "package-keys.findPackageKey": (actor, { key }) => findPackageKey(actor, key.id),
  "packages.listPackages": listPackages,
  "packages.findPackage": (actor, { key }) => findPackage(actor, key.packageId),
  "packages.findPlan": (actor, { key }) => findPlan(actor, key.planId),
  "packages.listPlanChoices": listPlanChoices,
  "plans.findPlanByName": (actor, { name }) => findPlanByName(actor, { package: `Package of ${name}` }),
  "platform-calls.listPlatformCalls": (actor) => listPlatformCalls(actor),
  "platform-tokens.listPlatformTokens": listPlatformTokens,
  "platform-tokens.findPlatformToken": (actor, _, { tokenId }) => findPlatformToken(actor, tokenId),
  "platform-user-list.listPlatformUsers": (actor, { user }) =>
    listPlatformUsers(actor, {
      condition: { or: [{ always: true }, { attribute: "id", operator: "eq", value: user.id }] },
      startIndex: 1,
      count: 200,
    }),
  "platform-users.findPlatformUser": (actor, { user }) => findPlatformUser(actor, user.id),
  "saved-views.listViews": listViews,
  "saved-views.findView": (actor, { user }) => findView(actor, user.id),
  "schedules.listSchedules": (actor, { user }) => listSchedules(actor, user.id),
  "account-lock.findAccountLock": (actor, { user }) => findAccountLock(actor, user.id),
  "second-factor.findOwnSecondFactor": findOwnSecondFactor,
  "second-factor-proof.findNeededProof": findNeededProof,
  "second-factor-set-up.findPendingSecret": findPendingSecret,
  "second-factor.findSecondFactor": (actor, { user }) => findSecondFactor(actor, user.id),
  "sessions.listOwnSessions": listOwnSessions,
  "sessions.listSessionsOf": (actor, { user }) => listSessionsOf(actor, user.id),
  "signal-patience.awaitFirstAttempts": awaitFirstAttempts,
  "signal-receivers.listSignalReceivers": listSignalReceivers,
  "signal-receivers.findSignalReceiver": (actor, _, { receiverId }) => findSignalReceiver(actor, receiverId),
  "signal-receivers.listSignalDeliveries": listSignalDeliveries,
  "status-trial.tryAccountStatuses": (actor, { user }) =>
    tryAccountStatuses(actor, { usernames: [user.username], target: "DISABLED" }),
  "unknown-subjects.listUnknownSubjects": listUnknownSubjects,
  "user-export.exportUsers": (actor, { user }) => exportUsers(actor, parseUserListQuery({ q: user.username })),
  "user-list.countUsers": (actor, { user }) => countUsers(actor, [parseUserListQuery({ q: user.username })]),
  "user-list.listUsers": (actor, { user }) => listUsers(actor, parseUserListQuery({ q: user.username })),
  "users.findUser": (actor, { user }) => findUser(actor, user.username),
  "users.findOwnUser": findOwnUser,
};

const aboutKeys: Record<string, Call> = {
  "applications.createApplication": (actor, { user: { username } }) =>
    createApplication(actor, { username, name: "Another" }),
  "applications.deleteApplication": (actor, { key }) => deleteApplication(actor, { id: key.applicationId, seen: 1 }),
  "new-package-key.createPackageKey": (actor, { user: { username }, key: { planId } }) =>
    createPackageKey(actor, { username, application: { name: "Another" }, planId, environment: "test" }),
  "package-keys.changePackageKeyStatus": (actor, { key }) =>
    changePackageKeyStatus(actor, { id: key.id, seen: "ENABLED", status: "DISABLED" }),
  "package-keys.deletePackageKey": (actor, { key }) => deletePackageKey(actor, { id: key.id }),
};

const aboutPlans: Record<string, Call> = {
  "packages.createPackage": (actor) => createPackage(actor, { name: "Another" }),
  "packages.renamePackage": (actor, { key, name }) =>
    renamePackage(actor, { id: key.packageId, seen: `Package of ${name}`, name: "Another" }),
  "plans.createPlan": (actor, { key }) => createPlan(actor, { packageId: key.packageId, name: "Another", ...TERMS }),
  "plans.changePlan": (actor, { key }) =>
    changePlan(actor, { id: key.planId, seen: PRESENT, ...TERMS, name: "Another" }),
  "plans.changePlanActivity": (actor, { key }) =>
    changePlanActivity(actor, { id: key.planId, seen: true, active: false }),
};

const aboutViews: Record<string, Call> = {
  "saved-views.saveView": givenView,
  "saved-views.changeView": async (actor, about) =>
    changeView(actor, { id: await givenView(actor, about).then(idOf), name: "Yet another", shared: true }),
  "saved-views.removeView": async (actor, about) => removeView(actor, await givenView(actor, about).then(idOf)),
};

function givenView(actor: Actor, { user }: Subject): ReturnType<typeof saveView> {
  return saveView(actor, { name: "Another", shared: true, address: `q=${user.username}` });
}

/** A made-up one for whoever may make none. */
function idOf(made: { readonly ok: true; readonly id: string } | { readonly ok: false }): string {
  return made.ok ? made.id : "00000000-0000-4000-8000-000000000000";
}

/** A draft of a job about them, who are skipped in it. */
function givenDraft(actor: Actor, { user: { username } }: Subject): ReturnType<typeof draftJob> {
  return draftJob(actor, { target: "DISABLED", selection: { kind: "rows", usernames: [username] } });
}

/** The same; who may have none tries a made-up one, so that one attempt is one attempt. */
async function draftAbout(actor: Actor, about: Subject): Promise<string> {
  return idOf(actor.kind === "platform" ? { ok: false } : await givenDraft(actor, about));
}

const aboutJobs: Record<string, Call> = {
  "job-drafts.draftJob": givenDraft,
  "jobs.startJob": async (actor, about) => {
    const id = await draftAbout(actor, about);
    const started = await startJob(actor, id, "Because.");
    if (started.ok) await runJobPart(id);
    return started;
  },
  "jobs.stopJob": async (actor, about) => {
    const id = await draftAbout(actor, about);
    if (actor.kind !== "platform") await startJob(actor, id, "Because.");
    return stopJob(actor, id);
  },
  "jobs.discardDraft": async (actor, about) => discardDraft(actor, await draftAbout(actor, about)),
  "schedules.cancelSchedule": async (actor) => {
    const dueAt = new Date(Date.now() + 3_600_000);
    const scheduled = await scheduleChange(actor, { username: "linus", target: "DISABLED", dueAt });
    return scheduled.ok ? cancelSchedule(actor, scheduled.id) : scheduled;
  },
};

const aboutThePlatform: Record<string, Call> = {
  "platform-tokens.createPlatformToken": (actor, { user }) => createPlatformToken(actor, user.username),
  "platform-tokens.revokePlatformToken": (actor, _, { tokenId }) => revokePlatformToken(actor, tokenId),
  "signal-receivers.createSignalReceiver": (actor) =>
    createSignalReceiver(actor, { label: "Another", endpoint: "https://a.example", audience: "a", authorization: "" }),
  "signal-receivers.deleteSignalReceiver": (actor, _, { receiverId }) => deleteSignalReceiver(actor, receiverId),
  "signal-receivers.sendVerificationEvent": (actor, _, { receiverId }) => sendVerificationEvent(actor, receiverId),
};

const aboutOneself: Record<string, Call> = {
  "own-password.checkPassword": (actor) => checkPassword(actor, "user.password-changed", testPassword()),
  "own-sessions.endOwnSession": (actor, { sessionId }) => endOwnSession(actor, sessionId),
  "own-sessions.endOtherSessions": endOtherSessions,
};

async function* noBackup(): AsyncGenerator<string> {
  yield "no backup";
}

const aboutTheAudit: Record<string, Call> = {
  // Of people nobody may, so that it proves something only for who may.
  "audit-archive.archiveAudit": (actor) =>
    archiveAudit(actor.kind === "platform" ? actor : commandLineActor(), {
      retentionDays: 36_500,
      archiveFolder: "/nowhere",
    }),
  // Whoever may, which is the command line alone, gets no further than this file.
  "restoration.restore": (actor) =>
    restore(actor, { lines: noBackup(), replace: true, decide: async () => "keep" }).catch(() => null),
  "audit-export.exportAudit": (actor) => exportAudit(actor, parseAuditListQuery({}), "csv"),
};

const intoTheLog: Record<string, Call> = {
  "administrators.warnWithoutAdministrator": (actor, { user }) => warnWithoutAdministrator(actor, user.username),
};

function because(why: string, calls: Record<string, Call>): [string, Harmless][] {
  return Object.entries(calls).map(([verb, call]) => [verb, { why, call }]);
}

export const HARMLESS: ReadonlyMap<string, Harmless> = new Map([
  ...because("reads", reading),
  ...because("is about applications and keys, which are managed here, those of platform users as well", aboutKeys),
  ...because("is about packages and plans", aboutPlans),
  ...because("is about views of the list", aboutViews),
  ...because("skips whom the platform owns, or is about what nobody of them has", aboutJobs),
  ...because("is about tokens and receivers", aboutThePlatform),
  ...because("is about the sessions and the password of whoever asks", aboutOneself),
  ...because("records that the audit was handed over or moved, or restores no backup", aboutTheAudit),
  ...because("writes into the log", intoTheLog),
]);
