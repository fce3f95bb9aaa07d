/** Two people edit one profile: what both changed is told, and nothing is overwritten unseen. */
import { expect, test } from "./fixtures";

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without scripts";

  test(`ada is told what grace changed meanwhile, and overwrites nothing unseen, ${how}`, async ({
    openBrowser,
    signIn,
    records,
  }) => {
    const linus = await records.newPerson({ username: "linus" });
    const address = `/manage/users/${encodeURIComponent(linus.username)}/profile`;
    const [ada, grace] = [await openBrowser({ javaScriptEnabled }), await openBrowser({ javaScriptEnabled })];
    await signIn(ada, "ada");
    await signIn(grace, "grace");
    await ada.goto(address);
    await grace.goto(address);
    await grace.getByLabel("Company").fill("By grace");
    await grace.getByLabel("Region").fill("Grace's region");
    await grace.getByRole("button", { name: "Save" }).click();
    await expect(grace.getByRole("status")).toContainText("profile is saved.");

    await ada.getByLabel("Company").fill("By ada");
    await ada.getByLabel("Phone").fill("1234");
    await ada.getByRole("button", { name: "Save" }).click();
    // Next has an alert of its own, which announces pages.
    const problem = ada.getByRole("alert").filter({ hasText: "There is a problem" });
    await expect(problem).toContainText("Somebody else changed this to “By grace” meanwhile.");
    await expect(ada.getByLabel("Company")).toHaveValue("By ada");
    await expect(ada.getByLabel("Phone")).toHaveValue("1234");
    await expect(ada.getByLabel("Region")).toHaveValue("Grace's region");
    expect(await records.user(linus.username)).toMatchObject({ company: "By grace" });

    await ada.getByRole("button", { name: "Save" }).click();
    await expect(ada.getByRole("status")).toContainText("profile is saved.");
    expect(await records.user(linus.username)).toMatchObject({
      company: "By ada",
      phone: "1234",
      region: "Grace's region",
    });
  });
}
