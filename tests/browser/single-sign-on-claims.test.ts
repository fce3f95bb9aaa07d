/** Where the operator says that another claim than "sub" is the external id: that one counts, and no other. */
import { expect, test } from "./platform-fixtures";

test.use({ furtherSettings: { OIDC_CLAIM: "employee", OIDC_NAME: "" } });

const FAILED = "Signing in with single sign-on did not work. If it happens again, tell your API program administrator.";

test("the claim of the ID token names pat, whoever the subject is", async ({
  page,
  provider,
  records,
  beginByProgram,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const other = await records.newPerson({ username: "other", origin: "PLATFORM" });
  provider.mood.claims.idToken = { employee: pat.externalId };
  provider.mood.claims.userinfo = { employee: other.externalId };
  await page.goto(await beginByProgram(page, other.externalId));
  await expect(page).toHaveURL("/account");
  expect(await records.openSessions(pat.username)).toBe(1);
  expect(await records.openSessions(other.username)).toBe(0);
  expect(provider.asked).not.toContain("/me");
});

test("a provider that tells it only to who asks for it is asked", async ({
  page,
  provider,
  records,
  beginByProgram,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  provider.mood.claims.userinfo = { employee: pat.externalId };
  await page.goto(await beginByProgram(page, "subject"));
  await expect(page).toHaveURL("/account");
  expect(await records.openSessions(pat.username)).toBe(1);
});

test("what is told about another subject counts nothing, nor does an absent claim, nor a number", async ({
  page,
  provider,
  records,
  beginByProgram,
  printedSince,
}) => {
  const pat = await records.newPerson({ username: "pat", origin: "PLATFORM" });
  const moods = [
    { idToken: {}, userinfo: { sub: "another", employee: pat.externalId } },
    { idToken: {}, userinfo: {} },
    { idToken: { employee: 7 }, userinfo: { employee: pat.externalId } },
    { idToken: { employee: [pat.externalId] }, userinfo: {} },
    { idToken: { employee: null }, userinfo: { employee: pat.externalId } },
  ];
  for (const claims of moods) {
    provider.mood.claims = claims;
    await page.goto(await beginByProgram(page, pat.externalId));
    await expect(page.getByRole("alert").filter({ hasText: FAILED })).toBeVisible();
  }
  expect(await records.openSessions(pat.username)).toBe(0);
  expect(printedSince()).toEqual(
    moods.map(() => "The answer of the provider can't be used: the claim employee is missing or no text"),
  );
});
