/**
 * Every page, route and action by everybody who can come: what there is, is read from the sources, and what stands in no
 * table of roles.ts fails a test. Asked by plain HTTP, as a forger would.
 */
import type { APIResponse } from "@playwright/test";
import { actions, routes } from "@/tests/wall/sources";
import { en } from "@/text/en";
import { textOf, withValues } from "./forms";
import { expect, type Program, test } from "./program-fixtures";
import type { Records } from "./records";
import { ASKERS, type Asker, type Deed, givenScene, type Outcome, PAGES, RIGHTS } from "./roles";
import { ACTIONS, builtActions, callAction } from "./wall-actions";
import { carriers, pageBehind, ROUTES } from "./wall-routes";

test("every page, route and action says who may", () => {
  const files = new Set(routes().map(pageBehind));
  files.delete(null);
  expect(Object.keys(PAGES).toSorted()).toEqual([...files].toSorted());
  expect(Object.keys(RIGHTS).toSorted()).toEqual(actions().toSorted());
});

test("every page and route is open to whom the table says, and is not there for others", async ({ enter, records }) => {
  test.setTimeout(300_000);
  const scene = await givenScene(records);
  const found: Table<Outcome> = {};
  let marked = 0;
  for (const [name, asker] of Object.entries(ASKERS)) {
    const { request } = await enter(asker);
    for (const [file, { at }] of Object.entries(PAGES)) {
      const path = (at ?? ROUTES[file]?.path)?.(scene) ?? "";
      const answer = await request.get(path, { maxRedirects: 0 });
      const outcome = outcomeOf(answer);
      (found[file] ??= {})[name] = outcome;
      const isMarked = (await answer.text()).includes(scene.mark);
      if (outcome !== "open") expect(isMarked, `${file} for ${name}`).toBe(false);
      else if (isMarked) marked += 1;
    }
  }
  expect(found).toEqual(expectedOf(PAGES));
  // That nothing of them is shown to others says something only where it is shown to some.
  expect(marked).toBeGreaterThan(100);
});

type Table<Cell> = Record<string, Record<string, Cell>>;
type Row<Cell> = Readonly<Record<Asker["standing"], Cell>> & { readonly platform?: Cell };

function expectedOf<Cell>(table: Readonly<Record<string, Row<Cell>>>): Table<Cell> {
  const rows = Object.entries(table).map(([what, row]) => {
    const cells = Object.entries(ASKERS).map(([name, { standing, person }]) => {
      const isOfPlatform = standing !== "out" && person?.origin === "PLATFORM";
      return [name, (isOfPlatform ? row.platform : undefined) ?? row[standing]] as const;
    });
    return [what, Object.fromEntries(cells)] as const;
  });
  return Object.fromEntries(rows);
}

function outcomeOf(answer: APIResponse): Outcome {
  const status = answer.status();
  if (status === 200) return "open";
  if (status === 404) return "missing";
  if (status === 401) return "refused";
  const leads = answer.headers()["location"] ?? String(status);
  return leads.startsWith("/sign-in?from=%2F") ? "signs in" : `to ${leads}`;
}

for (const [name, asker] of Object.entries(ASKERS)) {
  test(`every action does for ${name} what the table says`, async ({ enter, records, server }) => {
    test.setTimeout(300_000);
    // Everybody comes from one address, and gets passwords wrong.
    await records.query("DELETE FROM sign_in_attempts");
    const found: Table<Deed> = {};
    for (const [action, { id, pages }] of builtActions()) {
      const [scene, program] = [await givenScene(records), await enter(asker)];
      const [usual] = ACTIONS[action]?.(scene) ?? [];
      const fields = withValues(usual?.fields ?? [], RIGHTS[action]?.fields?.(scene) ?? {});
      const [path = "/"] = carriers(pages).map((route) => route.path(scene));
      const before = await lastEntry(records);
      const answer = await callAction(program, server, path, id, fields);
      found[action] = { [name]: await deedOf(records, program, before, answer) };
    }
    expect(found).toEqual(onlyOf(name, expectedOf(RIGHTS)));
  });
}

function onlyOf(name: string, table: Table<Deed>): Table<Deed | undefined> {
  return Object.fromEntries(Object.entries(table).map(([what, row]) => [what, { [name]: row[name] }]));
}

async function lastEntry(records: Records): Promise<unknown> {
  const [row] = await records.query("SELECT coalesce(max(id), 0) AS id FROM audit_entries");
  return row?.["id"];
}

/** By what the audit tells of it, by where it leads, and by what it says. */
async function deedOf(records: Records, { person }: Program, before: unknown, answer: APIResponse): Promise<Deed> {
  const told = await records.query(
    "SELECT outcome, refusal FROM audit_entries WHERE id > $1 AND actor_username = $2 ORDER BY id",
    [before, person?.username ?? null],
  );
  const leads = answer.headers()["x-action-redirect"] ?? answer.headers()["location"] ?? "";
  if (leads.startsWith("/sign-in?signed-out")) return "done";
  if (leads.startsWith("/sign-in?from=")) return told.length === 0 ? "signs in" : "done";
  const refused = told.find(({ outcome }) => outcome === "REFUSED");
  if (told.length > 0) return refused ? (refused["refusal"] as Deed) : "done";
  if (leads !== "") return leads.startsWith("/sign-in") ? "nothing" : "done";
  const text = await textOf(answer);
  const said = Object.entries(en.words.refusals).find(([, sentence]) => text.includes(sentence));
  return said ? (said[0] as Deed) : "nothing";
}
