import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { freshDatabase, givenPeople } from "@/tests/database";
import { type Body, Platform } from "./platform";

const PAGE = 100;
const AT_ONCE = 6;

beforeAll(freshDatabase);
afterEach(() => vi.unstubAllEnvs());

/** Creates these users, some at a time, so that lists get connections between them. */
async function provision(okta: Platform, names: readonly string[]): Promise<void> {
  const coming = [...names];
  const worker = async (): Promise<void> => {
    for (let name = coming.shift(); name !== undefined; name = coming.shift()) await okta.provision(name);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Page by page, as Okta imports users: until a page ends behind the total. */
async function readPages(okta: Platform): Promise<string[]> {
  const names: string[] = [];
  for (let startIndex = 1; ; startIndex += PAGE) {
    const { body } = await okta.get(`/Users?startIndex=${startIndex}&count=${PAGE}`);
    names.push(...(body["Resources"] as Body[]).map(({ userName }) => String(userName)));
    if (startIndex + PAGE > Number(body["totalResults"])) return names;
  }
}

it("2,000 users are created, and read by pages of 100 while others come: none is missing and none is twice", async () => {
  vi.stubEnv("SCIM_CALLS_PER_MINUTE", "1000000");
  await givenPeople("ada", "linus");
  const okta = await Platform.connected();
  const early = Array.from({ length: 2_000 }, (_, index) => `early-${index}`);
  await provision(okta, early);
  const late = Array.from({ length: 200 }, (_, index) => `late-${index}`);
  const progress = { isOver: false };
  const coming = provision(okta, late).finally(() => (progress.isOver = true));
  const readings = [];
  do readings.push(await readPages(okta));
  while (!progress.isOver);
  await coming;
  for (const names of readings) {
    expect(new Set(names).size).toBe(names.length);
    expect(early.filter((name) => !names.includes(name))).toEqual([]);
  }
  expect((await readPages(okta)).toSorted()).toEqual([...early, ...late].toSorted());
}, 120_000);
