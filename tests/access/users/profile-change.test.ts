/** Editing a profile: only what was changed is written, and nobody overwrites what they have not seen. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Profile } from "@/access/users/profile";
import { editProfile } from "@/access/users/profile-change";
import { entriesAbout, expectRefused, rowOf, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

describe("editing a profile", () => {
  test("cora changes two fields of linus: only those are written, and the entry names them", async () => {
    const { cora, linus } = await givenPeople("cora", "linus");
    const wanted = { ...profileOf(linus), company: "Fjord Data", phone: "+358 9 1234" };
    const outcome = await editProfile(await signedIn(cora), "linus", profileOf(linus), wanted);
    const row = await rowOf(linus);
    expect(row).toEqual({
      ...linus,
      company: "Fjord Data",
      phone: "+358 9 1234",
      revision: 2,
      updatedAt: row?.updatedAt,
      searchText: row?.searchText,
    });
    expect(row?.searchText).toContain("fjord data");
    expect(row?.updatedAt.getTime()).toBeGreaterThan(linus.updatedAt.getTime());
    const entries = await entriesAbout(linus);
    expect(outcome).toEqual({ ok: true, entry: entries[0]?.id });
    expect(entries).toMatchObject([{ event: "user.profile-changed", actorUsername: "cora" }]);
    expect(entries[0]?.before).toEqual({ company: linus.company, phone: "" });
    expect(entries[0]?.after).toEqual({ company: "Fjord Data", phone: "+358 9 1234" });
  });

  test("nothing changed: nothing is written", async () => {
    const { cora, linus } = await givenPeople("cora", "linus");
    const outcome = await editProfile(await signedIn(cora), "linus", profileOf(linus), profileOf(linus));
    expect(outcome).toEqual({ ok: true, entry: null });
    expect(await rowOf(linus)).toEqual(linus);
    expect(await entriesAbout()).toEqual([]);
  });

  test("ada and cora edit different fields of linus at the same moment: both stay", async () => {
    const { ada, cora, linus } = await givenPeople("ada", "cora", "linus");
    const [adas, coras] = [await signedIn(ada), await signedIn(cora)];
    const seen = profileOf(linus);
    const outcomes = await Promise.all([
      editProfile(adas, "linus", seen, { ...seen, company: "by ada" }),
      editProfile(coras, "linus", seen, { ...seen, phone: "by cora" }),
    ]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await rowOf(linus)).toMatchObject({ company: "by ada", phone: "by cora" });
    expect(await entriesAbout()).toHaveLength(2);
  });

  test("ada and cora edit the same field at the same moment: the later one is told, and nothing is overwritten", async () => {
    const { ada, cora, linus } = await givenPeople("ada", "cora", "linus");
    const [adas, coras] = [await signedIn(ada), await signedIn(cora)];
    const seen = profileOf(linus);
    const outcomes = await Promise.all([
      editProfile(adas, "linus", seen, { ...seen, company: "by ada", phone: "1" }),
      editProfile(coras, "linus", seen, { ...seen, company: "by cora", locality: "Turku" }),
    ]);
    const company = outcomes[0].ok ? "by ada" : "by cora";
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([
      { ok: false, refusal: "changed_meanwhile", fields: { company } },
    ]);
    expect(await rowOf(linus)).toMatchObject(
      outcomes[0].ok ? { company, phone: "1", locality: linus.locality } : { company, phone: "", locality: "Turku" },
    );
    expect(await entriesAbout()).toHaveLength(1);
  });

  test("whoever may not see the users learns nothing about which exist", async () => {
    const { linus, ada } = await givenPeople("linus", "ada");
    const actor = await signedIn(linus);
    for (const username of [ada.username, "nobody-at-all"]) {
      const outcome = await editProfile(actor, username, profileOf(ada), profileOf(ada));
      expect(outcome).toEqual({ ok: false, refusal: "not_permitted" });
    }
    expect((await entriesAbout()).map(({ refusal }) => refusal)).toEqual(["not_permitted", "not_permitted"]);
  });

  test("linus edits his own profile, and nothing but the profile", async () => {
    const { linus } = await givenPeople("linus");
    const forged = { ...profileOf(linus), displayName: "Linus V.", roles: ["ADMINISTRATOR"], passwordHash: "x" };
    expect((await editProfile(await signedIn(linus), "linus", profileOf(linus), forged)).ok).toBe(true);
    expect(await rowOf(linus)).toMatchObject({ displayName: "Linus V.", roles: [], passwordHash: linus.passwordHash });
  });

  test.each([
    ["ada", "pat", "platform_user"],
    ["pat", "pat", "not_permitted"],
    ["cora", "ada", "above_role"],
    ["sam", "linus", "not_permitted"],
    ["linus", "cora", "not_permitted"],
  ] as const)("%s edits %s: %s", async (who, whom, refusal) => {
    const people = await givenPeople("ada", "cora", "sam", "linus", "pat");
    const user = people[whom];
    const wanted = { ...profileOf(user), displayName: "Somebody else" };
    const outcome = await editProfile(await signedIn(people[who]), whom, profileOf(user), wanted);
    await expectRefused(outcome, refusal, user, "user.profile-changed");
  });
});

function profileOf(user: Profile): Profile {
  const { email, displayName, firstName, lastName, company, phone, website } = user;
  const { locality, region, postalCode, country } = user;
  return { email, displayName, firstName, lastName, company, phone, website, locality, region, postalCode, country };
}
