/** Users of the identity platform: who manages them is said wherever a control is missing, and what the platform told of them. */
import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { Person } from "@/tests/people";
import { startConsoleServer } from "./console-server";
import { expect, expectAccessible, test as base } from "./fixtures";
import { expectNoSidewaysScrolling } from "./forms";
import { call, emptyPlatform, newToken } from "./platform-scene";
import type { Records } from "./records";

const SETTINGS = {
  PLATFORM_NAME: "Okta",
  PLATFORM_CONSOLE_URL: "https://okta.example.com/users/{externalId}?from=latchkey",
  OIDC_ISSUER: "https://login.example.com/tenant",
  OIDC_CLIENT_ID: "latchkey-console",
  OIDC_CLIENT_SECRET: "the-secret-of-the-client",
  OIDC_NAME: "Okta Sign-In",
  OIDC_CLAIM: "employee_id",
};

const test = base.extend<object, { server: Awaited<ReturnType<typeof startConsoleServer>> }>({
  server: [
    async ({}, use) => {
      const server = await startConsoleServer(SETTINGS);
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
});

test.beforeEach(({ records }) => emptyPlatform(records));

const ONLY_THERE = "Managed by Okta, and can only be changed there.";

function placeOf({ externalId }: Person): string {
  return `https://okta.example.com/users/${encodeURIComponent(externalId ?? "")}?from=latchkey`;
}

/** Somebody of the platform, of whom it has told all that it can. */
async function givenPat(records: Records): Promise<Person> {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM", externalId: `idp|${randomUUID()}/x?y` });
  await records.query(
    `UPDATE users SET department = 'Claims', employee_number = '20417', manager = 'idp|moira', manager_name = 'Moira Byrne',
       synced_at = '2026-11-02T10:15:00Z' WHERE username = $1`,
    [pat.username],
  );
  return pat;
}

async function deleteInPlatform(records: Records, { username }: Person): Promise<void> {
  await records.query(
    "UPDATE users SET status = 'DISABLED', platform_deleted_at = '2026-11-12T10:00:00Z' WHERE username = $1",
    [username],
  );
}

async function expectNoControl(page: Page): Promise<void> {
  await expect(page.getByRole("radio")).toHaveCount(0);
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await expect(page.getByRole("checkbox", { name: "Service User" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Disable|Enable|Delete/ })).toHaveCount(0);
}

for (const javaScriptEnabled of [true, false]) {
  test(`instead of a control ada finds who manages pat, and the way there, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    openBrowser,
    signIn,
    records,
  }) => {
    const page = await openBrowser({ javaScriptEnabled });
    const pat = await givenPat(records);
    const link = page.getByRole("link", { name: `Managed by Okta: ${pat.username}`, exact: true });
    await signIn(page, "ada");
    await page.goto(`/manage/users?q=${pat.username}`);
    await expect(link).toHaveAttribute("href", placeOf(pat));
    await expect(link).toHaveAttribute("rel", "noreferrer");
    await expect(link).not.toHaveAttribute("target");
    await expect(page.getByRole("img", { name: "Managed by Okta: not deleted here" })).toBeVisible();
    await expect(page.getByRole("link", { name: /Delete|disable|enable/ })).toHaveCount(0);

    const user = `/manage/users/${pat.username}`;
    for (const path of [`${user}/profile`, `${user}/status?to=DISABLED`, `${user}/delete`]) {
      await page.goto(path);
      await expect(page.getByText(ONLY_THERE)).toBeVisible();
      await expect(link).toHaveAttribute("href", placeOf(pat));
      await expectNoControl(page);
      await expect(page.locator("main form")).toHaveCount(0);
    }
    await page.goto(user);
    await expect(page.locator("section").filter({ hasText: "Account Status" })).toContainText(ONLY_THERE);
    await expect(page.locator("section").filter({ hasText: "Service User" })).toContainText("Managed by Okta");
    await expect(link).toHaveCount(2);
    await expectNoControl(page);
    await expect(page.getByRole("checkbox", { name: "Support User" })).toBeVisible();
  });
}

test("a reader's role hides nothing of it: sam is told who manages pat, too", async ({ page, signIn, records }) => {
  const pat = await givenPat(records);
  await signIn(page, "sam");
  await page.goto(`/manage/users?q=${pat.username}`);
  await expect(page.getByRole("link", { name: `Managed by Okta: ${pat.username}` })).toBeVisible();
  await page.goto(`/manage/users/${pat.username}`);
  await expect(page.locator("section").filter({ hasText: "Account Status" })).toContainText(ONLY_THERE);
});

test("the profile of pat shows what the platform told, and when", async ({ page, signIn, records }) => {
  const pat = await givenPat(records);
  await signIn(page, "ada");
  await page.goto(`/manage/users/${pat.username}/profile`);
  const facts: [label: string, value: string][] = [
    ["Managed by", "Okta"],
    ["External id", pat.externalId ?? ""],
    ["Last sync", "02 Nov 2026 10:15 UTC"],
    ["Department", "Claims"],
    ["Employee number", "20417"],
    ["Manager", "Moira Byrne"],
  ];
  for (const [label, value] of facts) {
    const fact = page.locator("dl > div").filter({ has: page.getByText(label, { exact: true }) });
    await expect(fact.getByRole("definition"), label).toHaveText(value);
  }
  await page.goto("/manage/users/linus/profile");
  for (const label of ["External id", "Last sync", "Department"]) {
    await expect(page.getByText(label, { exact: true })).toHaveCount(0);
  }
});

test("whom the platform deleted has no place there any more, and is disabled for good", async ({
  page,
  signIn,
  records,
}) => {
  const pat = await givenPat(records);
  await deleteInPlatform(records, pat);
  const gone = "Managed by Okta, where this user was deleted on 12 Nov 2026 10:00 UTC: disabled here for good.";
  await signIn(page, "ada");
  await page.goto(`/manage/users?q=${pat.username}`);
  await expect(page.getByText("Managed by Okta", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Managed by Okta/ })).toHaveCount(0);
  const user = `/manage/users/${pat.username}`;
  for (const path of [user, `${user}/profile`, `${user}/status`, `${user}/delete`]) {
    await page.goto(path);
    await expect(page.getByText(gone)).toBeVisible();
    await expect(page.getByRole("link", { name: /^Managed by Okta/ })).toHaveCount(0);
  }
  await page.goto(`${user}/profile`);
  const fact = page.locator("dl > div").filter({ has: page.getByText("Deleted by Okta", { exact: true }) });
  await expect(fact).toContainText("12 Nov 2026 10:00 UTC");
});

test("the list is cut down to who is managed by Okta, or here, by its address", async ({ page, signIn, records }) => {
  const [pat, linus] = [await givenPat(records), await records.newPerson({ username: "pat-local" })];
  await signIn(page, "ada");
  await page.goto("/manage/users?q=pat-");
  await page.getByText("Filters").click();
  await page.getByRole("combobox", { name: "Managed by" }).selectOption("Okta");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/origin=PLATFORM/);
  await expect(page.getByRole("link", { name: "Remove filter Managed by: Okta" })).toBeVisible();
  await expect(page.getByRole("link", { name: pat.username, exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: linus.username, exact: true })).toHaveCount(0);
  await page.goto("/manage/users?q=pat-&origin=LOCAL");
  await expect(page.getByRole("link", { name: "Remove filter Managed by: API Management" })).toBeVisible();
  await expect(page.getByRole("link", { name: linus.username, exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: pat.username, exact: true })).toHaveCount(0);
});

test("on her own account page pat reads where to change her profile and password", async ({
  page,
  signIn,
  records,
}) => {
  const pat = await givenPat(records);
  const local = await records.newPerson({ username: "door" });
  await signIn(page, local);
  // As if the platform had let her in: only single sign-on opens a session of hers.
  await records.query(
    `UPDATE sessions SET user_id = (SELECT id FROM users WHERE username = $1)
     WHERE user_id = (SELECT id FROM users WHERE username = $2)`,
    [pat.username, local.username],
  );
  await page.goto("/account");
  await expect(
    page.getByText("Managed by Okta: your profile and your password can only be changed there."),
  ).toBeVisible();
  await expect(page.getByRole("link", { name: /^Managed by Okta/ })).toHaveAttribute("href", placeOf(pat));
  await expect(page.getByRole("link", { name: /Edit profile|Change password/ })).toHaveCount(0);
  for (const path of ["/account/profile", "/account/password"]) {
    expect((await page.request.get(path)).status(), path).toBe(404);
  }
  await expectAccessible(page);
});

test("the history of pat names the platform's token for all that it did", async ({ page, signIn, records, server }) => {
  await signIn(page, "ada");
  const token = await newToken(page, "Okta production");
  const username = `pat-${randomUUID()}`;
  const schemas = ["urn:ietf:params:scim:schemas:core:2.0:User"];
  const created = await call(server, token, "/Users", {
    method: "POST",
    body: JSON.stringify({ schemas, userName: username, externalId: username, displayName: "Pat of one test" }),
  });
  expect(created.status).toBe(201);
  const { id } = (await created.json()) as { id: string };
  const patch = (...operations: unknown[]): Promise<Response> =>
    call(server, token, `/Users/${id}`, {
      method: "PATCH",
      body: JSON.stringify({
        schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        Operations: operations,
      }),
    });
  await patch({ op: "replace", path: "displayName", value: "Patricia" });
  await patch({ op: "replace", value: { active: false } });
  await patch({ op: "replace", value: { active: true } });
  expect((await call(server, token, `/Users/${id}`, { method: "DELETE" })).status).toBe(204);

  await page.goto(`/manage/users/${username}/history`);
  const lines = page.locator("main ol").getByRole("listitem");
  const by = "by the platform (token Okta production)";
  await expect(lines.filter({ hasText: `Created ${by}` })).toHaveCount(1);
  await expect(lines.filter({ hasText: `Profile changed ${by}` })).toContainText("Changed: Display name.");
  await expect(lines.filter({ hasText: `Enabled ${by}` })).toHaveCount(1);
  const disabled = lines.filter({ hasText: `Disabled ${by}` });
  await expect(disabled).toHaveCount(2);
  await expect(disabled.first()).toContainText("Deleted in the platform.");
  await expect(disabled.last()).not.toContainText("Deleted in the platform.");
  expect((await records.user(username))?.["platform_deleted_at"]).not.toBeNull();
});

test("whoever reads the console without an administrator is told how one gets back in; linus is not", async ({
  page,
  openBrowser,
  signIn,
  records,
}) => {
  const warning = page.getByText(
    "No enabled administrator is left. npm run admin:create on the server lets somebody in again.",
  );
  const linus = await openBrowser();
  await signIn(page, "sam");
  await signIn(linus, "linus");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(warning).toHaveCount(0);
  const administrators = await records.query(
    "UPDATE users SET status = 'DISABLED' WHERE roles @> '{ADMINISTRATOR}' AND status = 'ENABLED' RETURNING id",
  );
  try {
    for (const path of ["/manage/users", "/manage/users/pat/history", "/manage/gates", "/account"]) {
      await page.goto(path);
      await expect(warning).toBeVisible();
    }
    await expectAccessible(page);
    await linus.goto("/account");
    await expect(linus.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(linus.getByText("No enabled administrator is left")).toHaveCount(0);
  } finally {
    await records.query("UPDATE users SET status = 'ENABLED' WHERE id = ANY($1)", [administrators.map(({ id }) => id)]);
  }
  await page.goto("/manage/users");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(warning).toHaveCount(0);
});

test("once single sign-on is set up its page shows how, and never the secret", async ({ page, signIn }) => {
  await signIn(page, "ada");
  await page.goto("/manage/settings/platform/single-sign-on");
  for (const value of ["Set up", SETTINGS.OIDC_ISSUER, SETTINGS.OIDC_CLIENT_ID, SETTINGS.OIDC_CLAIM]) {
    await expect(page.getByRole("main").getByText(value, { exact: true }).first()).toBeVisible();
  }
  expect(await page.content()).not.toContain(SETTINGS.OIDC_CLIENT_SECRET);
  await expectAccessible(page);
  await page.goto("/manage/settings/platform");
  await expect(page.getByText(SETTINGS.PLATFORM_CONSOLE_URL, { exact: true })).toBeVisible();
});

test("none of it is wider than 320 px, and axe finds nothing on it", async ({ openBrowser, signIn, records }) => {
  test.slow();
  const page = await openBrowser({ viewport: { width: 320, height: 640 } });
  const pat = await records.newPersonNamed("p".repeat(128), { origin: "PLATFORM", externalId: "x".repeat(255) });
  await records.query(
    `UPDATE users SET department = repeat('d', 200), employee_number = repeat('7', 100), manager_name = repeat('m', 200)
     WHERE username = $1`,
    [pat.username],
  );
  const user = `/manage/users/${pat.username}`;
  await signIn(page, "ada");
  for (const path of [`/manage/users?q=${pat.username}`, user, `${user}/profile`, `${user}/status`, `${user}/delete`]) {
    await page.goto(path);
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);
  }
  await deleteInPlatform(records, pat);
  await page.goto(user);
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
});
