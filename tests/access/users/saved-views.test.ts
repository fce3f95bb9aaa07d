/** Saved views: everybody has their own, and keeps them to themself unless they are shared. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { makePackageKey } from "@/access/keys/package-key-format";
import {
  MOST_VIEWS,
  changeView,
  findView,
  listViews,
  removeView,
  saveView,
  viewNameField,
} from "@/access/users/saved-views";
import { signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";

let ada: Actor;
let cora: Actor;
let sam: Actor;
let linus: Actor;

await freshDatabase();

beforeEach(async () => {
  await emptyDatabase();
  const people = await givenPeople("ada", "cora", "sam", "linus");
  ada = await signedIn(people.ada);
  cora = await signedIn(people.cora);
  sam = await signedIn(people.sam);
  linus = await signedIn(people.linus);
});

async function saved(actor: Actor, name: string, shared = false): Promise<string> {
  const view = await saveView(actor, { name, shared, address: "status=DISABLED" });
  if (!view.ok) throw new Error(view.refusal);
  return view.id;
}

async function namesFor(actor: Actor): Promise<string[]> {
  return (await listViews(actor)).map(({ name }) => name);
}

test("sam saves what an address says as far as the list knows it, without a place in it", async () => {
  const address = "?place=last&stale=090&page=3&color=red&q=+x+&status=ASLEEP";
  const view = await saveView(sam, { name: "Old", shared: false, address });
  expect(view).toMatchObject({ ok: true });
  expect(await listViews(sam)).toMatchObject([{ name: "Old", query: "q=x&stale=90", ownerUsername: "sam" }]);
});

test("own views come first; others are seen when they are shared", async () => {
  await saved(cora, "Apples", true);
  const pears = await saved(cora, "Pears");
  await saved(sam, "Quinces");
  expect(await namesFor(sam)).toEqual(["Quinces", "Apples"]);
  expect(await namesFor(cora)).toEqual(["Apples", "Pears"]);
  expect(await findView(sam, pears)).toBeNull();
  expect(await namesFor(linus)).toEqual([]);
  expect(await saveView(linus, { name: "Mine", shared: true, address: "" })).toEqual({
    ok: false,
    refusal: "not_permitted",
  });
});

test("two of one name are refused to one person, and not to two", async () => {
  await saved(sam, "Old");
  expect(await saveView(sam, { name: "Old", shared: true, address: "" })).toEqual({ ok: false, refusal: "taken" });
  const other = await saved(sam, "Other");
  expect(await changeView(sam, { id: other, name: "Old", shared: false })).toEqual({ ok: false, refusal: "taken" });
  await saved(ada, "Old");
  expect(await database().savedView.count()).toBe(3);
});

describe("who changes and removes a view", () => {
  test("is whose it is", async () => {
    const id = await saved(sam, "Old");
    expect(await changeView(sam, { id, name: "New", shared: true })).toEqual({ ok: true });
    expect(await listViews(ada)).toMatchObject([{ id, name: "New", shared: true, ownerUsername: "sam" }]);
    expect(await removeView(sam, id)).toEqual({ ok: true });
    expect(await removeView(sam, id)).toEqual({ ok: false, refusal: "unknown_view" });
  });

  test("is an administrator where it is shared, and nobody else", async () => {
    const id = await saved(sam, "Old", true);
    expect(await changeView(cora, { id, name: "Mine", shared: false })).toEqual({
      ok: false,
      refusal: "not_permitted",
    });
    expect(await removeView(cora, id)).toEqual({ ok: false, refusal: "not_permitted" });
    expect(await listViews(sam)).toMatchObject([{ name: "Old", shared: true }]);
    expect(await removeView(ada, id)).toEqual({ ok: true });
  });

  test("knows nothing of one that is not shared, nor of none", async () => {
    const id = await saved(sam, "Old");
    for (const given of [id, "nonsense", "00000000-0000-4000-8000-000000000001"]) {
      expect(await removeView(ada, given)).toEqual({ ok: false, refusal: "unknown_view" });
      expect(await changeView(ada, { id: given, name: "X", shared: true })).toEqual({
        ok: false,
        refusal: "unknown_view",
      });
    }
    expect(await namesFor(sam)).toEqual(["Old"]);
  });
});

test("nobody saves views without end", async () => {
  for (let count = 0; count < MOST_VIEWS; count += 1) await saved(sam, `View ${count}`);
  expect(await saveView(sam, { name: "One more", shared: false, address: "" })).toEqual({
    ok: false,
    refusal: "too_many",
  });
  expect(await listViews(sam)).toHaveLength(MOST_VIEWS);
});

test("views go with whose they are", async () => {
  await saved(sam, "Old", true);
  await database().user.delete({ where: { usernameKey: "sam" } });
  expect(await listViews(ada)).toEqual([]);
});

test.each(["", "   ", "x".repeat(61), "a\0b", "a\nb", "\ud800", makePackageKey("live")])("%j is no name", (name) => {
  expect(viewNameField.safeParse(name).success).toBe(false);
});
