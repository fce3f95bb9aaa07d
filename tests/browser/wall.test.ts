/**
 * No page, action or method changes a user of the platform (CONTRIBUTING.md, 3). What there is, is read from the sources
 * and the build: a page or an action that stands in no table here fails a test.
 */
import type { APIResponse, Page } from "@playwright/test";
import type { Person } from "@/tests/people";
import { actions, routes } from "@/tests/wall/sources";
import { en } from "@/text/en";
import { expect, test } from "./fixtures";
import { ACTIONS, builtActions, callAction, type Expected } from "./wall-actions";
import { carriers, pageBehind, type Route, ROUTES } from "./wall-routes";
import { givenWhom, PLATFORM_USERS, signInByRow, type Whom, whileUnchanged } from "./wall-scene";

const ANNA = { username: "anna", roles: ["ADMINISTRATOR"] } satisfies Partial<Person>;
/** What managers may do for nobody. */
const BY_ADMINISTRATORS = ["user.roles-changed", "second-factor.enrolment-code-created"];

test.beforeEach(async ({ records }) => {
  test.slow();
  await records.query("DELETE FROM platform_tokens");
  await records.query("DELETE FROM signal_receivers");
  await records.query("DELETE FROM sign_in_attempts");
});

test("every page, route and action is known", () => {
  const pages = new Set(routes().map(pageBehind));
  pages.delete(null);
  expect([...pages].toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  expect(actions().toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
  // What the build answers for is what the sources say, and every page of it is known.
  const built = builtActions();
  expect([...built.keys()].toSorted()).toEqual(actions().toSorted());
  for (const { pages: carrying } of built.values()) expect(carriers(carrying).length).toBeGreaterThan(0);
});

for (const [name, wanted] of Object.entries(PLATFORM_USERS)) {
  test(`an administrator changes nothing of ${name} by any action, on any page that answers for it`, async ({
    page,
    server,
    records,
  }) => {
    const anna = await records.newPerson(ANNA);
    for (const [action, { id, pages }] of builtActions()) {
      const whom = await givenWhom(records, wanted);
      const paths = carriers(pages).map(({ path }) => path(whom));
      for (const { fields, expected } of ACTIONS[action]?.(whom) ?? []) {
        // What is done is done once, and who guesses a password often is slowed down.
        for (const path of isByRule(expected) && name === "pat" ? paths : paths.slice(0, 1)) {
          // One of these actions signs out.
          await signInByRow(page, server, records, anna);
          const what = `${action} on ${path} with ${JSON.stringify(fields)}`;
          let text = "";
          const work = async (): Promise<void> => {
            text = await textOf(await callAction(page, server, path, id, fields));
          };
          const entries = await whileUnchanged(records, whom.person, what, work, "endsSessions" in expected);
          expect(entries, what).toEqual(entriesOf(expected));
          expect(text, what).toContain(sentenceOf(expected));
          expect(text, what).not.toMatch(/Invalid input|Open the page again/);
        }
      }
    }
  });
}

async function textOf(answer: APIResponse): Promise<string> {
  expect(answer.status()).toBeLessThan(400);
  return answer.text();
}

/** What the audit tells of the user. */
function entriesOf(expected: Expected): string[][] {
  if ("refusal" in expected) return [[expected.event, "REFUSED", expected.refusal]];
  return "done" in expected ? [[expected.done, "DONE", "null"]] : [];
}

function sentenceOf(expected: Expected): string {
  if ("says" in expected) return expected.says;
  return isByRule(expected) ? en.words.refusals.platform_user : "";
}

function isByRule(expected: Expected): expected is Extract<Expected, { refusal: unknown }> {
  return "refusal" in expected && expected.refusal === "platform_user";
}

test("cora, sam, linus, pablo and pat herself change nothing of pat either", async ({
  openBrowser,
  server,
  records,
}) => {
  const whom = await givenWhom(records, PLATFORM_USERS.pat);
  const askers: [Partial<Person>, inStatus: string, inRoles: string][] = [
    [{ username: "cora", roles: ["COMMUNITY_MANAGER"] }, "platform_user", "not_permitted"],
    [{ username: "sam", roles: ["SUPPORT_USER"] }, "not_permitted", "not_permitted"],
    [{ username: "linus" }, "not_permitted", "not_permitted"],
    [PLATFORM_USERS.pablo, "platform_user", "platform_user"],
    [whom.person, "not_permitted", "not_permitted"],
  ];
  for (const [wanted, inStatus, inRoles] of askers) {
    const asker = wanted === whom.person ? whom.person : await records.newPerson(wanted);
    const browser = await openBrowser();
    await signInByRow(browser, server, records, asker);
    for (const [action, { id, pages }] of builtActions()) {
      const [path = "/"] = carriers(pages).map((route) => route.path(whom));
      for (const { fields, expected } of ACTIONS[action]?.(whom) ?? []) {
        if (!isByRule(expected)) continue;
        const refusal = BY_ADMINISTRATORS.includes(expected.event) ? inRoles : inStatus;
        const what = `${action} by ${asker.username}`;
        const entries = await whileUnchanged(records, whom.person, what, async () => {
          expect((await callAction(browser, server, path, id, fields)).status(), what).toBeLessThan(500);
        });
        expect(entries, what).toEqual([[expected.event, "REFUSED", refusal]]);
      }
    }
  }
});

test("pat has no password to set, and nothing to change of her own", async ({ page, server, records }) => {
  const whom = await givenWhom(records, PLATFORM_USERS.pat);
  await signInByRow(page, server, records, whom.person);
  await page.goto("/account");
  await expect(page.getByText("Managed by the platform").first()).toBeVisible();
  await expect(page.locator('a[href^="/account/"]')).toHaveCount(0);
  for (const path of ["/account/profile", "/account/password", "/account/second-factor"]) {
    expect((await page.request.get(path)).status(), path).toBe(404);
  }
  const id = builtActions().get("app/account/actions.ts changePasswordAction")?.id ?? "";
  for (const present of ["", "null", "a guess"]) {
    const fields = Object.entries({ present, password: "a password of mine", again: "a password of mine" });
    const entries = await whileUnchanged(records, whom.person, present, async () => {
      await callAction(page, server, "/account", id, fields);
    });
    // Without a present password the form is not even read.
    expect(entries).toEqual(present === "" ? [] : [["user.password-changed", "REFUSED", "no_password"]]);
  }
});

for (const [name, wanted] of Object.entries(PLATFORM_USERS)) {
  test(`no page has a control for what the platform owns of ${name}`, async ({
    openBrowser,
    server,
    records,
    expectBrowserError,
  }) => {
    // Nobody has saved a view of that id.
    expectBrowserError("/manage/views/");
    const [anna, whom] = [await records.newPerson(ANNA), await givenWhom(records, wanted)];
    const page = await openBrowser({ javaScriptEnabled: false });
    await signInByRow(page, server, records, anna);
    for (const [file, route] of Object.entries(ROUTES).filter(([file]) => isPage(file))) {
      await page.goto(route.path(whom));
      await expect(page.getByRole("heading", { level: 1 }), file).toBeVisible();
      if (route.shows === "managed") await expect(page.getByText("Managed by the platform").first()).toBeVisible();
      await expectNoControl(page, route, whom);
    }
  });
}

/** What else there is are files to be taken away. */
function isPage(file: string): boolean {
  return file.startsWith("app/manage/") && file.endsWith("/page.tsx");
}

test("nor has a dialog over the list, where a link of it would lead", async ({ page, server, records }) => {
  const anna = await records.newPerson(ANNA);
  const [hers, his] = [await givenWhom(records, PLATFORM_USERS.pat), await givenWhom(records, { username: "linus" })];
  await signInByRow(page, server, records, anna);
  const over = routes().filter((file) => file !== pageBehind(file) && file.includes(")users/"));
  // The third one ends sessions, which are this product's own.
  const dialogs = over.filter((file) => ROUTES[pageBehind(file) ?? ""]?.shows === "managed");
  expect([over.length, dialogs.length]).toEqual([3, 2]);
  // What a browser with scripts asks for when somebody follows such a link.
  const headers = { RSC: "1", "Next-Url": "/manage/users" };
  for (const file of dialogs) {
    for (const whom of [hers, his]) {
      const path = ROUTES[pageBehind(file) ?? ""]?.path(whom) ?? "";
      const answer = await (await page.request.get(path, { headers })).text();
      // The page itself would say where it stands.
      expect(answer, path).not.toContain('"Breadcrumb"');
      expect(answer.includes("Managed by"), path).toBe(whom === hers);
      expect(/"name":"(username|to|reason)"/.test(answer), path).toBe(whom === his);
    }
  }
});

async function expectNoControl(page: Page, { forms }: Route, { person: { username } }: Whom): Promise<void> {
  const what = page.url();
  for (const below of ["status", "delete"]) {
    await expect(page.locator(`a[href*="/manage/users/${username}/${below}"]`), what).toHaveCount(0);
  }
  const about = page.locator(`form:has(input[name="username"][value="${username}"])`);
  const buttons = await about.getByRole("button").allInnerTexts();
  expect(
    buttons.map((text) => text.trim()).filter((text) => !forms?.test(text)),
    what,
  ).toEqual([]);
  const fields = ["status", "to", "serviceUser", "offersServiceUser", "email", "displayName", "password", "seen"];
  for (const field of fields) await expect(about.locator(`[name="${field}"]`), `${field} ${what}`).toHaveCount(0);
}

test("no method but that of a form changes anything, whatever it sends", async ({ page, server, records }) => {
  const [anna, whom] = [await records.newPerson(ANNA), await givenWhom(records, PLATFORM_USERS.pat)];
  await signInByRow(page, server, records, anna);
  const { username } = whom.person;
  const form = { username, to: "DISABLED", status: "DISABLED", active: "false", seen: "ENABLED", _method: "DELETE" };
  for (const { path } of Object.values(ROUTES)) {
    const address = new URL(path(whom), server.url);
    for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]) {
      const asked = new URL(address);
      for (const [field, value] of Object.entries(form)) asked.searchParams.append(field, value);
      const body = method === "GET" || method === "HEAD" ? {} : { form };
      const headers = { "X-HTTP-Method-Override": "DELETE", origin: server.url };
      const entries = await whileUnchanged(records, whom.person, `${method} ${asked.href}`, async () => {
        const answer = await page.request.fetch(asked.href, { method, headers, maxRedirects: 0, ...body });
        expect(answer.status(), `${method} ${asked.href}`).toBeLessThan(500);
      });
      expect(entries, `${method} ${asked.href}`).toEqual([]);
    }
  }
  // She was signed in all the while.
  expect((await page.request.get("/manage/users", { maxRedirects: 0 })).status()).toBe(200);
});
