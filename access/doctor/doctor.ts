/**
 * Examines a live database: whether everything holds that has to. Guarantees that nothing is changed, that all of it is
 * asked of one moment, however long that takes, and that no table is brought into memory.
 */
import type { Actor } from "@/access/actor";
import { type Snapshot, atOneMoment } from "@/access/audit/audit-snapshot";
import { verifyAt } from "@/access/audit/audit-verification";
import { mayReachConsole } from "@/access/rules";
import { AUDIT_CHECKS, NOTED_ENDS } from "./doctor-audit";
import { type Check, type Circumstances, type Found } from "./doctor-check";
import { DATABASE_ROLE } from "./doctor-role";
import { MIGRATIONS, SCHEMA_CHECKS } from "./doctor-schema";
import { USER_CHECKS } from "./doctor-users";
import { WORK_CHECKS } from "./doctor-work";

export type ExaminationRequest = Circumstances & {
  /** Where the files of the audit are, to verify all of it; null asks for its end only. */
  readonly archiveFolder: string | null;
  readonly onProgress?: (done: number, of: number) => void;
};

export type Examination = {
  readonly healthy: boolean;
  /** The names of the checks that were made. */
  readonly checks: readonly string[];
  /** How many findings there are, told or not. */
  readonly found: number;
  readonly findings: readonly {
    readonly check: string;
    readonly count: number;
    readonly sentences: readonly string[];
  }[];
  /** What could be better, although nothing is wrong. */
  readonly advice: readonly { readonly check: string; readonly sentences: readonly string[] }[];
};

/** What these find leaves the database healthy. */
const ADVICE: readonly Check[] = [DATABASE_ROLE];

const CHECKS: readonly Check[] = [
  MIGRATIONS,
  ...SCHEMA_CHECKS,
  ...USER_CHECKS,
  ...AUDIT_CHECKS,
  NOTED_ENDS,
  ...WORK_CHECKS,
];

const WHOLE_AUDIT = { name: "audit", holds: "The whole audit is what was written (only with --audit)." };

/** Every check by its name, with what has to hold. */
export function listChecks(): readonly { readonly name: string; readonly holds: string }[] {
  return [...CHECKS, WHOLE_AUDIT, ...ADVICE].map(({ name, holds }) => ({ name, holds }));
}

/** null for who may not read the audit. */
export async function examine(actor: Actor, request: ExaminationRequest): Promise<Examination | null> {
  if (!mayReachConsole(actor).allowed) return null;
  return atOneMoment((snapshot) => examineAt(snapshot, request));
}

async function examineAt(snapshot: Snapshot, request: ExaminationRequest): Promise<Examination> {
  const { archiveFolder, onProgress } = request;
  const checks = archiveFolder === null ? CHECKS : [...CHECKS, wholeAudit(archiveFolder)];
  const results: { readonly check: string; readonly found: Found }[] = [];
  for (const check of checks) {
    onProgress?.(results.length, checks.length);
    const found = await check.find(snapshot, request);
    results.push({ check: check.name, found });
    if (found.isLast) break;
  }
  const isWhole = !results.some(({ found: { isLast } }) => isLast);
  const advice = isWhole ? await findAdvice(snapshot, request) : [];
  const found = results.reduce((sum, { found: { count } }) => sum + count, 0);
  const findings = results.filter(({ found: { count } }) => count > 0);
  return {
    healthy: found === 0,
    checks: [...results.map(({ check }) => check), ...(isWhole ? ADVICE.map(({ name }) => name) : [])],
    found,
    findings: findings.map(({ check, found: { count, sentences } }) => ({ check, count, sentences })),
    advice,
  };
}

async function findAdvice(snapshot: Snapshot, request: ExaminationRequest): Promise<Examination["advice"]> {
  const advice: { readonly check: string; readonly sentences: readonly string[] }[] = [];
  for (const { name, find } of ADVICE) {
    const { sentences } = await find(snapshot, request);
    if (sentences.length > 0) advice.push({ check: name, sentences });
  }
  return advice;
}

function wholeAudit(archiveFolder: string): Check {
  const find = async (snapshot: Snapshot, { seen }: Circumstances): Promise<Found> => {
    const { found, findings } = await verifyAt(snapshot, { archiveFolder, seen });
    return { count: found, sentences: findings.map(({ sentence }) => sentence) };
  };
  return { ...WHOLE_AUDIT, find };
}
