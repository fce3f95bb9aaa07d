/** A locked account: seen in the list, the overview and the settings, unlocked by who may change the user, with and without scripts. */
import { expect, expectAccessible, test } from "./fixtures";

for (const javaScriptEnabled of [true, false]) {
  test(`ada unlocks linus, who signs in again, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    page,
    openBrowser,
    signIn,
    records,
    password,
  }) => {
    const linus = await records.newPerson({ username: "linus" });
    const [ada, sam] = [await openBrowser({ javaScriptEnabled }), await openBrowser()];
    await signIn(ada, "ada");
    await signIn(sam, "sam");
    // As five wrong passwords leave it.
    await records.query(
      `INSERT INTO sign_in_attempts SELECT 'password:' || id || ':somewhere', 5, extract(epoch FROM now()) * 1000 + 3600000
       FROM users WHERE username = '${linus.username}'`,
    );
    const settings = `/manage/users/${linus.username}`;
    await sam.goto(settings);
    await expect(sam.getByRole("heading", { name: "Sign-in locked" })).toBeVisible();
    await expect(sam.getByRole("button", { name: "Unlock" })).toHaveCount(0);

    await ada.goto(`/manage/users?q=${linus.username}`);
    await expect(ada.getByRole("row").filter({ hasText: linus.username })).toContainText("Sign-in locked");
    await ada.goto("/manage");
    await expect(ada.getByText(`locked the sign-in of ${linus.username}.`)).toBeVisible();
    await ada.goto(settings);
    if (javaScriptEnabled) await expectAccessible(ada);
    await ada.getByRole("button", { name: "Unlock" }).click();
    await expect(ada.getByRole("status")).toContainText(`${linus.username} is unlocked.`);
    await expect(ada.getByRole("heading", { name: "Sign-in locked" })).toHaveCount(0);
    const entries = await records.history(linus.username);
    expect(entries.map(({ event }) => event)).toEqual(["user.unlocked"]);
    await page.goto("/sign-in");
    await page.getByLabel("Username").fill(linus.username);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL("/account");
  });
}
