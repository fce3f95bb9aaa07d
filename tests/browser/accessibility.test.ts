/** axe finds nothing on any page, in light and in dark, and no page has to be scrolled sideways at 320 px. */
import type { Page } from "@playwright/test";
import type { Person } from "@/tests/people";
import { expect, expectAccessible, test } from "./fixtures";
import { expectCutAtItsEnd, expectNoSidewaysScrolling, expectRoomAroundLines } from "./forms";
import type { NewKey, Records } from "./records";

const NARROW = { width: 320, height: 640 };

async function visit(page: Page, paths: string[], check: (page: Page) => Promise<void>): Promise<void> {
  for (const path of paths) {
    await test.step(path, async () => {
      await page.goto(path);
      await check(page);
    });
  }
}

function pagesOf({ username }: Pick<Person, "username">): string[] {
  const user = `/manage/users/${encodeURIComponent(username)}`;
  const pages = ["", "/profile", "/sessions", "/history", "/status", "/delete", "/applications", "/package-keys"];
  return [...pages, "/applications/new", "/package-keys/new"].map((below) => `${user}${below}`);
}

/** The pages about one key, its application and its plan. */
async function pagesOfKey(records: Records, { id, applicationId, planId }: NewKey): Promise<string[]> {
  const [plan] = await records.query("SELECT package_id FROM plans WHERE id = $1", [planId]);
  return [
    `/manage/package-keys/${id}/status`,
    `/manage/package-keys/${id}/delete`,
    `/manage/applications/${applicationId}/delete`,
    `/manage/packages/${String(plan?.["package_id"])}/rename`,
    `/manage/packages/${String(plan?.["package_id"])}/new-plan`,
    `/manage/plans/${planId}/change`,
    `/manage/plans/${planId}/activity`,
  ];
}

/** A gate of each kind, so that the page shows all it can. */
async function givenGates(records: Records, name: string): Promise<void> {
  await records.query(
    `INSERT INTO gates (id, name, started_snapshot, heard_at, stopped_at)
     SELECT gen_random_uuid(), $1, pg_current_snapshot()::text, * FROM
       (VALUES (now(), NULL), (now() - interval '5 minutes', NULL), (now(), now())) AS gate`,
    [name],
  );
}

/** Other tests of the worker count the gates that have to know of a change. */
async function removeGates(records: Records, name: string): Promise<void> {
  await records.query("DELETE FROM gates WHERE name = $1", [name]);
}

const LISTS = ["/manage/package-keys?per=25", "/manage/packages", "/manage/gates", "/manage/packages/new"];

test("axe finds nothing on the list", async ({ page, signIn }) => {
  await signIn(page, "ada");
  await visit(
    page,
    [
      "/manage/users?per=25",
      "/manage/users?q=nobody-at-all&status=WAITING",
      "/manage/users?q=da&place=last&per=25&sort=name&created=-7d&nonsense=1",
    ],
    expectAccessible,
  );
  await page.getByText("Filters").click();
  await expectAccessible(page);
});

test("axe finds nothing on saved views", async ({ page, signIn }) => {
  await signIn(page, "ada");
  await visit(page, ["/manage/views", "/manage/views/new?query=status%3DDISABLED"], expectAccessible);
});

test("axe finds nothing on the way of a change of status", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(`/manage/users?q=${linus.username}`);
  await page.getByRole("link", { name: `Enabled: disable ${linus.username}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: `Disable ${linus.username}` }).click();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: `Delete ${linus.username}` }).click();
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
});

test("axe finds nothing on the pages of a user", async ({ page, signIn, records }) => {
  test.slow();
  const wei = await records.newPerson({ username: "wei", status: "WAITING" });
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  await signIn(page, "ada");
  await visit(page, pagesOf({ username: "dora" }), expectAccessible);
  await visit(page, pagesOf(pat), expectAccessible);
  await visit(page, [...pagesOf(wei).slice(0, 1), ...pagesOf({ username: "ada" }).slice(0, 3)], expectAccessible);
});

test("axe finds nothing on keys, packages and gates", async ({ page, signIn, records }) => {
  test.slow();
  const dora = await records.newPerson({ username: "dora", status: "DISABLED" });
  const key = await records.newKey(dora, {
    application: "Harbour Map",
    package: "Closed",
    plan: "Trial",
    planActive: false,
  });
  await records.newKey(dora, { status: "WAITING" });
  await givenGates(records, "edge");
  await signIn(page, "ada");
  await visit(page, [...LISTS, "/manage/package-keys?q=nobody-at-all&state=BLOCKED"], expectAccessible);
  await visit(page, pagesOf(dora).slice(-4), expectAccessible);
  await visit(page, await pagesOfKey(records, key), expectAccessible);

  await page.goto(`/manage/package-keys?q=${dora.username}`);
  await page.getByText("Filters").click();
  await expectAccessible(page);
  await page.getByRole("link", { name: `Enabled: disable key ${key.name}` }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/manage/gates");
  await page.getByText(/^Stopped within/).click();
  await expectAccessible(page);
  await removeGates(records, "edge");

  await page.goto(`/manage/users/${dora.username}/package-keys/new`);
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByRole("alert").first()).toBeFocused();
  await expectAccessible(page);
  await page.getByLabel("Application", { exact: true }).selectOption("Harbour Map");
  await page.getByLabel("Package and plan").selectOption("Closed – Trial (inactive)");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByRole("button", { name: "Copy Package key" })).toBeVisible();
  await expectAccessible(page);
});

test("axe finds nothing on refused forms", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(`/manage/users/${linus.username}`);
  await page.getByRole("checkbox", { name: "Service User" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").first()).toBeFocused();
  await expectAccessible(page);
  await page.goto(`/manage/users/${linus.username}/profile`);
  await page.getByLabel("Email").fill("nothing");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").first()).toBeFocused();
  await expectAccessible(page);
});

test("axe finds nothing where a user is created", async ({ page, signIn, records }) => {
  const { username } = await records.newPerson({ username: "before" });
  await signIn(page, "ada");
  await page.goto("/manage/new-user");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create user" }).click();
  await expect(page.getByRole("alert").first()).toBeFocused();
  await expectAccessible(page);
  await page.getByLabel("Username").fill(`after-${username}`);
  await page.getByLabel("Email").fill("after@example.com");
  await page.getByLabel("Display name").fill("After Before");
  await page.getByRole("button", { name: "Create user" }).click();
  await expect(page.getByRole("button", { name: "Copy Password" })).toBeVisible();
  await expectAccessible(page);
});

test("axe finds nothing on the own account, at the door and beside it", async ({
  page,
  openBrowser,
  signIn,
  expectBrowserError,
}) => {
  const stranger = await openBrowser();
  await visit(stranger, ["/sign-in", "/sign-in?signed-out", "/sign-in?error=wrong"], expectAccessible);
  await stranger.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(stranger.getByRole("link", { name: "Enter your username." })).toBeVisible();
  await expectAccessible(stranger);
  await signIn(page, "linus");
  await visit(page, ["/account", "/account/profile", "/account/password"], expectAccessible);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("alert").first()).toBeFocused();
  await expectAccessible(page);
  expectBrowserError("status of 404");
  await visit(page, ["/manage/users", "/no-such-page"], expectAccessible);
});

test("nothing is wider than 320 px, whatever people are called", async ({ openBrowser, signIn, records }) => {
  test.slow();
  const page = await openBrowser({ viewport: NARROW });
  const long = { displayName: "Maximiliane".repeat(18).slice(0, 200), company: "Vereinigte".repeat(20) };
  const names: Person[] = [
    await records.newPersonNamed("w".repeat(64), { ...long, email: `${"m".repeat(200)}@example.com` }),
    await records.newPersonNamed("p".repeat(128), { ...long, origin: "PLATFORM", status: "DISABLED" }),
    await records.newPersonNamed("مستخدم-طويل", { displayName: "عبد الرحمن بن محمد الخوارزمي", company: "شركة الأفق" }),
  ];
  const admin = await records.newPersonNamed("a".repeat(64), { ...long, roles: ["ADMINISTRATOR"] });
  await signIn(page, admin);
  await visit(page, ["/manage/users?q=w&per=25", "/manage/users?q=nobody-at-all"], expectNoSidewaysScrolling);
  await visit(page, [`/manage/users?q=${"q".repeat(200)}`, "/manage/new-user"], expectNoSidewaysScrolling);
  await visit(page, ["/account", "/account/profile", "/account/password"], expectNoSidewaysScrolling);
  for (const person of names) {
    const list = `/manage/users?q=${encodeURIComponent(person.username)}`;
    await visit(page, [list, ...pagesOf(person)], expectNoSidewaysScrolling);
  }

  await page.goto(`/manage/users?q=${"w".repeat(64)}`);
  await page.getByRole("link", { name: /^Enabled: disable/ }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoSidewaysScrolling(page);
  const disable = page.getByRole("dialog").getByRole("button", { name: /^Disable w/ });
  await expectRoomAroundLines(disable);
  await disable.click();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await expectNoSidewaysScrolling(page);
  await page.getByText("Filters").click();
  await expectNoSidewaysScrolling(page);
  await visit(page, [`/manage/users/${"w".repeat(64)}/history`], expectNoSidewaysScrolling);
});

test("a name that has no room at the top is cut at its end, in whichever direction it runs", async ({
  openBrowser,
  signIn,
  records,
}) => {
  for (const displayName of ["Maximiliane".repeat(9), "عبد الرحمن بن محمد بن موسى بن عبد العزيز الخوارزمي"]) {
    const page = await openBrowser({ viewport: NARROW });
    await signIn(page, await records.newPerson({ displayName }));
    await expectCutAtItsEnd(page.getByRole("banner").getByText(displayName));
  }
});

/** Every column has something wide to say. */
async function givenWideRows(records: Records): Promise<{ wide: Person; remove: () => Promise<void> }> {
  const long = { displayName: "Maximiliane".repeat(18), company: "Vereinigte".repeat(20) };
  const wide = await records.newPersonNamed("w".repeat(64), { roles: ["ADMINISTRATOR"], ...long });
  const key = await records.newKey(wide, { application: "Schifffahrt".repeat(9), package: "Landkarten".repeat(10) });
  await records.query(
    `INSERT INTO package_keys (application_id, plan_id, status, hash, prefix, last_four, last_used_at)
     SELECT application_id, plan_id, status, sha256('wide'), 'lk_longestplace_Ab12', 'Zz09', now()
     FROM package_keys WHERE id = $1`,
    [key.id],
  );
  await records.query(
    `INSERT INTO sessions (token_hash, user_id, address, user_agent)
     SELECT sha256('wide'), id, '2001:db8:85a3:1111:2222:8a2e:370:7334', $2 FROM users WHERE username = $1`,
    [wide.username, "Mozilla".repeat(40)],
  );
  await records.query(
    `INSERT INTO jobs (status, target, reason, source, created_by_username, selection, total, planned, changed, failed, finished_at)
     VALUES ('FINISHED', 'DISABLED', $2, 'PAGE', $1, $3, 1234567, 1234000, 1233000, 1000, now())`,
    [wide.username, "Vertragsende-".repeat(38), JSON.stringify({ kind: "file", name: `${"names-".repeat(20)}.csv` })],
  );
  const remove = async (): Promise<void> => {
    await records.query("DELETE FROM jobs WHERE created_by_username = $1", [wide.username]);
  };
  return { wide, remove };
}

test("where tables just have room for their columns nothing is wider than the window", async ({
  openBrowser,
  signIn,
  records,
}) => {
  const page = await openBrowser({ viewport: { width: 1089, height: 800 } });
  const { wide, remove } = await givenWideRows(records);
  await signIn(page, wide);
  await visit(page, ["/manage/users?q=www", "/manage/package-keys?q=www", "/account"], expectNoSidewaysScrolling);
  await visit(page, ["/manage/audit", "/manage/jobs", "/manage/gates", "/manage/views"], expectNoSidewaysScrolling);
  await visit(page, [...pagesOf(wide), "/manage/users/linus/package-keys"], expectNoSidewaysScrolling);
  await remove();
});

test("nothing about keys is wider than 320 px, whatever applications and packages are called", async ({
  openBrowser,
  signIn,
  records,
}) => {
  test.slow();
  const page = await openBrowser({ viewport: NARROW });
  const long = {
    application: "Schifffahrt".repeat(9),
    package: "Landkarten".repeat(10),
    plan: "Ausgezeichnet".repeat(7),
  };
  const linus = await records.newPersonNamed("l".repeat(64), { roles: ["ADMINISTRATOR"] });
  const key = await records.newKey(linus, long);
  await records.newKey(linus, { application: "تطبيق الميناء", status: "WAITING", package: "خرائط", planActive: false });
  await givenGates(records, "g".repeat(100));
  await signIn(page, linus);
  await visit(page, [...LISTS, "/account"], expectNoSidewaysScrolling);
  await removeGates(records, "g".repeat(100));
  await visit(page, pagesOf(linus).slice(-4), expectNoSidewaysScrolling);
  await visit(page, await pagesOfKey(records, key), expectNoSidewaysScrolling);

  await page.goto(`/manage/users/${linus.username}/package-keys`);
  await page.getByRole("link", { name: `Enabled: disable key ${key.name}` }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoSidewaysScrolling(page);
  await page.getByRole("dialog").getByRole("button", { name: "Disable key" }).click();
  await expect(page.getByRole("status")).toContainText("is disabled.");
  await expectNoSidewaysScrolling(page);
  await page.goto(`/manage/users/${linus.username}/package-keys/new`);
  await page.getByLabel("Application", { exact: true }).selectOption("A new application…");
  await page.getByLabel("Name of the new application").fill("Tide Tables");
  await page.getByLabel("Package and plan").selectOption({ index: 1 });
  await expectNoSidewaysScrolling(page);
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByRole("button", { name: "Copy Package key" })).toBeVisible();
  await expectNoSidewaysScrolling(page);
});

test("at 320 px the door and the refusals fit as well", async ({ openBrowser, expectBrowserError }) => {
  const page = await openBrowser({ viewport: NARROW });
  await visit(page, ["/sign-in", "/sign-in?error=wrong"], expectNoSidewaysScrolling);
  expectBrowserError("status of 404");
  await visit(page, ["/no-such-page"], expectNoSidewaysScrolling);
});
