/** How long pages of the audit take to be found, and its chain to be verified, at few and at many entries. */
import { commandLineActor } from "@/access/actor";
import { type AuditListQuery, listAudit, parseAuditListQuery } from "@/access/audit-list";
import { type Verification, verifyAudit } from "@/access/audit-verification";
import { disconnect, rows } from "@/access/database";
import { placeParameters } from "@/access/list-place";
import { median, milliseconds, table, timed } from "./bench-figures";

const ROUNDS = 9;

type Filter = Readonly<Record<string, string>>;

/** What is asked for; the names are those that most entries are by and about. */
const FILTERS: Readonly<Record<string, (actor: string, subject: string) => Filter>> = {
  "the list as it opens": () => ({}),
  "one event": () => ({ what: "user.disabled" }),
  "all about users": () => ({ what: "users" }),
  Refused: () => ({ outcome: "REFUSED" }),
  "Refused, from a page, of one year": () => ({
    outcome: "REFUSED",
    source: "PAGE",
    from: "2025-01-01",
    to: "2025-12-31",
  }),
  "one actor": (actor) => ({ actor }),
  "one actor, signed in": (actor) => ({ actor, what: "sign-in.succeeded" }),
  "one subject": (_, subject) => ({ subject }),
  "nobody's": () => ({ actor: "nobody" }),
};

const PLACES = ["first", "middle", "last"] as const;

/** The sections about the list and about verifying. Uses the databases in turn as those of this process's environment. */
export async function measureAudit(few: { url: string }, many: { url: string }): Promise<string> {
  const times = { few: new Map<string, number[]>(), many: new Map<string, number[]>() };
  // The first round warms up.
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const size of ["few", "many"] as const) {
      const measured = await on(size === "few" ? few.url : many.url, timesOfPages);
      if (round >= 0)
        for (const [name, time] of measured) times[size].set(name, [...(times[size].get(name) ?? []), time]);
    }
  }
  const pages = [...times.many].map(([name, measured]) => {
    const [small, large] = [median(times.few.get(name) ?? []), median(measured)];
    return [name, milliseconds(small), milliseconds(large), (large / small).toFixed(1)];
  });
  const entries = async (): Promise<string> => {
    const [found] = await rows<{ entries: number }>`SELECT count(*)::int AS entries FROM audit_entries`;
    return (found?.entries ?? 0).toLocaleString("en");
  };
  const [small, large] = [await on(few.url, entries), await on(many.url, entries)];
  const head = ["A page of 50 audit entries, found and counted", `At ${small}`, `At ${large}`, "Ratio"];
  return `${table(head, pages)}\n\n${await measureVerification(many.url)}`;
}

async function on<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  process.env["DATABASE_URL"] = url;
  try {
    return await work();
  } finally {
    await disconnect();
  }
}

async function timesOfPages(): Promise<[string, number][]> {
  const actor = commandLineActor();
  const [most] = await rows<{ actor: string; subject: string }>`
    SELECT actor_username AS actor, coalesce(subject_username, '') AS subject FROM audit_entries
    WHERE event = 'user.disabled' ORDER BY at LIMIT 1`;
  // A connection is new in each round.
  await listAudit(actor, parseAuditListQuery({}));
  const measured: [string, number][] = [];
  for (const [name, filter] of Object.entries(FILTERS)) {
    for (const place of PLACES) {
      const query = await queryAt(filter(most?.actor ?? "", most?.subject ?? ""), place);
      measured.push([`${name}, ${place} page`, await timed(() => listAudit(actor, query))]);
    }
  }
  return measured;
}

async function queryAt(filter: Filter, place: (typeof PLACES)[number]): Promise<AuditListQuery> {
  if (place === "first") return parseAuditListQuery(filter);
  if (place === "last") return parseAuditListQuery({ ...filter, place });
  const [middle] = await rows<{ value: string; id: string }>`
    SELECT (extract(epoch FROM at) * 1000)::bigint::text AS value, id::text AS id FROM audit_entries
    WHERE id >= (SELECT max(id) / 2 FROM audit_entries) ORDER BY audit_entries.id LIMIT 1`;
  const cursor = { value: middle?.value ?? "0", id: middle?.id ?? "0", number: null };
  return parseAuditListQuery({ ...filter, ...placeParameters({ side: "after", cursor }) });
}

async function measureVerification(url: string): Promise<string> {
  let verification: Verification | null = null;
  const time = await on(url, () =>
    timed(async () => {
      verification = await verifyAudit(commandLineActor(), { archiveFolder: "", seen: [] });
    }),
  );
  return verdict(verification, time / 1000);
}

function verdict(verification: Verification | null, seconds: number): string {
  if (!verification?.intact) throw new Error("The audit of the measurement is not intact.");
  const { entries } = verification;
  const speed = Math.round(entries / seconds).toLocaleString("en");
  return table(
    ["Verifying the chain of the audit", "Time", "Entries a second"],
    [[`${entries.toLocaleString("en")} entries`, `${seconds.toFixed(1)} s`, speed]],
  );
}
