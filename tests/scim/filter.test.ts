import { beforeAll, describe, expect, it, vi } from "vitest";
import { database } from "@/access/database";
import { conditionOf } from "@/scim/filter";
import { freshDatabase, givenPeople } from "@/tests/database";
import { type Body, ENTERPRISE, Platform, USER } from "./platform";

let entra: Platform;
let grete: Body;

beforeAll(async () => {
  await freshDatabase();
  // Local people, who are on nobody's list.
  await givenPeople("ada", "linus");
  entra = await Platform.connected("Entra ID");
  grete = await entra.provision("grete@example.com", {
    externalId: "CORP\\Grete",
    displayName: 'Grete "G." Hermann',
    name: { givenName: "Grete", familyName: "Hermann" },
    emails: [{ value: "Grete@Example.com", type: "work" }],
    phoneNumbers: [{ value: "+49 421 1" }],
    profileUrl: "https://grete.example.com",
    addresses: [{ locality: "Bremen", region: "HB", postalCode: "28195", country: "DE" }],
    [ENTERPRISE]: {
      department: "100%_pure",
      employeeNumber: "1901",
      organization: "Uni",
      manager: { value: "emmy", displayName: "Emmy" },
    },
  });
  await entra.provision("emmy", { active: false, name: { familyName: "Noether" } });
  await entra.provision("hilda", { emails: [{ value: "hilda@example.org" }], addresses: [{ country: "de" }] });
});

async function found(filter: string): Promise<unknown[]> {
  const { status, body } = await entra.get(`/Users?filter=${encodeURIComponent(filter)}`);
  expect(status).toBe(200);
  const resources = body["Resources"] as Body[];
  expect(body).toMatchObject({ totalResults: resources.length, itemsPerPage: resources.length, startIndex: 1 });
  return resources.map(({ userName }) => String(userName).split("@")[0]);
}

const G = ["grete"];
const E = ["emmy"];
const H = ["hilda"];
const ALL = ["grete", "emmy", "hilda"];

describe("a list of users is filtered", () => {
  it.each<[string, string[]]>([
    // What the standard knows and nobody here has.
    ["title pr", []],
    ['title eq "Boss"', []],
    ['title ne "Boss"', ALL],
    ['not (title eq "Boss")', ALL],
    ["title eq null", ALL],
    ["groups pr", []],
    ['groups[value eq "admins"]', []],
    ['roles.value eq "admin" or userName eq "emmy"', E],
    ['name.formatted eq "Grete Hermann"', []],
    ['emails.display eq "x"', []],
    ['password eq "x"', []],
    ["meta.version pr", ALL],
    ['meta.version eq "x"', []],
    [`schemas eq "${USER.toUpperCase()}"`, ALL],
    [`schemas ne "${USER}"`, []],
    [`schemas eq "${ENTERPRISE}"`, G],
    ['schemas eq "x"', []],
    // As Entra ID writes booleans.
    ["active eq True", ["grete", "hilda"]],
    ["active eq FALSE", E],
    ["not (active ne False)", E],
  ])("%s, also where nothing of it is kept", async (filter, names) => {
    expect((await found(filter)).toSorted()).toEqual(names.toSorted());
  });

  it("by a time without a zone, which is that of UTC wherever the console stands", async () => {
    vi.stubEnv("TZ", "America/Los_Angeles");
    expect(conditionOf('meta.created gt "2026-05-13T04:42:34"')).toMatchObject({
      value: new Date("2026-05-13T04:42:34Z"),
    });
    vi.unstubAllEnvs();
  });

  it.each<[string, string[]]>([
    // As Okta and Entra ID look users up.
    ['userName eq "grete@example.com"', G],
    ['userName eq "GRETE@EXAMPLE.COM"', G],
    ['username EQ "emmy"', E],
    ['userName eq "non-existent user"', []],
    ['externalId eq "CORP\\\\Grete"', G],
    ['externalId eq "CORP\\Grete"', G],
    ['externalId eq "corp\\\\grete"', []],
    ['emails[type eq "work"].value eq "grete@example.com"', G],
    ['emails[type eq "work" and value eq "grete@example.com"]', G],
    ['emails[type eq "home"].value eq "grete@example.com"', []],
    ['emails.value eq "grete@example.com"', G],
    ['emails eq "grete@example.com"', G],
    ['emails co "@EXAMPLE"', ["grete", "hilda"]],
    // Local users are on no list.
    ['userName eq "ada"', []],
    ['userName eq "ada" or active eq true', ["grete", "hilda"]],
    // Every attribute that is kept.
    ['displayName eq "grete \\"g.\\" hermann"', G],
    ['name.givenName eq "grete"', G],
    ['name.familyName sw "noe"', E],
    ['phoneNumbers.value ew " 1"', G],
    ['phoneNumbers[type eq "work"] and active eq true', G],
    ['profileUrl co "grete"', G],
    ['addresses.country eq "DE"', ["grete", "hilda"]],
    ['addresses[type eq "work" and country eq "DE" and locality pr]', G],
    ['addresses.region eq "hb" and addresses.postalCode eq "28195"', G],
    [`${ENTERPRISE}:department eq "100%_PURE"`, G],
    [`${ENTERPRISE}:department co "%_p"`, G],
    [`${ENTERPRISE}:department sw "_"`, []],
    [`${ENTERPRISE.toLowerCase()}:employeeNumber eq "1901"`, G],
    [`${ENTERPRISE}:organization eq "uni"`, G],
    [`${ENTERPRISE}:manager eq "emmy"`, G],
    [`${ENTERPRISE}:manager.value eq "emmy" and ${ENTERPRISE}:manager.displayName eq "emmy"`, G],
    [`${USER}:userName eq "emmy"`, E],
    ["active eq false", E],
    ['active eq "False"', E],
    ["active ne true", E],
    ['meta.resourceType eq "user" and active eq true', ["grete", "hilda"]],
    // What is there, and what is not.
    ["externalId pr", ALL],
    ["emails pr", ["grete", "hilda"]],
    ["emails.type pr", ["grete", "hilda"]],
    ['emails.type eq "work"', ["grete", "hilda"]],
    ["emails.primary eq true", ["grete", "hilda"]],
    ["emails[primary eq false]", []],
    ["name pr", ["grete", "emmy"]],
    ["addresses pr", ["grete", "hilda"]],
    [`${ENTERPRISE} pr`, G],
    [`${ENTERPRISE}:manager pr`, G],
    [`${ENTERPRISE}:department eq null`, ["emmy", "hilda"]],
    [`${ENTERPRISE}:department ne null`, G],
    ["meta pr", ALL],
    // Logic.
    ["not (emails pr)", E],
    ['not emails[value co "grete"]', ["emmy", "hilda"]],
    ['userName sw "h" or userName sw "e" and active eq true', H],
    ['(userName sw "h" or userName sw "e") and active eq false', E],
    ['((userName eq "emmy"))', E],
    ['userName ne "emmy"', ["grete", "hilda"]],
    ['userName gt "f"', ["grete", "hilda"]],
    ['userName ge "hilda"', H],
    ['userName lt "f"', E],
    ['userName le "EMMY"', E],
    ['meta.created gt "2011-05-13T04:42:34Z"', ALL],
    ['meta.lastModified lt "2011-05-13T04:42:34+02:00"', []],
    ['meta.created le "0000-01-01T00:00:00Z" or meta.created ge "9999-12-31T23:59:59.999999999Z"', []],
  ])("by %s", async (filter, names) => {
    expect(await found(filter)).toEqual(names);
  });

  it("by id, exactly", async () => {
    expect(await found(`id eq "${String(grete["id"])}"`)).toEqual(G);
    expect(await found('id eq "7f4bc1a3-285e-48ae-8202-5accb43efb0e"')).toEqual([]);
    expect(await found('id eq "no-id"')).toEqual([]);
    expect(await found('id ne "no-id"')).toEqual(ALL);
    expect(await found(`id sw "${String(grete["id"]).slice(0, 12)}"`)).toEqual(G);
  });

  it.each([...["", " "].map((filter) => [filter, ALL] as const)])("by nothing: %j", async (filter, names) => {
    expect(await found(filter)).toEqual(names);
  });

  it("in a search of its own, which leaves the filter out of the address", async () => {
    const answer = await entra.post("/Users/.search", {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
      filter: 'userName sw "e"',
      attributes: ["userName"],
      startIndex: 1,
      count: 10,
    });
    const [emmy] = answer.body["Resources"] as Body[];
    expect(answer.body).toMatchObject({ totalResults: 1 });
    expect(Object.keys(emmy ?? {}).toSorted()).toEqual(["id", "schemas", "userName"]);
    for (const body of [
      { filter: 5 },
      { count: "x" },
      { startIndex: 1.5 },
      { attributes: "id" },
      [],
      { schemas: [USER] },
    ]) {
      expect(await entra.post("/Users/.search", body)).toMatchObject({ status: 400 });
    }
  });
});

describe("a filter", () => {
  it.each(
    [
      ...[
        "userName",
        "userName eq",
        'eq "ada"',
        '"ada"',
        "(",
        ")",
        "()",
        'userName eq "ada',
        "userName eq ada",
        "not",
        "and",
      ],
      ...[
        'userName eq "ada" and',
        'userName eq "ada" userName eq "bob"',
        'userName == "ada"',
        'userName is "ada"',
        "5",
        "true",
      ],
      ...[
        'userName eq "ada" constructor userName eq "bob"',
        'userName eq "a" __proto__ userName eq "b"',
        "userName constructor 1",
      ],
      ...["nonsense pr", '__proto__ eq "x"', "constructor pr", "toString pr"],
      ...[
        'emails.__proto__ eq "x"',
        'emails[constructor eq "x"]',
        'emails[emails[type eq "work"]]',
        'name[givenName eq "x"]',
      ],
      ...[
        'userName[value eq "x"]',
        'emails[type eq "work"',
        "emails]type",
        `${USER} pr`,
        'urn:x:y eq "z"',
        'userName.value eq "x"',
      ],
      ...[
        "userName eq 5",
        "userName eq true",
        "userName gt null",
        "active eq 1",
        'active eq "maybe"',
        "active gt true",
        'active co "t"',
      ],
      ...['meta.created eq "yesterday"', 'meta.created eq "2011-05-13"', 'meta.created co "2011"', "meta.created eq 5"],
      ...[
        'emails.type co "wo"',
        "emails.type eq 5",
        'emails.primary eq "maybe"',
        'meta.resourceType co "U"',
        "schemas gt 1",
      ],
      ...['userName eq "a\\u0000b"', 'userName eq "\\ud800"', 'displayName co "\0"'],
      "not ".repeat(30) + "userName pr",
      "(".repeat(3_900),
      Array.from({ length: 101 }, () => "active pr").join(" or "),
      `userName eq "${"x".repeat(4_000)}"`,
    ].map((filter) => [filter.slice(0, 60), filter] as const),
  )("that can't be read or obeyed is refused: %s", async (_, filter) => {
    const answer = await entra.get(`/Users?filter=${encodeURIComponent(filter)}`);
    expect(answer).toMatchObject({ status: 400, body: { scimType: "invalidFilter" } });
  });

  // The parser alone would be busy for longer than the sun shines.
  it.each([
    ["line breaks in a text that doesn't end", `userName eq "${"\n".repeat(3_000)}`],
    ["backslashes", `userName eq "${"\\".repeat(3_001)}`],
    ["quotes with backslashes", `userName eq ${'"\\'.repeat(1_500)}`],
    ["digits", `userName eq ${"1".repeat(3_900)}`],
    ["brackets", "emails[".repeat(500)],
  ])("is read in no time: %s", (_, filter) => {
    const began = performance.now();
    expect(() => conditionOf(filter)).toThrow();
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it("becomes a condition for the database", () => {
    expect(conditionOf('not (userName eq "ada" and emails[type eq "work" and value ew ".org"])')).toEqual({
      not: {
        and: [
          { attribute: "userName", operator: "eq", value: "ada" },
          {
            and: [
              { or: [{ attribute: "email", operator: "pr" }] },
              { and: [{ always: true }, { attribute: "email", operator: "ew", value: ".org" }] },
            ],
          },
        ],
      },
    });
  });
});

describe("a page of a list", () => {
  async function page(query: string): Promise<Body & { names: unknown[] }> {
    const { status, body } = await entra.get(`/Users?${query}`);
    expect(status).toBe(200);
    return { ...body, names: (body["Resources"] as Body[]).map(({ userName }) => String(userName).split("@")[0]) };
  }

  it.each<[string, Body]>([
    ["startIndex=1&count=2", { names: ["grete", "emmy"], totalResults: 3, itemsPerPage: 2, startIndex: 1 }],
    ["startIndex=3&count=2", { names: H, totalResults: 3, itemsPerPage: 1, startIndex: 3 }],
    ["startIndex=4", { names: [], totalResults: 3, itemsPerPage: 0, startIndex: 4 }],
    ["startIndex=0&count=1", { names: G, startIndex: 1 }],
    ["startIndex=-5&count=1", { names: G, startIndex: 1 }],
    ["count=0", { names: [], totalResults: 3, itemsPerPage: 0 }],
    ["count=-1", { names: [], totalResults: 3, itemsPerPage: 0 }],
    ["count=100000000000000000000", { names: ALL }],
    ["startIndex=100000000000000000000", { names: [], totalResults: 3 }],
    ["count=&startIndex=", { names: ALL }],
    ["aadOptscim062020&sortBy=userName&nonsense=%", { names: ALL }],
    ["count=1&filter=active%20eq%20true&startIndex=2", { names: H, totalResults: 2, itemsPerPage: 1, startIndex: 2 }],
  ])("is what was asked for: %s", async (query, expected) => {
    expect(await page(query)).toMatchObject(expected);
  });

  it.each(["count=x", "startIndex=x", "count=1.5", "count=1e9", "startIndex=0x10", "count=%00"])(
    "is refused where that is no number: %s",
    async (query) => {
      expect(await entra.get(`/Users?${query}`)).toMatchObject({ status: 400, body: { scimType: "invalidValue" } });
    },
  );

  it("has 200 users at most, and 100 without further word", async () => {
    await database().$executeRaw`
      INSERT INTO users (username, username_key, email, display_name, first_name, last_name, company, phone, website,
                         locality, region, postal_code, country, origin, status)
      SELECT 'many-' || n, 'many-' || n, '', 'Many', '', '', '', '', '', '', '', '', '', 'PLATFORM', 'ENABLED'
      FROM generate_series(1, 210) AS n`;
    expect(await page("count=1000")).toMatchObject({ totalResults: 213, itemsPerPage: 200 });
    expect(await page("")).toMatchObject({ totalResults: 213, itemsPerPage: 100 });
    await database().user.deleteMany({ where: { username: { startsWith: "many-" } } });
  });
});
