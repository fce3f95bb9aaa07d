/** What the names, places and companies of very many sample people are put together from, by region. */
import { faker as en } from "@faker-js/faker/locale/en";
import type pg from "pg";
import { usernameField } from "@/access/users/profile";
import { usernameKey } from "@/access/users/username";
import { plainLatin } from "./sample-people";
import { REGIONS, type Region } from "./sample-regions";

const SEED = 20_241_003;
/** How many of each there are for a region; sample-crowd.ts counts on it. */
export const OF_EACH = 80;

/** Puts them where the statements of sample-crowd.ts find them, as many of each. The same everywhere and always. */
export async function loadNames(client: pg.Client): Promise<void> {
  en.seed(SEED);
  const names = REGIONS.flatMap((region, index) => namesOf(region, index));
  await client.query(CREATE, [JSON.stringify(names)]);
  await client.query("ALTER TABLE sample_names ADD PRIMARY KEY (region, number)");
  await client.query("ANALYZE sample_names");
}

type Name = { readonly region: number; readonly number: number } & Readonly<Record<string, string | number>>;

/** A row has one of each; people are put together from several rows of their region. */
function namesOf({ faker, country, states, familyFirst }: Region, region: number): Name[] {
  faker.seed(SEED + region);
  const firsts = usable(Array.from({ length: OF_EACH }, () => faker.person.firstName()));
  const lasts = usable(Array.from({ length: OF_EACH }, () => faker.person.lastName()));
  return firsts.map((first, number) => ({
    ...{ region, number, ...spelled("first", first), ...spelled("last", lasts[number] ?? "") },
    ...{ town: faker.location.city(), state: states ? faker.location.state() : "", company: faker.company.name() },
    ...{ country, joiner: familyFirst ?? " ", family: familyFirst === undefined ? "last" : "first" },
  }));
}

/** Some languages write names with characters that no username may have. */
function usable(names: readonly string[]): string[] {
  const good = names.filter((name) => usernameField.safeParse(name).success);
  return names.map((_, index) => good[index % good.length] ?? "");
}

/** As it is written, as usernames are compared, and in plain Latin, which is empty where there is no such spelling. */
function spelled(part: "first" | "last", name: string): Record<string, string> {
  const latin = plainLatin(name);
  return { [part]: name, [`${part}_key`]: usernameKey(name), [`${part}_latin`]: latin.length > 1 ? latin : "" };
}

const CREATE = `
  CREATE TEMPORARY TABLE sample_names ON COMMIT DROP AS
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (
    region int, number int, first text, first_key text, first_latin text, last text, last_key text, last_latin text,
    town text, state text, company text, country text, joiner text, family text)`;
