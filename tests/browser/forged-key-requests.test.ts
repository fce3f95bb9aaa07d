/** What no page offers about keys and applications is asked for by hand: refused, nothing changed, one attempt kept. */
import type { Page } from "@playwright/test";
import type { Refusal } from "@/access/rules";
import type { Person } from "@/tests/people";
import { en } from "@/text/en";
import { expect, test } from "./fixtures";
import { type Fields, fieldsOf, post, textOf, withValues } from "./forms";
import type { NewKey, Records, Row } from "./records";

type Offer = { address: string; fields: Fields; event: string };

function pathsOf({ username }: Person, { id, applicationId }: NewKey): Record<string, string> {
  const user = `/manage/users/${username}`;
  return {
    "application.created": `${user}/applications/new`,
    "application.deleted": `/manage/applications/${applicationId}/delete`,
    "package-key.created": `${user}/package-keys/new`,
    "package-key.disabled": `/manage/package-keys/${id}/status?to=DISABLED`,
    "package-key.deleted": `/manage/package-keys/${id}/delete`,
  };
}

/** The forms that an administrator gets about a user and a key of theirs, on pages without scripts. */
async function formsOf(page: Page, owner: Person, key: NewKey): Promise<Offer[]> {
  const offers: Offer[] = [];
  for (const [event, path] of Object.entries(pathsOf(owner, key))) {
    await page.goto(path);
    const fields = withValues(await fieldsOf(page.locator("main form")), {
      ...(event === "application.created" && { name: "Forged" }),
      ...(event === "package-key.created" && { application: "new", name: "Forged", plan: key.planId }),
    });
    offers.push({ address: page.url(), fields, event });
  }
  return offers;
}

async function stateOf(records: Records, { username }: Person): Promise<Row[]> {
  return records.query(
    `SELECT a.*, k.* FROM applications a LEFT JOIN package_keys k ON k.application_id = a.id
     JOIN users u ON u.id = a.owner_id WHERE u.username = $1 ORDER BY a.id, k.id`,
    [username],
  );
}

type Forgery = { by: Page; offer: Offer; about: Person; refusal: Refusal; status?: number };

/** The answer, the unchanged rows, and the one entry. */
async function expectRefused(records: Records, { by, offer, about, refusal, status = 200 }: Forgery): Promise<void> {
  const [before, told] = [await stateOf(records, about), await records.history(about.username)];
  const answer = await post(by, offer.address, offer.fields);
  expect([offer.event, answer.status()]).toEqual([offer.event, status]);
  if (status === 200) expect(await textOf(answer)).toContain(en.words.refusals[refusal]);
  expect(await stateOf(records, about)).toEqual(before);
  const entries = (await records.history(about.username)).slice(told.length);
  expect(entries.map(({ event, outcome, refusal: why }) => [event, outcome, why])).toEqual([
    [offer.event, "REFUSED", refusal],
  ]);
}

test("sam sees no control of keys and applications on any page", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  const key = await records.newKey(linus);
  await signIn(page, "sam");
  for (const below of ["applications", "package-keys"]) {
    await page.goto(`/manage/users/${linus.username}/${below}`);
    const main = page.getByRole("table");
    await expect(main).toBeVisible();
    await expect(main.getByRole("link")).toHaveCount(0);
    await expect(page.getByRole("link", { name: /^New / })).toHaveCount(0);
    expect((await page.request.get(`/manage/users/${linus.username}/${below}/new`)).status()).toBe(404);
  }
  await page.goto(`/manage/package-keys?q=${linus.username}`);
  await expect(page.getByRole("row").filter({ hasText: key.name })).toContainText("Enabled");
  await expect(page.getByRole("link", { name: /disable|enable|approve|Delete/ })).toHaveCount(0);
  const confirmations = [
    `/manage/package-keys/${key.id}/status`,
    `/manage/package-keys/${key.id}/delete`,
    `/manage/applications/${key.applicationId}/delete`,
  ];
  for (const path of confirmations) {
    await page.goto(path);
    await expect(page.getByText(en.words.refusals.not_permitted)).toBeVisible();
    await expect(page.locator("main form")).toHaveCount(0);
  }
});

test("cora manages the keys of linus and of platform users, and may not touch those of an administrator", async ({
  page,
  signIn,
  records,
}) => {
  const anna = await records.newPerson({ username: "anna", roles: ["ADMINISTRATOR"] });
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const [hers, his] = [await records.newKey(anna), await records.newKey(pat)];
  await signIn(page, "cora");
  await page.goto(`/manage/users/${anna.username}/package-keys`);
  await expect(page.getByText(/^Only an administrator may change the applications and keys/)).toBeVisible();
  await expect(page.getByRole("table").getByRole("link")).toHaveCount(0);
  await page.goto(`/manage/package-keys?q=${anna.username}`);
  await expect(page.getByRole("row").filter({ hasText: hers.name })).toContainText("Of an administrator");
  await expect(page.getByRole("link", { name: /disable key/ })).toHaveCount(0);
  await page.goto(`/manage/users/${pat.username}/package-keys`);
  await page.getByRole("link", { name: `Enabled: disable key ${his.name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disable key" }).click();
  await expect(page.getByRole("status")).toContainText(`Package key ${his.name} is disabled.`);
});

test("a hand-made POST about keys and applications reaches nobody who is out of reach", async ({
  openBrowser,
  signIn,
  records,
}) => {
  test.slow();
  const [ada, cora, sam, outsider] = [
    await openBrowser({ javaScriptEnabled: false }),
    await openBrowser(),
    await openBrowser(),
    await openBrowser(),
  ];
  const anna = await records.newPerson({ username: "anna", roles: ["ADMINISTRATOR"] });
  const linus = await records.newPerson({ username: "linus" });
  await signIn(ada, "ada");
  await signIn(cora, "cora");
  await signIn(sam, "sam");
  await signIn(outsider, await records.newPerson({ username: "outsider" }));
  const [hers, his] = [await records.newKey(anna), await records.newKey(linus)];
  const aboutAnna = await formsOf(ada, anna, hers);
  const aboutLinus = await formsOf(ada, linus, his);

  for (const [index, offer] of aboutLinus.entries()) {
    await test.step(offer.event, async () => {
      const annas = aboutAnna[index] ?? offer;
      // A page that the role does not reach is not there, also for the answer to a form; the attempt is kept all the same.
      const creates = offer.event.endsWith(".created") ? { status: 404 } : {};
      await expectRefused(records, { by: sam, offer, about: linus, refusal: "not_permitted", ...creates });
      await expectRefused(records, { by: cora, offer: annas, about: anna, refusal: "above_role", ...creates });
      await expectRefused(records, { by: outsider, offer, about: linus, refusal: "not_permitted", status: 404 });
    });
  }
});

test("malformed values, and what is not there, change nothing and are no attempt", async ({
  openBrowser,
  signIn,
  records,
}) => {
  const ada = await openBrowser({ javaScriptEnabled: false });
  const linus = await records.newPerson({ username: "linus" });
  const other = await records.newKey(await records.newPerson(), { application: "Not his" });
  const key = await records.newKey(linus);
  await signIn(ada, "ada");
  const offers = Object.fromEntries((await formsOf(ada, linus, key)).map((offer) => [offer.event, offer]));
  const before = await stateOf(records, linus);
  const nobody = "00000000-0000-4000-8000-000000000000";
  const attempts: [string, Record<string, string>, string][] = [
    ["package-key.disabled", { to: "WAITING" }, "Choose Enabled or Disabled."],
    ["package-key.disabled", { seen: "nonsense" }, "Open the page again."],
    ["package-key.disabled", { id: "../../etc" }, "Open the page again."],
    ["package-key.disabled", { id: nobody }, en.words.refusals.unknown_package_key],
    ["package-key.disabled", { seen: "WAITING" }, en.words.refusals.changed_meanwhile],
    ["package-key.deleted", { id: nobody }, en.words.refusals.unknown_package_key],
    ["package-key.created", { plan: nobody }, en.words.refusals.unknown_plan],
    ["package-key.created", { application: other.applicationId }, en.words.refusals.unknown_application],
    ["package-key.created", { username: "nobody-at-all" }, en.words.refusals.unknown_user],
    ["package-key.created", { id: key.id }, en.words.refusals.sent_before],
    ["application.created", { name: "" }, "Enter a name for the application."],
    ["application.deleted", { id: nobody }, en.words.refusals.unknown_application],
  ];
  for (const [event, values, sentence] of attempts) {
    const { address, fields } = offers[event] ?? { address: "", fields: [] };
    const answer = await post(ada, address, withValues(fields, values));
    expect(await textOf(answer), `${event} ${JSON.stringify(values)}`).toContain(sentence);
  }
  expect(await stateOf(records, linus)).toEqual(before);
  expect(await records.history(linus.username)).toEqual([]);
});

test("without a session, or from another site, no key is made or changed", async ({ openBrowser, signIn, records }) => {
  const [ada, nobody] = [await openBrowser({ javaScriptEnabled: false }), await openBrowser()];
  const linus = await records.newPerson({ username: "linus" });
  const key = await records.newKey(linus);
  await signIn(ada, "ada");
  const before = await stateOf(records, linus);
  for (const { address, fields } of await formsOf(ada, linus, key)) {
    const answer = await post(nobody, address, fields);
    expect(answer.status()).toBe(303);
    expect(answer.headers()["location"]).toContain("/sign-in?from=");
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    const headers = { origin: "https://evil.example" };
    const foreign = await ada.request.post(address, { multipart: form, headers, maxRedirects: 0 });
    expect(foreign.status()).toBe(403);
  }
  expect(await stateOf(records, linus)).toEqual(before);
  expect(await records.history(linus.username)).toEqual([]);
});
