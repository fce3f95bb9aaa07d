/** Applications of a user: created, and deleted with their keys; and what a disabled user's keys come to. */
import { en } from "@/text/en";
import { expect, test } from "./fixtures";

test("ada creates an application for linus, whose names are all different", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  const applications = `/manage/users/${linus.username}/applications`;
  await signIn(page, "ada");
  await page.goto(applications);
  await expect(page.getByText("No applications yet")).toBeVisible();
  await page.getByRole("link", { name: "New Application" }).click();
  await page.getByRole("button", { name: "Create application" }).click();
  await expect(page.getByRole("link", { name: "Enter a name for the application." })).toBeVisible();
  await page.getByLabel("Name").fill("خرائط الميناء");
  await page.getByRole("button", { name: "Create application" }).click();
  await expect(page.getByRole("status")).toContainText("Application خرائط الميناء is created.");
  await expect(page).toHaveURL(new RegExp(`${applications}\\?notice=\\d+$`));
  await expect(page.getByRole("row").filter({ hasText: "خرائط الميناء" })).toContainText("None");

  await page.goto(`${applications}/new`);
  await page.getByLabel("Name").fill("خرائط الميناء");
  await page.getByRole("button", { name: "Create application" }).click();
  await expect(page.getByRole("link", { name: /^This user has an application of that name already/ })).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("خرائط الميناء");
});

test("an application goes with its keys, after a confirmation in numbers", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  const gone = await records.newKey(linus, { application: "Harbour Map" });
  await records.newKey(linus, { application: "Harbour Map", status: "DISABLED" });
  await records.newKey(linus, { application: "Harbour Map", plan: "Silver" });
  const stays = await records.newKey(linus, { application: "Ferry Times" });
  await signIn(page, "ada");
  await page.goto(`/manage/users/${linus.username}/applications`);
  await expect(page.getByRole("row").filter({ hasText: "Harbour Map" })).toContainText("2 of 3 work");
  const bin = page.getByRole("link", { name: `Delete application Harbour Map of ${linus.username}` });
  await bin.click();
  const dialog = page.getByRole("dialog", { name: "Delete Harbour Map?" });
  await expect(dialog).toContainText("is removed for good, with its 3 package keys. Calls with them are refused");
  await expect(dialog).toContainText("this stops 2 working package keys.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await expect(bin).toBeFocused();
  expect(await records.keysOf(linus)).toHaveLength(4);

  await bin.click();
  await dialog.getByLabel("Reason (optional)").fill("Shut down");
  await dialog.getByRole("button", { name: "Delete Harbour Map" }).click();
  await expect(page.getByRole("status")).toContainText(
    "Application Harbour Map is deleted. 2 package keys stopped working.",
  );
  await expect(page).toHaveURL(new RegExp(`/manage/users/${linus.username}/applications\\?notice=\\d+$`));
  await expect(page.getByRole("row").filter({ hasText: "Harbour Map" })).toHaveCount(0);
  expect(await records.key(gone.id)).toBeUndefined();
  expect(await records.keysOf(linus)).toMatchObject([{ id: stays.id }]);
  expect(await records.history(linus.username)).toMatchObject([
    { event: "application.deleted", outcome: "DONE", actor_username: "ada", reason: "Shut down" },
  ]);
});

test("an application without keys says so, and one that got a key meanwhile stays", async ({
  page,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  const { id, applicationId } = await records.newKey(linus, { application: "Harbour Map" });
  await records.query("DELETE FROM package_keys WHERE id = $1", [id]);
  await signIn(page, "ada");
  const confirmation = `/manage/applications/${applicationId}/delete`;
  await page.goto(confirmation);
  await expect(page.getByText("is removed for good. It has no package key.")).toBeVisible();
  const late = await records.newKey(linus, { application: "Harbour Map" });
  await page.getByRole("button", { name: "Delete Harbour Map" }).click();
  await expect(page.getByText(en.words.refusals.changed_meanwhile)).toBeVisible();
  expect(await records.keysOf(linus)).toMatchObject([{ id: late.id }]);
  expect(await records.history(linus.username)).toEqual([]);
  await page.goto(confirmation);
  await expect(page.getByText("is removed for good, with its package key. Calls with it are refused")).toBeVisible();
  await page.getByRole("button", { name: "Delete Harbour Map" }).click();
  await expect(page.getByRole("status")).toContainText("Application Harbour Map is deleted.");
  expect(await records.keysOf(linus)).toEqual([]);
});

test("disabling, enabling and deleting a user say in numbers what becomes of the keys", async ({
  page,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  const gold = await records.newKey(linus);
  await records.newKey(linus, { plan: "Silver" });
  await records.newKey(linus, { status: "DISABLED" });
  await records.newKey(linus, { package: "Closed", plan: "Trial", planActive: false });
  const list = `/manage/users?q=${linus.username}`;
  const told =
    "This stops 2 working package keys of 1 application. At least 1,204 calls with them in the last 24 hours";
  await signIn(page, "ada");
  await page.goto(`/manage/users/${linus.username}`);
  await expect(page.getByText("No call with them has been counted so far.")).toBeVisible();
  await records.newCalls(gold, 1_204);
  await expect(page.getByText("This stops 2 working package keys of 1 application.")).toBeVisible();
  await page.goto(list);
  await page.getByRole("link", { name: `Delete ${linus.username}` }).click();
  await expect(page.getByRole("dialog")).toContainText(told);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();

  await page.getByRole("link", { name: `Enabled: disable ${linus.username}` }).click();
  await expect(page.getByRole("dialog")).toContainText(told);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Disable ${linus.username}` })
    .click();
  await expect(page.getByRole("status")).toContainText("2 package keys stopped working.");
  await page.getByRole("link", { name: `Disabled: enable ${linus.username}` }).click();
  await expect(page.getByRole("dialog")).toContainText("This gives them 2 working package keys of 1 application.");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Enable ${linus.username}` })
    .click();
  await expect(page.getByRole("status")).toContainText("2 package keys work now.");
});
