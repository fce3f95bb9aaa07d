/**
 * The gates as the console sees them: which are there, and where a change is in force. A gate acknowledges a change
 * once it decides by it, so what is told here is what callers meet, not what was sent out.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Actor } from "@/access/actor";
import { rows } from "@/access/database";
import { mayReachConsole } from "@/access/rules";
import { Prisma } from "@/generated/prisma/client";
import { texts } from "@/text/texts";

/** A gate writes that it is there every few seconds; one that was not heard of for so long is silent. */
export const SILENT_AFTER_SECONDS = 30;
// A gate that was silent for a day is taken for gone: it may have been switched off with its machine.
export const GONE_AFTER_HOURS = 24;

const isSilent = Prisma.sql`g.heard_at < now() - make_interval(secs => ${SILENT_AFTER_SECONDS}::int)`;

export type GateState = "listening" | "silent" | "stopped";

export type ListedGate = {
  readonly id: string;
  readonly name: string;
  readonly state: GateState;
  readonly startedAt: Date;
  readonly heardAt: Date;
  readonly stoppedAt: Date | null;
  readonly cachedKeys: number;
  /** The newest change that it acknowledged, and how long after it was made. */
  readonly lastChange: { readonly id: bigint; readonly at: Date; readonly afterMs: number } | null;
};

type GateRow = Omit<ListedGate, "lastChange"> & {
  readonly changeId: string | null;
  readonly changeAt: Date | null;
  readonly afterMs: number | null;
};

const LISTED_GATES = 200;

/** The gates that run or are silent, by name, then those that stopped within a day; none for who may not read the console. */
export async function listGates(actor: Actor): Promise<ListedGate[]> {
  if (!mayReachConsole(actor).allowed) return [];
  const found = await rows<GateRow>`
    SELECT g.id, g.name, g.started_at AS "startedAt", g.heard_at AS "heardAt", g.stopped_at AS "stoppedAt",
           g.cached_keys AS "cachedKeys",
           CASE WHEN g.stopped_at IS NOT NULL THEN 'stopped'
                WHEN ${isSilent} THEN 'silent'
                ELSE 'listening' END AS state,
           last.change_id AS "changeId", c.at AS "changeAt",
           (extract(epoch FROM last.at - c.at) * 1000)::float8 AS "afterMs"
    FROM gates g
    LEFT JOIN LATERAL (SELECT change_id, at FROM gate_acknowledgements WHERE gate_id = g.id
                       ORDER BY change_id DESC LIMIT 1) last ON true
    LEFT JOIN access_changes c ON c.id = last.change_id
    WHERE coalesce(g.stopped_at, g.heard_at) > now() - make_interval(hours => ${GONE_AFTER_HOURS}::int)
    ORDER BY g.stopped_at IS NOT NULL, g.name, g.started_at DESC
    LIMIT ${LISTED_GATES}`;
  return found.map(({ changeId, changeAt, afterMs, ...gate }) => ({
    ...gate,
    lastChange:
      changeId !== null && changeAt !== null ? { id: BigInt(changeId), at: changeAt, afterMs: afterMs ?? 0 } : null,
  }));
}

/** Where a change is in force, of the gates that ran when it was made. */
export type Enforcement = {
  readonly acknowledged: number;
  readonly expected: number;
  /** From the change to the last acknowledgement; null without any. */
  readonly afterMs: number | null;
  /** Gates that have not acknowledged it. One that is silent lets nobody pass by what it remembers. */
  readonly missing: readonly { readonly name: string; readonly silent: boolean; readonly heardAt: Date }[];
};

type EnforcementRow = Omit<Enforcement, "missing"> & {
  readonly changeId: string;
  readonly missing: readonly { readonly name: string; readonly silent: boolean; readonly heardAt: string }[];
};

/** By the number of the change; changes that are no longer kept are left out, and all for who may not read the console. */
export async function findEnforcement(
  actor: Actor,
  changeIds: readonly bigint[],
): Promise<ReadonlyMap<bigint, Enforcement>> {
  if (changeIds.length === 0 || !mayReachConsole(actor).allowed) return new Map();
  // A gate that has stopped since counts if it had acknowledged; if not, it has nothing left to be wrong about.
  const found = await rows<EnforcementRow>`
    SELECT c.id AS "changeId", count(a.change_id)::int AS acknowledged,
           count(g.id) FILTER (WHERE a.change_id IS NOT NULL OR g.stopped_at IS NULL)::int AS expected,
           max(extract(epoch FROM a.at - c.at) * 1000)::float8 AS "afterMs",
           coalesce(json_agg(json_build_object('name', g.name, 'heardAt', g.heard_at, 'silent', ${isSilent})
                             ORDER BY g.name) FILTER (WHERE a.change_id IS NULL AND g.stopped_at IS NULL AND g.id IS NOT NULL),
                    '[]') AS missing
    FROM access_changes c
    -- A gate that started before the commit may remember what held before, even if the change was written earlier.
    LEFT JOIN gates g ON NOT pg_visible_in_snapshot(c.xact::text::xid8, g.started_snapshot::pg_snapshot) AND g.heard_at > c.at - make_interval(hours => ${GONE_AFTER_HOURS}::int)
    LEFT JOIN gate_acknowledgements a ON a.change_id = c.id AND a.gate_id = g.id
    WHERE c.id = ANY(${changeIds.map(String)}::bigint[])
    GROUP BY c.id`;
  return new Map(
    found.map(({ changeId, missing, ...rest }) => [BigInt(changeId), { ...rest, missing: dated(missing) }]),
  );
}

function dated(missing: EnforcementRow["missing"]): Enforcement["missing"] {
  return missing.map((gate) => ({ ...gate, heardAt: new Date(gate.heardAt) }));
}

// Gates acknowledge within milliseconds. A page that comes right after a change waits for them so long at most.
const PATIENCE_MS = 500;
const FIRST_WAIT_MS = 5;

/** Where a change is in force, once all gates that answer have acknowledged it or half a second has passed. */
export async function awaitEnforcement(actor: Actor, changeId: bigint): Promise<Enforcement | null> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let wait = FIRST_WAIT_MS; ; wait *= 2) {
    const found = (await findEnforcement(actor, [changeId])).get(changeId) ?? null;
    const pending = found?.missing.some(({ silent }) => !silent) ?? false;
    if (!pending || performance.now() + wait > deadline) return found;
    await delay(wait);
  }
}

/** What a notice and the history say of it, such as "In force at 2 of 2 gates, 12 ms." */
export function enforcementSentences({ missing, ...change }: Enforcement): string[] {
  const { inForce } = texts().gates;
  if (change.expected === 0) return [inForce.noGate];
  const others = missing.map(({ name, silent, heardAt }) =>
    silent ? inForce.silent(name, heardAt) : inForce.pending(name),
  );
  return [inForce.at(change), ...others];
}
