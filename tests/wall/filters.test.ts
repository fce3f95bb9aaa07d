/** The platform finds no local user (CONTRIBUTING.md, 3): no filter is true of one, and no number counts one. */
import { beforeAll, describe, expect, it, vi } from "vitest";
import { emptyDatabase, freshDatabase } from "@/tests/database";
import { Platform } from "@/tests/scim/platform";
import { filtersAbout } from "./local-users";
import { givenEverybody, LOCAL_USERS, type Scene } from "./scene";

vi.setConfig({ testTimeout: 60_000 });

let scene: Scene;
let okta: Platform;

// Nothing here changes anything.
beforeAll(async () => {
  await freshDatabase();
  await emptyDatabase();
  scene = await givenEverybody();
  okta = await Platform.connected("Okta");
  // Tests call faster than any platform does.
  vi.stubEnv("SCIM_CALLS_PER_MINUTE", "1000000");
  return () => vi.unstubAllEnvs();
});

describe("by a filter", () => {
  const everyone = ["pablo", "pat", "petra"];

  it.each(LOCAL_USERS)("nothing that is true of %s finds more than the platform's own", async (name) => {
    for (const filter of filtersAbout(scene.subjects[name].user)) {
      const found = await namesFound(filter);
      expect(new Set([...everyone, ...found]).size, filter).toBe(everyone.length);
    }
  });

  it.each([
    ["", everyone],
    ["userName pr", everyone],
    ["id pr", everyone],
    ["active eq false", ["petra"]],
    ["not (active eq true)", ["petra"]],
    ['not (userName eq "pat")', ["pablo", "petra"]],
    ['userName ne "nobody"', everyone],
    ['not (userName eq "linus")', everyone],
    ['id pr or userName eq "linus"', everyone],
    ['not (not (userName eq "linus" or userName eq "ada"))', []],
    ['meta.created gt "2000-01-01T00:00:00Z"', everyone],
    ['meta.lastModified gt "2000-01-01T00:00:00Z"', everyone],
    ["not (externalId pr)", []],
    ['externalId ne "idp|pat"', ["pablo", "petra"]],
    ['emails co "@"', everyone],
    ['emails[not (value eq "x")]', everyone],
    ['userName sw "a" or userName sw "l" or userName sw "d" or userName sw "w"', []],
    ['userName ge "a" and userName lt "zz"', everyone],
  ])("%j finds the platform's own, and counts none but them, in every way to ask", async (filter, expected) => {
    const names = await namesFound(filter);
    expect(names.toSorted()).toEqual(expected);
    const search = { ...(filter !== "" && { filter }), count: 200, attributes: ["userName", "id"] };
    expect(namesIn((await okta.post("/Users/.search", search)).body)).toEqual(names);
    const single: string[] = [];
    for (let startIndex = 1; startIndex <= names.length + 2; startIndex += 1) {
      single.push(...namesIn((await okta.get(addressOf(filter, `count=1&startIndex=${startIndex}`))).body));
    }
    expect(single).toEqual(names);
    expect(await okta.get(addressOf(filter, "count=0"))).toMatchObject({ body: { totalResults: names.length } });
  });

  async function namesFound(filter: string): Promise<string[]> {
    const { status, body } = await okta.get(addressOf(filter, "count=200"));
    expect(status, filter).toBe(200);
    const names = namesIn(body);
    expect(body, filter).toMatchObject({ totalResults: names.length });
    return names;
  }
});

function addressOf(filter: string, part: string): string {
  return `/Users?${part}${filter === "" ? "" : `&filter=${encodeURIComponent(filter)}`}`;
}

function namesIn(body: Record<string, unknown>): string[] {
  return (body["Resources"] as { userName: string }[]).map(({ userName }) => userName);
}
