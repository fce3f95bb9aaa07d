/** What a click does where the API is called: the gate beside the console is asked with the key itself. */
import { expect, test } from "./fixtures";

async function decision(gateUrl: string, key: string): Promise<string | null> {
  const answer = await fetch(`${gateUrl}/authorize`, { headers: { "x-api-key": key } });
  return answer.headers.get("x-access-decision");
}

const IN_FORCE = /In force at 1 of 1 gate, \d+ ms\./;

test("a key that ada makes works at once; what she disables is refused by the time the page says so", async ({
  page,
  signIn,
  records,
  server,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  await records.newKey(linus, { application: "Harbour Map" });
  const plan = { package: `Maps of ${linus.username}`, plan: "Gold" };
  const other = await records.newKey(linus, { application: "Harbour Map", ...plan });
  const ask = (key: string): Promise<string | null> => decision(server.gateUrl, key);
  const done = page.getByRole("status");
  await signIn(page, "ada");

  await page.goto(`/manage/users/${linus.username}/package-keys/new`);
  await page.getByLabel("Package and plan").selectOption(`${plan.package} – Gold`);
  await page.getByLabel("Application", { exact: true }).selectOption("Harbour Map");
  await page.getByRole("button", { name: "Create key" }).click();
  const key = (await page.getByRole("code").textContent()) ?? "";
  expect(await ask(key)).toBe("allowed");
  await page.getByRole("link", { name: "Done" }).click();

  await page.getByRole("link", { name: new RegExp(`^Enabled: disable key .*${key.slice(-4)} of`) }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disable key" }).click();
  await expect(done).toContainText(IN_FORCE);
  expect([await ask(key), await ask(other.key)]).toEqual(["key_disabled", "allowed"]);
  await page.getByRole("link", { name: new RegExp(`^Disabled: enable key .*${key.slice(-4)} of`) }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Enable key" }).click();
  await expect(done).toContainText("is enabled.");
  await expect(done).toContainText(IN_FORCE);
  expect(await ask(key)).toBe("allowed");

  await page.goto("/manage/packages");
  await page.getByRole("link", { name: `Active: deactivate plan Gold of ${plan.package}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Deactivate Gold" }).click();
  await expect(done).toContainText(IN_FORCE);
  expect([await ask(key), await ask(other.key)]).toEqual(["plan_inactive", "plan_inactive"]);
  await page.getByRole("link", { name: `Inactive: activate plan Gold of ${plan.package}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Activate Gold" }).click();
  await expect(done).toContainText("is active.");
  await expect(done).toContainText(IN_FORCE);

  await page.goto(`/manage/users?q=${linus.username}`);
  await page.getByRole("link", { name: `Enabled: disable ${linus.username}` }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Disable ${linus.username}` })
    .click();
  await expect(done).toContainText(IN_FORCE);
  expect([await ask(key), await ask(other.key)]).toEqual(["user_disabled", "user_disabled"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(done).toContainText("is enabled.");
  await expect(done).toContainText(IN_FORCE);
  expect([await ask(key), await ask(other.key)]).toEqual(["allowed", "allowed"]);

  await page.goto(`/manage/users/${linus.username}/applications`);
  await page.getByRole("link", { name: "Delete application Harbour Map" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete Harbour Map" }).click();
  await expect(done).toContainText(IN_FORCE);
  expect([await ask(key), await ask(other.key)]).toEqual(["unknown_key", "unknown_key"]);

  await page.goto("/manage/gates");
  const gate = page.getByRole("row").filter({ hasText: "Listening" });
  await expect(gate).toContainText(/Acknowledged \d+ ms after it was made at/);
});
