/** Who may come here, and what each page, route and action is to them: one table, in which everything has to stand. */
import { randomUUID } from "node:crypto";
import type { Refusal } from "@/access/rules";
import type { Person } from "@/tests/people";
import type { Records } from "./records";
import { givenWhom, type Whom } from "./wall-scene";

/** What the console makes of somebody. Of who is out it makes nothing, whatever their roles are. */
type Standing = "out" | "account" | "support" | "manager" | "administrator";

export type Asker = {
  readonly standing: Standing;
  /** Null for who has no session. */
  readonly person: Partial<Person> | null;
  /** A cookie that nobody was given. */
  readonly cookie?: string;
};

const ADMINISTRATOR = "ADMINISTRATOR";

export const ASKERS: Readonly<Record<string, Asker>> = {
  nobody: { standing: "out", person: null },
  "a made-up session": { standing: "out", person: null, cookie: "a".repeat(43) },
  "dora, disabled": { standing: "out", person: { username: "dora", status: "DISABLED", roles: [ADMINISTRATOR] } },
  "wei, waiting": { standing: "out", person: { username: "wei", status: "WAITING", roles: [ADMINISTRATOR] } },
  "a Service User": { standing: "out", person: { username: "bot", roles: [ADMINISTRATOR, "SERVICE_USER"] } },
  "petra of the platform, disabled": {
    standing: "out",
    person: { username: "petra", origin: "PLATFORM", status: "DISABLED", roles: [ADMINISTRATOR] },
  },
  "linus, without a role": { standing: "account", person: { username: "linus" } },
  "pat of the platform": { standing: "account", person: { username: "pat", origin: "PLATFORM" } },
  "sam, a Support User": { standing: "support", person: { username: "sam", roles: ["SUPPORT_USER"] } },
  "percy, a Program Manager": { standing: "manager", person: { username: "percy", roles: ["PROGRAM_MANAGER"] } },
  "cora, a Community Manager": { standing: "manager", person: { username: "cora", roles: ["COMMUNITY_MANAGER"] } },
  "ada, an Administrator": { standing: "administrator", person: { username: "ada", roles: [ADMINISTRATOR] } },
  "pablo, an Administrator of the platform": {
    standing: "administrator",
    person: { username: "pablo", origin: "PLATFORM", roles: [ADMINISTRATOR] },
  },
};

/** Whom everything is about, with things of nobody else in the database, which can be done away with. */
export type RoleScene = Whom & {
  /** What stands in everything about them, and in no address. */
  readonly mark: string;
  readonly viewId: string;
  readonly scheduleId: string;
};

export async function givenScene(records: Records): Promise<RoleScene> {
  const mark = `mark${randomUUID().replaceAll("-", "")}`;
  // No more than two tokens are alive at once, and each receiver is sent an event of whatever is done.
  await records.query("DELETE FROM platform_tokens");
  await records.query("DELETE FROM signal_receivers");
  const whom = await givenWhom(records, {
    ...{ username: "somebody", displayName: mark, email: `${mark}@example.com`, company: mark },
  });
  const key = await records.newKey(whom.person, { application: mark, package: mark, plan: mark });
  const [plan] = await records.query("SELECT package_id FROM plans WHERE id = $1", [key.planId]);
  await records.query("UPDATE platform_tokens SET label = $1 WHERE id = $2", [mark, whom.tokenId]);
  await records.query("UPDATE signal_receivers SET label = $1 WHERE id = $2", [mark, whom.receiverId]);
  const [view] = await records.query(
    `INSERT INTO saved_views (owner_id, name, shared, query) VALUES ($1, $2, true, '') RETURNING id`,
    [whom.id, mark],
  );
  const [schedule] = await records.query(
    `INSERT INTO scheduled_changes (user_id, target, due_at, created_by_username, reason)
     VALUES ($1, 'ENABLED', now() + interval '1 year', 'ada', $2) RETURNING id`,
    [whom.id, mark],
  );
  return {
    ...{ ...whom, key, mark, packageId: String(plan?.["package_id"]) },
    ...{ viewId: String(view?.["id"]), scheduleId: String(schedule?.["id"]) },
  };
}

/** "open", "missing", "signs in" (is sent to do so), "refused" (as a program is), or where it leads. */
export type Outcome = "open" | "missing" | "signs in" | "refused" | `to ${string}`;

export type Reach = Readonly<Record<Standing, Outcome>> & {
  /** Where it makes a difference that somebody belongs to the platform. */
  readonly platform?: Outcome;
  /** Where wall-routes.ts has an address at which there is nothing. */
  readonly at?: (scene: RoleScene) => string;
};

function reach(out: Outcome, account: Outcome, support: Outcome, manager = support, administrator = manager): Reach {
  return { out, account, support, manager, administrator };
}

const EVERYBODY = reach("open", "open", "open");
/** Where there is no single sign-on. */
const NOBODY = reach("missing", "missing", "missing");
const SIGNED_IN = reach("signs in", "open", "open");
const READERS = reach("signs in", "missing", "open");
const MANAGERS = reach("signs in", "missing", "missing", "open");
const ADMINISTRATORS = reach("signs in", "missing", "missing", "missing", "open");
const HERE_ONLY: Reach = { ...SIGNED_IN, platform: "missing" };
/** Nobody has typed a password that asks for a code, and nobody has a second factor to change. */
const WITHOUT_PASSWORD = "to /sign-in?error=code_expired&from=%2F";
const WITHOUT_FACTOR = reach("signs in", "missing", "missing");

const PLATFORM = "app/manage/settings/platform";

/** By their files. */
export const PAGES: Readonly<Record<string, Reach>> = {
  "app/page.tsx": reach("signs in", "to /account", "to /manage"),
  "app/failure/page.tsx": EVERYBODY,
  "app/.well-known/jwks.json/route.ts": EVERYBODY,
  "app/api/health/route.ts": EVERYBODY,
  "app/api/auth/[...nextauth]/route.ts": EVERYBODY,
  "app/api/auth/callback/oidc/route.ts": NOBODY,
  "app/scim/v2/[[...path]]/route.ts": reach("refused", "refused", "refused"),
  "app/sign-in/page.tsx": reach("open", "to /", "to /"),
  "app/sign-in/code/page.tsx": reach(WITHOUT_PASSWORD, WITHOUT_PASSWORD, WITHOUT_PASSWORD),
  "app/sign-in/platform/route.ts": NOBODY,
  "app/sign-in/platform/sign-out/route.ts": NOBODY,
  "app/account/page.tsx": SIGNED_IN,
  "app/account/password/page.tsx": HERE_ONLY,
  "app/account/profile/page.tsx": HERE_ONLY,
  "app/account/second-factor/page.tsx": HERE_ONLY,
  "app/account/second-factor/recovery-codes/page.tsx": WITHOUT_FACTOR,
  "app/account/second-factor/turn-off/page.tsx": WITHOUT_FACTOR,

  "app/manage/page.tsx": READERS,
  "app/manage/users/page.tsx": READERS,
  "app/manage/users/[username]/page.tsx": READERS,
  "app/manage/users/[username]/status/page.tsx": READERS,
  "app/manage/users/[username]/delete/page.tsx": READERS,
  "app/manage/users/[username]/profile/page.tsx": READERS,
  "app/manage/users/[username]/second-factor/page.tsx": READERS,
  "app/manage/users/[username]/history/page.tsx": READERS,
  "app/manage/users/[username]/sessions/page.tsx": READERS,
  "app/manage/users/[username]/sessions/end/page.tsx": READERS,
  "app/manage/users/[username]/applications/page.tsx": READERS,
  "app/manage/users/[username]/applications/new/page.tsx": MANAGERS,
  "app/manage/users/[username]/package-keys/page.tsx": READERS,
  "app/manage/users/[username]/package-keys/new/page.tsx": MANAGERS,
  "app/manage/new-user/page.tsx": MANAGERS,

  "app/manage/export/users.csv/route.ts": READERS,
  "app/manage/views/page.tsx": READERS,
  "app/manage/views/new/page.tsx": READERS,
  // It is somebody else's, and shared.
  "app/manage/views/[id]/page.tsx": { ...ADMINISTRATORS, at: ({ viewId }) => `/manage/views/${viewId}` },

  "app/manage/jobs/page.tsx": READERS,
  "app/manage/jobs/from-file/page.tsx": READERS,
  "app/manage/jobs/[id]/page.tsx": READERS,
  "app/manage/jobs/[id]/result.csv/route.ts": READERS,

  "app/manage/package-keys/page.tsx": READERS,
  "app/manage/package-keys/[id]/status/page.tsx": READERS,
  "app/manage/package-keys/[id]/delete/page.tsx": READERS,
  "app/manage/applications/[id]/delete/page.tsx": READERS,
  "app/manage/audit/page.tsx": READERS,
  "app/manage/audit/[id]/page.tsx": READERS,
  "app/manage/audit/export.csv/route.ts": READERS,
  "app/manage/audit/export.jsonl/route.ts": READERS,
  "app/manage/gates/page.tsx": READERS,
  "app/manage/packages/page.tsx": READERS,
  "app/manage/packages/new/page.tsx": ADMINISTRATORS,
  "app/manage/packages/[id]/new-plan/page.tsx": ADMINISTRATORS,
  "app/manage/packages/[id]/rename/page.tsx": ADMINISTRATORS,
  "app/manage/plans/[id]/activity/page.tsx": READERS,
  "app/manage/plans/[id]/change/page.tsx": ADMINISTRATORS,
  [`${PLATFORM}/page.tsx`]: ADMINISTRATORS,
  [`${PLATFORM}/events/page.tsx`]: ADMINISTRATORS,
  [`${PLATFORM}/single-sign-on/page.tsx`]: ADMINISTRATORS,
  [`${PLATFORM}/tokens/new/page.tsx`]: ADMINISTRATORS,
  [`${PLATFORM}/tokens/[id]/revoke/page.tsx`]: ADMINISTRATORS,
  [`${PLATFORM}/receivers/new/page.tsx`]: ADMINISTRATORS,
  [`${PLATFORM}/receivers/[id]/remove/page.tsx`]: ADMINISTRATORS,
};

/** What becomes of an action: a refusal, which the audit has, or "done", or "nothing" that anybody could see. */
export type Deed = Refusal | "wrong_password" | "done" | "nothing" | "signs in";

export type Right = Readonly<Record<Standing, Deed>> & {
  readonly platform?: Deed;
  /** What is sent in place of what wall-actions.ts sends, which can't be done. */
  readonly fields?: (scene: RoleScene) => Record<string, string>;
};

function right(account: Deed, support: Deed, manager: Deed, administrator = manager): Right {
  return { out: "signs in", account, support, manager, administrator };
}

const BY_READERS = right("not_permitted", "done", "done");
const BY_MANAGERS = right("not_permitted", "not_permitted", "done");
/** With another password than theirs. */
const BY_OWNER: Right = { ...right("wrong_password", "wrong_password", "wrong_password"), platform: "platform_user" };
const BY_ADMINISTRATORS = right("not_permitted", "not_permitted", "not_permitted", "done");

const with_ = (base: Right, fields: Right["fields"]): Right => ({ ...base, ...(fields && { fields }) });

function tomorrow(): string {
  return new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 16);
}

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
const TERMS = { throttlePerSecond: "", quotaPerDay: "" };

/** As the scan of the sources names them. */
export const RIGHTS: Readonly<Record<string, Right>> = {
  "app/manage/users/actions.ts changeStatusAction": BY_MANAGERS,
  "app/manage/users/actions.ts undoAction": BY_MANAGERS,
  "app/manage/users/actions.ts deleteUserAction": BY_MANAGERS,
  "app/manage/users/[username]/actions.ts saveAccessSettingsAction": BY_MANAGERS,
  [`${SCHEDULES} scheduleChangeAction`]: with_(BY_MANAGERS, () => ({ due: tomorrow() })),
  [`${SCHEDULES} cancelScheduleAction`]: with_(BY_MANAGERS, ({ person: { username }, scheduleId }) => ({
    ...{ username, id: scheduleId },
  })),
  [`${SESSIONS} endSessionOfUserAction`]: BY_MANAGERS,
  [`${SESSIONS} endAllSessionsOfUserAction`]: BY_MANAGERS,
  [`${VIEWS} saveViewAction`]: BY_READERS,
  [`${VIEWS} changeViewAction`]: with_(BY_ADMINISTRATORS, ({ viewId }) => ({ id: viewId, name: randomUUID() })),
  [`${VIEWS} removeViewAction`]: with_(BY_ADMINISTRATORS, ({ viewId }) => ({ id: viewId })),
  [`${JOBS} reviewAction`]: BY_MANAGERS,
  [`${JOBS} reviewFileAction`]: BY_MANAGERS,
  [`${JOBS} undoJobAction`]: BY_MANAGERS,
  [`${JOBS} settleDraftAction`]: right("not_permitted", "not_permitted", "job_settled"),
  [`${JOBS} stopJobAction`]: BY_MANAGERS,
  "app/profile-actions.ts saveProfileAction": BY_MANAGERS,
  "app/manage/new-user/actions.ts createUserAction": with_(BY_MANAGERS, ({ mark }) => ({ username: `new-${mark}` })),
  [`${ACCOUNT} changePasswordAction`]: {
    ...right("wrong_password", "wrong_password", "wrong_password"),
    platform: "no_password",
  },
  [`${FACTOR} beginSecondFactorAction`]: { ...right("done", "done", "done"), platform: "platform_user" },
  [`${FACTOR} confirmSecondFactorAction`]: BY_OWNER,
  [`${FACTOR} renewRecoveryCodesAction`]: BY_OWNER,
  [`${FACTOR} turnOffSecondFactorAction`]: BY_OWNER,
  "app/manage/users/[username]/second-factor-actions.ts removeSecondFactorAction": right(
    "not_permitted",
    "not_permitted",
    "no_second_factor",
  ),
  "app/manage/users/[username]/lock-actions.ts unlockUserAction": BY_MANAGERS,
  "app/manage/users/[username]/second-factor-actions.ts createEnrolmentCodeAction": right(
    "not_permitted",
    "not_permitted",
    "not_permitted",
    "no_enrolment_code_needed",
  ),
  [`${ACCOUNT} endSessionAction`]: right("done", "done", "done"),
  [`${ACCOUNT} endOtherSessionsAction`]: right("done", "done", "done"),
  [`${ACCOUNT} chooseLanguageAction`]: right("done", "done", "done"),
  "app/sign-in/actions.ts signOutAction": { ...right("done", "done", "done"), out: "done" },
  // Somebody else with a wrong password.
  "app/sign-in/actions.ts signInAction": { ...right("nothing", "nothing", "nothing"), out: "nothing" },
  "app/sign-in/actions.ts signInWithCodeAction": { ...right("nothing", "nothing", "nothing"), out: "nothing" },
  [`${APPLICATIONS} createApplicationAction`]: BY_MANAGERS,
  [`${APPLICATIONS} deleteApplicationAction`]: BY_MANAGERS,
  [`${KEYS} createPackageKeyAction`]: BY_MANAGERS,
  [`${KEYS} changeKeyStatusAction`]: BY_MANAGERS,
  [`${KEYS} deletePackageKeyAction`]: BY_MANAGERS,
  [`${PACKAGES} createPackageAction`]: BY_ADMINISTRATORS,
  [`${PACKAGES} renamePackageAction`]: with_(BY_ADMINISTRATORS, ({ packageId, mark }) => ({
    ...{ id: packageId, seen: mark, name: randomUUID() },
  })),
  [`${PACKAGES} createPlanAction`]: BY_ADMINISTRATORS,
  [`${PACKAGES} changePlanAction`]: with_(BY_ADMINISTRATORS, ({ key, mark }) => ({
    ...{ ...TERMS, id: key.planId, seenName: mark, seenThrottlePerSecond: "", seenQuotaPerDay: "", name: randomUUID() },
  })),
  [`${PACKAGES} changePlanActivityAction`]: with_(BY_ADMINISTRATORS, ({ key }) => ({
    ...{ id: key.planId, seen: "active", to: "inactive" },
  })),
  [`${SETTINGS} createTokenAction`]: BY_ADMINISTRATORS,
  [`${SETTINGS} revokeTokenAction`]: with_(BY_ADMINISTRATORS, ({ tokenId }) => ({ id: tokenId })),
  [`${SETTINGS} createReceiverAction`]: BY_ADMINISTRATORS,
  [`${SETTINGS} removeReceiverAction`]: with_(BY_ADMINISTRATORS, ({ receiverId }) => ({ id: receiverId })),
  [`${SETTINGS} sendVerificationAction`]: BY_ADMINISTRATORS,
};
