/**
 * What somebody who opens the console wants to know first: how many users there are, what changed, and, as long as there is
 * hardly anybody, what to do first. Guarantees that each count ends where those of the lists do, so that a million users
 * cost what ten thousand do, and that nothing is offered that a rule would refuse.
 */
import type { Actor } from "@/access/actor";
import { type AuditEntry } from "@/access/audit/audit";
import { countEvents, listLatestChanges } from "@/access/audit/audit-list";
import { rows } from "@/access/database";
import type { Count } from "@/access/lists/lists";
import {
  type AccountStatus,
  type Origin,
  mayCreateUser,
  mayManagePackages,
  mayManagePlatform,
  mayReachConsole,
  mayRunJobs,
} from "@/access/rules";
import { countUsers, parseUserListQuery } from "./user-list";

export type UserNumbers = Readonly<Record<"all" | AccountStatus | Origin, Count>>;

/** A day in UTC, such as 2026-11-29, and how often somebody was disabled or enabled on it. */
export type Today = { readonly day: string; readonly disabled: Count; readonly enabled: Count };

/** What there is to do in a new console: nobody to look after, nothing tried, no platform connected, nothing to have keys for. */
export type FirstStep = "users" | "off-switch" | "platform" | "package";

export type Overview = {
  readonly users: UserNumbers;
  readonly today: Today;
  /** The latest changes of whatever day, newest first. */
  readonly changes: readonly AuditEntry[];
  readonly firstSteps: readonly FirstStep[];
};

/** Null for who may not see the console. */
export async function findOverview(actor: Actor): Promise<Overview | null> {
  if (!mayReachConsole(actor).allowed) return null;
  const [users, today, changes] = await Promise.all([
    countEverybody(actor),
    countToday(actor),
    listLatestChanges(actor),
  ]);
  return { users, today, changes, firstSteps: await findFirstSteps(actor, users.all) };
}

/** By the addresses of the list to which the page links. */
const ADDRESSES = {
  all: {},
  ENABLED: { status: "ENABLED" },
  DISABLED: { status: "DISABLED" },
  WAITING: { status: "WAITING" },
  LOCAL: { origin: "LOCAL" },
  PLATFORM: { origin: "PLATFORM" },
} satisfies Record<keyof UserNumbers, Record<string, string>>;

const NOBODY: Count = { count: 0, more: false };

async function countEverybody(actor: Actor): Promise<UserNumbers> {
  const { all, ENABLED, DISABLED, WAITING, LOCAL, PLATFORM } = ADDRESSES;
  const queries = [all, ENABLED, DISABLED, WAITING, LOCAL, PLATFORM].map((address) => parseUserListQuery(address));
  const counts = await countUsers(actor, queries);
  const at = (place: number): Count => counts[place] ?? NOBODY;
  return { all: at(0), ENABLED: at(1), DISABLED: at(2), WAITING: at(3), LOCAL: at(4), PLATFORM: at(5) };
}

async function countToday(actor: Actor): Promise<Today> {
  const day = new Date().toISOString().slice(0, 10);
  const [disabled = NOBODY, enabled = NOBODY] = await countEvents(actor, ["user.disabled", "user.enabled"], day);
  return { day, disabled, enabled };
}

/** With more users than that nobody is told any more how to begin. */
const FEW_USERS = 500;
const MOST_STEPS = 3;

async function findFirstSteps(actor: Actor, all: Count): Promise<FirstStep[]> {
  if (all.more || all.count > FEW_USERS) return [];
  const { isTried, hasToken, hasPackage } = await findBeginnings();
  const steps: readonly (readonly [FirstStep, boolean])[] = [
    ["users", all.count <= 1 && mayCreateUser(actor, []).allowed],
    ["off-switch", all.count > 1 && !isTried && mayRunJobs(actor).allowed],
    ["platform", !hasToken && mayManagePlatform(actor).allowed],
    ["package", !hasPackage && mayManagePackages(actor).allowed],
  ];
  return steps.flatMap(([step, isOpen]) => (isOpen ? [step] : [])).slice(0, MOST_STEPS);
}

type Beginnings = { readonly isTried: boolean; readonly hasToken: boolean; readonly hasPackage: boolean };

/** What happened to sample people before the first start was no change for gates; what anybody does since is one. */
async function findBeginnings(): Promise<Beginnings> {
  const [found] = await rows<Beginnings>`
    SELECT EXISTS (SELECT FROM audit_entries WHERE event = 'user.disabled' AND change_id IS NOT NULL) AS "isTried",
           EXISTS (SELECT FROM platform_tokens WHERE revoked_at IS NULL) AS "hasToken",
           EXISTS (SELECT FROM packages) AS "hasPackage"`;
  if (!found) throw new Error("Nothing was answered.");
  return found;
}
