/** What no page offers is asked for by hand: refused, nothing changed, and one refused attempt in the audit. */
import type { Page } from "@playwright/test";
import type { Refusal } from "@/access/rules";
import type { Person } from "@/tests/people";
import { en } from "@/text/en";
import { expect, test } from "./fixtures";
import { type Fields, fieldsOf, post, textOf, withValues } from "./forms";
import type { Records, Row } from "./records";

type Offer = { address: string; fields: Fields; event: string };

/** The forms that ada gets for a local user, on pages without scripts. */
async function formsOf(page: Page, donor: Person): Promise<Record<"status" | "settings" | "deletion", Offer>> {
  const user = `/manage/users/${donor.username}`;
  await page.goto(`${user}/status`);
  const status = await offer(page, "user.disabled");
  await page.goto(user);
  await page.getByRole("radio", { name: "Disabled" }).check();
  const settings = await offer(page, "user.disabled");
  await page.goto(`${user}/delete`);
  return { status, settings, deletion: await offer(page, "user.deleted") };
}

async function offer(page: Page, event: string): Promise<Offer> {
  // The one of the page; the settings have another for what is to happen later.
  const form = page.locator("main form").first();
  const fields = await fieldsOf(form);
  expect(fields.map(([name]) => name).some((name) => name.startsWith("$ACTION"))).toBe(true);
  return { address: page.url(), fields, event };
}

async function stateOf(records: Records, { username }: Person): Promise<{ row: Row | undefined; sessions: number }> {
  return { row: await records.user(username), sessions: await records.openSessions(username) };
}

type Forgery = { by: Page; offer: Offer; about: Person; refusal: Refusal; status?: number };

/** The answer, the unchanged rows, and the one entry. */
async function expectRefused(records: Records, { by, offer, about, refusal, status = 200 }: Forgery): Promise<void> {
  const [before, told] = [await stateOf(records, about), await records.history(about.username)];
  const answer = await post(by, offer.address, withValues(offer.fields, { username: about.username }));
  expect(answer.status()).toBe(status);
  if (status === 200) expect(await textOf(answer)).toContain(en.words.refusals[refusal]);
  expect(await stateOf(records, about)).toEqual(before);
  const entries = (await records.history(about.username)).slice(told.length);
  expect(entries.map(({ event, outcome, refusal: why }) => [event, outcome, why])).toEqual([
    [offer.event, "REFUSED", refusal],
  ]);
}

const MANAGED = "Managed by the platform, and can only be changed there.";

test("the platform's users offer no control on any page", async ({ page, signIn, records }) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  await signIn(page, "ada");
  await page.goto(`/manage/users?q=${pat.username}`);
  const row = page.getByRole("row").filter({ hasText: pat.username });
  const status = row.getByRole("cell").filter({ hasText: "Enabled" });
  await expect(status).toContainText("Managed by the platform");
  await expect(status.getByRole("link")).toHaveCount(0);
  await expect(status.getByRole("button")).toHaveCount(0);
  await expect(row.getByRole("link", { name: /Delete/ })).toHaveCount(0);

  await page.goto(`/manage/users/${pat.username}`);
  const panel = page.getByRole("region").or(page.locator("section")).filter({ hasText: "Account Status" });
  await expect(panel).toContainText("Enabled");
  await expect(panel).toContainText(MANAGED);
  await expect(page.getByRole("radio")).toHaveCount(0);

  for (const path of ["status?to=DISABLED", "delete"]) {
    await page.goto(`/manage/users/${pat.username}/${path}`);
    await expect(page.getByText(MANAGED)).toBeVisible();
    await expect(page.locator("main form")).toHaveCount(0);
  }
  await page.goto(`/manage/users/${pat.username}/profile`);
  await expect(page.getByText(MANAGED)).toBeVisible();
  await expect(page.getByRole("textbox")).toHaveCount(0);
});

test("a hand-made POST reaches nobody who is out of reach", async ({ openBrowser, signIn, records }) => {
  const [ada, cora, sam, linus] = [
    await openBrowser({ javaScriptEnabled: false }),
    await openBrowser(),
    await openBrowser(),
    await openBrowser(),
  ];
  const anna = await records.newPerson({ username: "anna", roles: ["ADMINISTRATOR"] });
  const donor = await records.newPerson({ username: "donor" });
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  await signIn(ada, anna);
  await signIn(cora, "cora");
  await signIn(sam, "sam");
  await signIn(linus, "linus");
  const forms = await formsOf(ada, donor);

  for (const [name, offered] of Object.entries(forms)) {
    await test.step(`by the form of ${name}`, async () => {
      await expectRefused(records, { by: ada, offer: offered, about: pat, refusal: "platform_user" });
      await expectRefused(records, { by: ada, offer: offered, about: anna, refusal: "own_account" });
      await expectRefused(records, { by: cora, offer: offered, about: anna, refusal: "above_role" });
      await expectRefused(records, { by: cora, offer: offered, about: pat, refusal: "platform_user" });
      await expectRefused(records, { by: sam, offer: offered, about: donor, refusal: "not_permitted" });
      // For who has no role the page does not exist, whatever was asked of it.
      await expectRefused(records, { by: linus, offer: offered, about: donor, refusal: "not_permitted", status: 404 });
    });
  }
  expect(await records.user(donor.username)).toMatchObject({ status: "ENABLED", roles: [] });
});

test("roles are not given by hand either", async ({ openBrowser, signIn, records }) => {
  const [ada, cora] = [await openBrowser({ javaScriptEnabled: false }), await openBrowser()];
  const donor = await records.newPerson({ username: "donor" });
  const corinna = await records.newPerson({ username: "corinna", roles: ["COMMUNITY_MANAGER"] });
  await signIn(ada, "ada");
  await signIn(cora, corinna);
  await ada.goto(`/manage/users/${donor.username}`);
  const settings = await offer(ada, "user.roles-changed");
  for (const [by, about, refusal] of [
    [cora, donor, "not_permitted"],
    [cora, corinna, "own_account"],
  ] as const) {
    const fields = withValues(settings.fields, { roles: "ADMINISTRATOR", seenRoles: about.roles.join(",") });
    await expectRefused(records, {
      by,
      offer: { ...settings, fields: fields.filter(([name]) => name !== "status") },
      about,
      refusal: refusal === "own_account" ? "not_permitted" : refusal,
    });
  }

  await ada.goto("/manage/new-user");
  const creation = await offer(ada, "user.created");
  const username = `mallory-${donor.username}`;
  const person = { username, email: "m@example.com", displayName: "Mallory", roles: "ADMINISTRATOR" };
  const answer = await post(cora, creation.address, withValues(creation.fields, person));
  expect(await textOf(answer)).toContain(en.words.refusals.above_role);
  expect(await records.user(username)).toBeUndefined();
  expect(await records.history(username)).toMatchObject([{ outcome: "REFUSED", refusal: "above_role" }]);
});

test("malformed values change nothing and are no attempt", async ({ openBrowser, signIn, records }) => {
  const ada = await openBrowser({ javaScriptEnabled: false });
  const donor = await records.newPerson({ username: "donor" });
  await signIn(ada, "ada");
  const { status, settings } = await formsOf(ada, donor);
  const before = await stateOf(records, donor);
  for (const values of [{ to: "WAITING" }, { to: "SUSPENDED" }, { to: "" }, { seen: "nonsense" }]) {
    const answer = await post(ada, status.address, withValues(status.fields, values));
    expect(answer.status()).toBe(200);
    expect(await textOf(answer)).toMatch(/Choose Enabled or Disabled\.|Open the page again\./);
  }
  for (const values of [{ status: "WAITING" }, { roles: "KING" }, { seenRoles: "KING" }, { seenStatus: "" }]) {
    const answer = await post(ada, settings.address, withValues(settings.fields, values));
    expect(answer.status()).toBe(200);
  }
  const nobody = await post(ada, status.address, withValues(status.fields, { username: "nobody-at-all" }));
  expect(await textOf(nobody)).toContain(en.words.refusals.unknown_user);
  expect(await stateOf(records, donor)).toEqual(before);
  expect(await records.history(donor.username)).toEqual([]);
});

test("without a session, or from another site, nothing happens", async ({ openBrowser, signIn, records }) => {
  const [ada, nobody] = [await openBrowser({ javaScriptEnabled: false }), await openBrowser()];
  const donor = await records.newPerson({ username: "donor" });
  await signIn(ada, "ada");
  const { status, settings, deletion } = await formsOf(ada, donor);
  const before = await stateOf(records, donor);
  for (const { address, fields } of [status, settings, deletion]) {
    const answer = await post(nobody, address, fields);
    expect(answer.status()).toBe(303);
    expect(answer.headers()["location"]).toContain("/sign-in?from=");
    for (const origin of ["https://evil.example", "null"]) {
      const form = new FormData();
      for (const [name, value] of fields) form.append(name, value);
      const foreign = await ada.request.post(address, { multipart: form, headers: { origin }, maxRedirects: 0 });
      expect(foreign.status()).toBe(403);
    }
    const read = await ada.request.get(`${address}?${new URLSearchParams(fields)}`, { maxRedirects: 0 });
    expect(read.status()).toBe(200);
  }
  expect(await stateOf(records, donor)).toEqual(before);
  expect(await records.history(donor.username)).toEqual([]);
});
