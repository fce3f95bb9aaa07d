/** How long pages of the list of all package keys take to be found, at few and at many keys. */
import { Actor } from "@/access/actor";
import { disconnect, rows } from "@/access/database";
import { type PackageKeyPage, listPackageKeys, parsePackageKeyListQuery } from "@/access/keys/package-key-list";
import { median, milliseconds, table, timed } from "./figures";
import type { Program } from "./people";

const ROUNDS = 9;

type Parameters = Readonly<Record<string, string>>;

/** What is asked for, given the id of a package. */
const PAGES: Readonly<Record<string, (packageId: string) => Parameters>> = {
  "the list as it opens": () => ({}),
  "sorted by username": () => ({ sort: "username" }),
  "sorted by application": () => ({ sort: "application" }),
  "sorted by last use": () => ({ sort: "-used" }),
  "Enabled and working": () => ({ state: "WORKING" }),
  "Enabled, but blocked": () => ({ state: "BLOCKED" }),
  Waiting: () => ({ state: "WAITING" }),
  Disabled: () => ({ state: "DISABLED" }),
  "one package": (packageId) => ({ package: packageId }),
  "one package, blocked": (packageId) => ({ package: packageId, state: "BLOCKED" }),
  "a package without keys": () => ({ package: "00000000-0000-4000-8000-000000000000" }),
  "search for one username": () => ({ q: "user-151", field: "username" }),
  "search for one application": () => ({ q: "Application of user-151", field: "application" }),
  "search for one letter that nearly every key has": () => ({ q: "e" }),
  "search for one letter that no username has": () => ({ q: "x", field: "username" }),
  "search for the letter e, blocked": () => ({ q: "e", state: "BLOCKED" }),
  "the last page of the few that a search finds": () => ({ q: "user-15", field: "username", page: "1000000" }),
};

/** The section about the list. Uses the databases in turn as those of this process's environment. */
export async function measureKeyList(few: Program, many: Program): Promise<string> {
  const times = new Map(
    Object.keys(PAGES).map((name) => [name, { few: new Array<number>(), many: new Array<number>() }]),
  );
  // The first round warms up.
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [size, program] of [
      ["few", few],
      ["many", many],
    ] as const) {
      for (const [name, time] of await timesOf(program)) if (round >= 0) times.get(name)?.[size].push(time);
    }
  }
  return table(
    ["A page of 50 package keys, found and counted", "At 1,000 keys", "At 1,000,000 keys", "Ratio"],
    [...times].map(([name, measured]) => {
      const [small, large] = [median(measured.few), median(measured.many)];
      return [name, milliseconds(small), milliseconds(large), (large / small).toFixed(1)];
    }),
  );
}

async function timesOf({ url, token }: Program): Promise<[string, number][]> {
  process.env["DATABASE_URL"] = url;
  try {
    const actor = await Actor.ofSession(token, "127.0.0.1");
    if (!(actor instanceof Actor)) throw new Error("The administrator is not signed in.");
    const [first] = await rows<{ id: string }>`SELECT id FROM packages WHERE name = 'Package 1'`;
    const list = (parameters: Parameters): Promise<PackageKeyPage> =>
      listPackageKeys(actor, parsePackageKeyListQuery(parameters));
    // A connection is new in each round.
    await list({});
    const measured = new Array<[string, number]>();
    for (const [name, asked] of Object.entries(PAGES)) {
      measured.push([name, await timed(() => list(asked(first?.id ?? "")))]);
    }
    return measured;
  } finally {
    await disconnect();
  }
}
