/** Any username works in an address; a wrong one is a real 404, and so is every page that a role does not reach. */
import { expect, test } from "./fixtures";
import { textOf } from "./forms";

const NAMES = [
  "ada+test@example.com",
  "with some spaces",
  "a/b",
  "a/profile",
  "a//b",
  "/",
  "a\\b",
  "100%",
  "a%2Fb",
  "%",
  "%E0%A4%A",
  "new",
  "new-user",
  "status",
  "delete",
  "history",
  "[username]",
  "(.)status",
  "o'brien",
  '"quoted"',
  "a#b",
  "a?b=c&d",
  "a;b,c:d",
  "...",
  "..a",
  "<script>",
  "Ωμέγα",
  "李伟",
  "مريم",
  "👩‍🚀x".replaceAll("\u200D", ""),
  "zoë",
  "$&*!~",
];

/** Those that are most at odds with an address, for the whole way by clicks. */
const HARDEST = ["a/b", "a%2Fb", "100%", "a?b=c&d"];

function addressOf(username: string): string {
  return `/manage/users/${encodeURIComponent(username)}`;
}

test("every username has pages of its own, at an address that can be kept", async ({ page, signIn, records }) => {
  const company = "Odd Names Ltd";
  for (const username of NAMES) await records.newPersonNamed(username, { company });
  await signIn(page, "ada");
  await page.goto(`/manage/users?field=company&per=100&q=${encodeURIComponent(company)}`);
  await expect(page.getByText(`Displaying 1 - ${NAMES.length} of ${NAMES.length} results`)).toBeVisible();
  for (const username of NAMES) {
    await expect(page.getByRole("link", { name: username, exact: true })).toHaveAttribute("href", addressOf(username));
  }
  for (const username of NAMES) {
    const answer = await page.request.get(addressOf(username));
    expect([username, answer.status()]).toEqual([username, 200]);
    expect(await textOf(answer)).toContain(`${username}'s Account Status`);
    for (const below of ["profile", "applications", "package-keys", "sessions", "history", "status", "delete"]) {
      const other = await page.request.get(`${addressOf(username)}/${below}`);
      expect([username, below, other.status()]).toEqual([username, below, 200]);
    }
  }
});

test("every username can be clicked through", async ({ page, signIn, records }) => {
  test.slow();
  await signIn(page, "ada");
  for (const [index, username] of HARDEST.entries()) {
    await test.step(username, async () => {
      const email = `name-${index}@names.example.com`;
      await records.newPersonNamed(username, { email });
      const list = `/manage/users?q=${encodeURIComponent(email)}`;
      await page.goto(list);
      await page.getByRole("link", { name: username, exact: true }).click();
      await expect(page).toHaveURL(addressOf(username));
      await expect(page.getByRole("heading", { name: `${username}'s Account Status` })).toBeVisible();
      await page.getByRole("link", { name: "Profile" }).click();
      await expect(page.getByLabel("Email")).toHaveValue(email);
      await page.goto(list);
      await page.getByRole("link", { name: `Enabled: disable ${username}` }).click();
      const dialog = page.getByRole("dialog", { name: `Disable ${username}?` });
      await dialog.getByRole("button", { name: `Disable ${username}` }).click();
      await expect(page.getByRole("status")).toContainText(`${username} is disabled.`);
      expect(await records.user(username)).toMatchObject({ username, status: "DISABLED" });
      await page.getByRole("link", { name: username, exact: true }).click();
      await page.getByRole("radio", { name: "Enabled" }).check();
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByRole("status")).toContainText(`${username} is enabled.`);
    });
  }
});

test("another spelling of a username leads to the same user", async ({ page, signIn, records }) => {
  await records.newPersonNamed("José", { displayName: "José of one test" });
  await signIn(page, "ada");
  await page.goto(`/manage/users/${encodeURIComponent("JOSÉ".normalize("NFD"))}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("José of one test");
});

test("a wrong username is a real 404 on every page", async ({ page, signIn, expectBrowserError }) => {
  await signIn(page, "ada");
  for (const page404 of ["", "/profile", "/applications", "/package-keys/new", "/history", "/status", "/nonsense"]) {
    for (const username of ["nobody-at-all", "nobody%2Fat%2Fall", "%F0%9F%91%BB", "50%25-of-nobody", "..%2F..%2Fada"]) {
      const answer = await page.request.get(`/manage/users/${username}${page404}`);
      expect([answer.status(), answer.url()]).toEqual([404, expect.stringContaining(username)]);
    }
  }
  expectBrowserError("status of 404");
  await page.goto("/manage/users/nobody-at-all");
  await expect(page.getByText("There is no such page")).toBeVisible();
  await page.getByRole("link", { name: "Go to the start page" }).click();
  await expect(page).toHaveURL("/manage");
});

test("for who has no role the console does not exist", async ({ page, signIn, records, expectBrowserError }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, linus);
  const user = `/manage/users/${linus.username}`;
  for (const path of [
    "/manage",
    "/manage/users",
    "/manage/users?q=ada",
    "/manage/new-user",
    user,
    ...["profile", "applications", "package-keys", "sessions", "sessions/end", "history", "status", "delete"].map(
      (below) => `${user}/${below}`,
    ),
    "/manage/package-keys",
    "/manage/packages",
    "/manage/gates",
    "/manage/users/ada",
  ]) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    expect([path, answer.status()]).toEqual([path, 404]);
    const body = await answer.text();
    for (const told of ["Displaying", "Okafor", linus.email]) expect(body).not.toContain(told);
  }
  await page.goto("/");
  await expect(page).toHaveURL("/account");
  await expect(page.getByRole("link", { name: "Users" })).toHaveCount(0);
  expectBrowserError("status of 404");
  await page.goto("/manage/users");
  await expect(page.getByText("There is no such page")).toBeVisible();
});

test("without a session every page leads to the sign-in page and back", async ({ page }) => {
  for (const path of ["/", "/account", "/account/password", "/manage/users", "/manage/users/ada/history"]) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    expect(answer.status()).toBe(307);
    expect(answer.headers()["location"]).toContain(`/sign-in?from=${encodeURIComponent(path)}`);
    expect(await answer.text()).not.toContain("Okafor");
  }
});
