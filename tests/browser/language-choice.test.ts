/** In which language the pages speak: what the browser asks for, unless another one is chosen on the page of the account. */
import { type APIResponse, type Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { builtActions, callAction } from "./wall-actions";

const COOKIE = "latchkey-language";
const GERMAN = { locale: "de-DE" };

async function chosenIn(page: Page) {
  return (await page.context().cookies()).find(({ name }) => name === COOKIE);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without scripts";

  test(`a browser that asks for German gets it, until its user chooses English, ${how}`, async ({
    openBrowser,
    records,
    password,
  }) => {
    const linus = await records.newPerson({ username: "linus" });
    const page = await openBrowser({ ...GERMAN, javaScriptEnabled });
    await page.goto("/sign-in");
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible();
    await page.getByRole("button", { name: "Anmelden" }).click();
    await expect(page.getByRole("link", { name: "Geben Sie Ihren Benutzernamen ein." })).toBeVisible();
    await page.getByLabel("Benutzername").fill(linus.username);
    await page.getByLabel("Passwort", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Anmelden" }).click();
    await page.waitForURL((url) => url.pathname !== "/sign-in");

    await page.goto("/account");
    await expect(page.getByRole("heading", { name: "Sprache" })).toBeVisible();
    const german = page.getByRole("group", { name: "Sprache dieser Seiten" });
    await expect(german.getByLabel("Wie der Browser es wünscht")).toBeChecked();
    await expect(german.locator("span[lang=en]")).toHaveText("English");
    await expect(german.locator("span[lang=de]")).toHaveText("Deutsch");
    await german.getByLabel("English").check();
    await page.getByRole("button", { name: "Speichern" }).click();

    await expect(page.getByRole("heading", { name: "Language" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    // Said by what runs in the browser as well.
    await expect(page.getByRole("link", { name: /^Your account:/ })).toBeVisible();
    const inAYear = Date.now() / 1_000 + 365 * 86_400;
    const kept = await chosenIn(page);
    expect(kept).toMatchObject({ value: "en", path: "/", httpOnly: true, sameSite: "Lax", secure: false });
    expect(Math.abs((kept?.expires ?? 0) - inAYear)).toBeLessThan(600);
    await page.goto("/account/password");
    await expect(page.getByRole("heading", { name: "Change password" })).toBeVisible();

    await page.goto("/account");
    const english = page.getByRole("group", { name: "Language of these pages" });
    await expect(english.getByLabel("English")).toBeChecked();
    await english.getByLabel("As the browser asks").check();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("heading", { name: "Sprache" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    expect(await chosenIn(page)).toBeUndefined();
  });
}

test("another window that goes on by its links speaks the language that was chosen, whole", async ({
  openBrowser,
  records,
  signIn,
}) => {
  const page = await openBrowser();
  await signIn(page, await records.newPerson({ username: "ada", roles: ["ADMINISTRATOR"] }));
  await page.goto("/manage/gates");
  const other = await page.context().newPage();
  await other.goto("/account");
  await other.getByLabel("Deutsch").check();
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByRole("heading", { name: "Sprache" })).toBeVisible();

  await page.getByRole("link", { name: /^Your account:/ }).click();
  await expect(page.getByRole("heading", { name: "Sprache" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
});

test("what is no language is refused with a sentence, and changes nothing", async ({
  page,
  server,
  records,
  signIn,
}) => {
  await signIn(page, await records.newPerson({ username: "linus" }));
  const id = builtActions().get("app/account/actions.ts chooseLanguageAction")?.id ?? "";
  const sent: [string, string][][] = [[["language", "fr"]], [["language", "__proto__"]], [["language", ""]], []];
  for (const fields of sent) {
    const answer: APIResponse = await callAction(page, server, "/account", id, fields);
    expect(answer.status()).toBe(200);
    expect(await answer.text()).toContain("Choose a language from the list.");
  }
  expect(await chosenIn(page)).toBeUndefined();
});
