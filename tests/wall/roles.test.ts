/**
 * What every verb of access/ is to every role: told or done, or nothing and not permitted. The verbs are found in the
 * sources; one that stands in no line here fails a test.
 */
import { beforeAll, describe, expect, test, vi } from "vitest";
import { emptyDatabase, freshDatabase } from "@/tests/database";
import { ATTEMPTS } from "./attempts";
import { HARMLESS } from "./harmless";
import { type AskerName, askerNamed, givenEverybody } from "./scene";
import { verbs } from "./sources";

// A password is hashed for many an attempt.
vi.setConfig({ testTimeout: 60_000 });

/** From who may least, so that what one of them does is not in the way of those after. */
const ASKERS = ["pat", "linus", "sam", "percy", "cora", "pablo", "ada", "the command line"] as const;

type Who = "readers" | "readers with an account" | "managers" | "administrators" | "the command line" | "the platform";

const ALLOWED: Readonly<Record<Who, readonly AskerName[]>> = {
  readers: ASKERS.slice(2),
  "readers with an account": ASKERS.slice(2, -1),
  managers: ASKERS.slice(3),
  administrators: ASKERS.slice(5),
  "the command line": ASKERS.slice(7),
  "the platform": [],
};

const CHANGES: Readonly<Record<Who, readonly string[]>> = {
  readers: ["audit-export.exportAudit"],
  "readers with an account": ["saved-views.changeView", "saved-views.removeView", "saved-views.saveView"],
  managers: [
    "access-settings.changeAccountStatus",
    "account-lock.unlockUser",
    "applications.createApplication",
    "applications.deleteApplication",
    "job-drafts.draftJob",
    "jobs.discardDraft",
    "jobs.startJob",
    "jobs.stopJob",
    "new-package-key.createPackageKey",
    "package-keys.changePackageKeyStatus",
    "package-keys.deletePackageKey",
    "profile-change.editProfile",
    "schedules.cancelSchedule",
    "schedules.scheduleChange",
    "second-factor.removeSecondFactor",
    "status-change.changeAccountStatuses",
    "user-import.importUsers",
    "user-sessions.endAllSessionsOf",
    "user-sessions.endSessionOf",
    "users.createUser",
    "users.deleteUser",
  ],
  administrators: [
    // With a role.
    "access-settings.changeAccessSettings",
    "enrolment-codes.createEnrolmentCode",
    "packages.createPackage",
    "packages.renamePackage",
    "plans.changePlan",
    "plans.changePlanActivity",
    "plans.createPlan",
    "platform-tokens.createPlatformToken",
    "platform-tokens.revokePlatformToken",
    "signal-receivers.createSignalReceiver",
    "signal-receivers.deleteSignalReceiver",
    "signal-receivers.sendVerificationEvent",
  ],
  "the command line": ["administrators.createAdministrator"],
  "the platform": [
    "platform-users.changePlatformUser",
    "platform-users.createPlatformUser",
    "platform-users.deletePlatformUser",
  ],
};

const READINGS: Readonly<Record<Who, readonly string[]>> = {
  readers: [
    "applications.findApplication",
    "applications.listApplications",
    "attention.listAttention",
    "audit-chain.findEntryLink",
    "audit-chain.findNewestLink",
    "audit-list.findAuditEntry",
    "audit-list.countEvents",
    "audit-list.listAudit",
    "audit-list.listLatestChanges",
    "audit-list.readAudit",
    "audit-verification.verifyAudit",
    "audit.listHistory",
    "consequences.findConsequences",
    "doctor.examine",
    "gates.findEnforcement",
    "overview.findOverview",
    "package-key-list.listPackageKeys",
    "package-keys.findPackageKey",
    "package-keys.listKeysOf",
    "packages.findPackage",
    "packages.findPlan",
    "packages.listPackages",
    "packages.listPlanChoices",
    "plans.findPlanByName",
    "sessions.listSessionsOf",
    "status-trial.tryAccountStatuses",
    "user-export.exportUsers",
    "user-list.countUsers",
    "user-list.listUsers",
    "users.findUser",
  ],
  "readers with an account": [],
  managers: [],
  administrators: [
    "platform-tokens.findPlatformToken",
    "platform-tokens.listPlatformTokens",
    "signal-receivers.findSignalReceiver",
    "signal-receivers.listSignalReceivers",
  ],
  "the command line": [],
  "the platform": ["platform-user-list.listPlatformUsers", "platform-users.findPlatformUser"],
};

/** What asks for an Actor and not for a role, or has nothing here that anybody could be told. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  "is about whoever asks": [
    "applications.listOwnApplications",
    "audit.findOwnEntry",
    "own-password.changeOwnPassword",
    "own-password.checkPassword",
    "own-sessions.endOtherSessions",
    "own-sessions.endOwnSession",
    "package-keys.listOwnKeys",
    "second-factor-proof.changeWithProof",
    "second-factor-proof.findNeededProof",
    "second-factor-set-up.beginSecondFactor",
    "second-factor-set-up.confirmSecondFactor",
    "second-factor-set-up.findPendingSecret",
    "second-factor.findOwnSecondFactor",
    "second-factor.renewRecoveryCodes",
    "second-factor.turnOffSecondFactor",
    "sessions.listOwnSessions",
    "users.findOwnUser",
  ],
  "tells everybody whether there is an administrator": [
    "administrators.hasAdministrator",
    "administrators.lacksAdministrator",
    "administrators.warnWithoutAdministrator",
  ],
  "is the operator's alone, as tests/access/audit/audit-archive.test.ts and tests/scripts/backup.test.ts show": [
    "audit-archive.archiveAudit",
    "backup.backUp",
    "restoration.restore",
  ],
  "tells of what there is none of here": [
    "gates.awaitEnforcement",
    "gates.listGates",
    "job-list.listJobItems",
    "job-list.listJobs",
    "job-results.jobResults",
    "jobs.findJob",
    "notices.findNotice",
    "operating-numbers.findOperatingNumbers",
    "platform-calls.listPlatformCalls",
    "saved-views.findView",
    "saved-views.listViews",
    "schedules.listSchedules",
    "second-factor.findSecondFactor",
    "account-lock.findAccountLock",
    "signal-patience.awaitFirstAttempts",
    "signal-receivers.listSignalDeliveries",
    "unknown-subjects.listUnknownSubjects",
  ],
};

test("every verb that asks who acts says who may", () => {
  const known = [CHANGES, READINGS, BESIDE].flatMap((table) => Object.values(table).flat());
  const asking = [...verbs()].filter(([, asks]) => asks === "Actor").map(([verb]) => verb);
  expect(known.toSorted()).toEqual(asking.toSorted());
});

beforeAll(freshDatabase);

function linesOf(table: Readonly<Record<Who, readonly string[]>>): [verb: string, who: Who][] {
  return Object.entries(table).flatMap(([who, named]) => named.map((verb): [string, Who] => [verb, who as Who]));
}

describe.each([
  ["does", CHANGES],
  ["tells", READINGS],
])("what a verb %s is for", (_, table) => {
  test.each(linesOf(table))("%s: %s", async (verb, who) => {
    await emptyDatabase();
    const scene = await givenEverybody();
    const about = scene.subjects[who === "the platform" ? "pat" : "dora"];
    const attempt = ATTEMPTS.find((one) => one.verb === verb);
    const found: AskerName[] = [];
    for (const name of ASKERS) {
      const asker = await askerNamed(name);
      const result = await (attempt ? attempt.call(asker, about) : HARMLESS.get(verb)?.call(asker, about, scene));
      if (!isRefused(result, who) && !isEmpty(result)) found.push(name);
    }
    expect(found).toEqual(ALLOWED[who]);
  });
});

/**
 * That somebody else was faster, or that it is there already, is told to who may alone. Whoever can have no view is told
 * that there is none, and everybody but the platform that its users are.
 */
function isRefused(result: unknown, who: Who): boolean {
  const { ok, refusal = "" } = (result ?? {}) as { ok?: boolean; refusal?: string };
  return ok === false && ["not_permitted", ...(ALSO[who] ?? [])].includes(refusal);
}

const ALSO: Partial<Record<Who, readonly string[]>> = {
  "readers with an account": ["unknown_view"],
  "the platform": ["platform_user", "unknown_user"],
};

/** What a reading answers where it has nothing to tell. */
function isEmpty(result: unknown): boolean {
  if (typeof result !== "object" || result === null) return !result;
  if (result instanceof Date || Symbol.asyncIterator in result) return false;
  if ("done" in result && result.done === true) return true;
  return Object.values(result).every(isEmpty);
}
