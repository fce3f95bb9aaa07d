/** After an action Next fetches the next page from the console itself, with the cookies: from nowhere else. */
import { expect, test } from "./fixtures";

test("a Save prints nothing: the console finds its own pages on the port it listens on", async ({
  page,
  signIn,
  records,
  server,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(`/manage/users/${encodeURIComponent(linus.username)}`);
  const before = server.printed();
  await page.getByRole("radio", { name: "Disabled" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toContainText(`${linus.username} is disabled.`);
  expect(server.printed()).toBe(before);
});
