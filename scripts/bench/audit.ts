/** How long pages of the audit take to be found, and its chain to be verified, at few and at many entries. */
import { commandLineActor } from "@/access/actor";
import { type Verification, verifyAudit } from "@/access/audit/audit-verification";
import { disconnect, rows } from "@/access/database";
import { type Cursor, placeParameters } from "@/access/lists/list-place";
import { type Measured, type Sizes, measureBeside, tableOfFilters } from "./beside";
import { table, timed } from "./figures";
import type { MeasuredConsole } from "./pages";

const ROUNDS = 15;

type Filter = Readonly<Record<string, string>>;

/** What is asked for; the names are those that most entries are by and about. */
const FILTERS: Readonly<Record<string, (known: Known) => Filter>> = {
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
  "one actor": ({ actor }) => ({ actor }),
  "one actor, signed in": ({ actor }) => ({ actor, what: "sign-in.succeeded" }),
  "one subject": ({ subject }) => ({ subject }),
  "nobody's": () => ({ actor: "nobody" }),
};

const PLACES = ["first", "middle", "last"] as const;

/** The sections about the list and about verifying. */
export async function measureAudit(consoles: Sizes<MeasuredConsole>, urls: Sizes<string>): Promise<string> {
  const known = { few: await findKnown(urls.few), many: await findKnown(urls.many) };
  const filters = new Map<string, Measured>();
  for (const [name, filter] of Object.entries(FILTERS)) {
    const asked = PLACES.map((place) => ({
      name: place,
      few: pathTo(filter(known.few), place, known.few),
      many: pathTo(filter(known.many), place, known.many),
    }));
    filters.set(name, await measureBeside(consoles, asked, ROUNDS));
  }
  const size = (entries: number): string => entries.toLocaleString("en");
  return [
    `A page of 50 entries of the audit among ${size(known.many.entries)}, over HTTP, at the first, a middle and the last place. The control is the page of users from constants; few are ${size(known.few.entries)}.`,
    tableOfFilters(filters),
    await measureVerification(urls.many),
  ].join("\n\n");
}

/** Who most entries are by and about, and where the middle of the list is. */
type Known = {
  readonly entries: number;
  readonly actor: string;
  readonly subject: string;
  readonly middle: Cursor;
};

function findKnown(url: string): Promise<Known> {
  return on(url, async () => {
    const [known] = await rows<Omit<Known, "middle"> & { value: string; id: string }>`
      SELECT (SELECT count(*)::int FROM audit_entries) AS entries, u.actor_username AS actor,
             coalesce(u.subject_username, '') AS subject, (extract(epoch FROM m.at) * 1000)::bigint::text AS value,
             m.id::text AS id
      FROM (SELECT * FROM audit_entries WHERE event = 'user.disabled' ORDER BY at LIMIT 1) AS u,
           (SELECT * FROM audit_entries WHERE id >= (SELECT max(id) / 2 FROM audit_entries) ORDER BY id LIMIT 1) AS m`;
    if (!known) throw new Error("The program of the measurement has no audit.");
    const { value, id, ...rest } = known;
    return { ...rest, middle: { value, id, number: null } };
  });
}

function pathTo(filter: Filter, place: (typeof PLACES)[number], { middle }: Known): string {
  const said = {
    first: {},
    middle: placeParameters({ side: "after", cursor: middle }),
    last: placeParameters({ side: "last" }),
  };
  return `/manage/audit?${new URLSearchParams({ ...filter, ...said[place] }).toString()}`;
}

async function on<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  process.env["DATABASE_URL"] = url;
  try {
    return await work();
  } finally {
    await disconnect();
  }
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
