/** Any string in any field or address gets a field error or a normal page: never a 500, never an error in the browser. */
import { request as sendRaw } from "node:http";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { type Fields, fieldsOf, post, withValues } from "./forms";

const AWKWARD = {
  "a NUL": "a\0b",
  "nothing but a NUL": "\0",
  "ten thousand characters": "x".repeat(10_000),
  "text that turns direction": "\u202Egnp.exe\u202C \u2067abc\u2069",
  "zero-width characters": "\u200B\u200D\uFEFF\u2060",
  "control characters": "\x1B[31m\x07\x08\r\n\v\x7F\x85",
  SQL: "'; DROP TABLE users; --",
  HTML: '"><script>alert(1)</script><img src=x onerror=alert(1)>&amp;',
  "half of a pair": "\uD800 and \uDC00",
  "names of the language": "__proto__",
  "combining marks": "Z\u0351\u036B\u0343\u036A".repeat(200),
  "wildcards of a search": "%_\\%_\\",
};

/** Bytes that are no UTF-8: a lone surrogate, a byte that never occurs, a character cut off. */
const BROKEN_BYTES = ["%ED%A0%80", "%FF", "%E2%82", "%00", "%C0%80"];

const OFFERED = /^\$ACTION|^(id|packageId|username|seen\w*|here|from|session|to|application|plan)$/;

function typedFields(fields: Fields): string[] {
  return [...new Set(fields.map(([name]) => name))].filter((name) => !OFFERED.test(name));
}

type FormPage = { path: string; more?: string[] };

/** Puts every awkward text into all visible fields at once, then some of it into each hidden one. */
async function expectBearable(plain: Page, { path, more = [] }: FormPage): Promise<void> {
  await plain.goto(path);
  const fields = await fieldsOf(plain.locator("main form").first());
  const visible = [...typedFields(fields), ...more];
  const hidden = fields.map(([name]) => name).filter((name) => !name.startsWith("$ACTION") && !visible.includes(name));
  const attempts = [
    ...Object.values(AWKWARD).map((text) => Object.fromEntries(visible.map((name) => [name, text]))),
    ...hidden.flatMap((name) =>
      [AWKWARD["a NUL"], AWKWARD["ten thousand characters"], ""].map((text) => ({ [name]: text })),
    ),
  ];
  const errors: string[] = [];
  for (const values of attempts) {
    const answer = await post(plain, plain.url(), withValues(fields, values));
    if (answer.status() >= 500) errors.push(`${answer.status()} for ${JSON.stringify(values).slice(0, 200)}`);
  }
  expect(errors, path).toEqual([]);
}

test("every field of every form takes any text", async ({ openBrowser, signIn, records }) => {
  test.slow();
  const linus = await records.newPerson({ username: "linus" });
  const anna = await records.newPerson({ username: "anna", roles: ["ADMINISTRATOR"] });
  const user = `/manage/users/${linus.username}`;
  const plain = await openBrowser({ javaScriptEnabled: false });
  await expectBearable(plain, { path: "/sign-in", more: ["username"] });
  await signIn(plain, anna);
  for (const path of [
    "/manage/new-user",
    `${user}/profile`,
    user,
    `${user}/status`,
    "/account/profile",
    "/account/password",
  ]) {
    await test.step(path, () => expectBearable(plain, { path, more: path.endsWith("new-user") ? ["username"] : [] }));
  }
  expect(await records.user(linus.username)).toMatchObject({ roles: [] });
});

test("every field of every form about keys and packages takes any text", async ({ openBrowser, signIn, records }) => {
  test.slow();
  const linus = await records.newPerson({ username: "linus" });
  const { id, applicationId, planId } = await records.newKey(linus, { package: linus.username });
  const [plan] = await records.query("SELECT package_id FROM plans WHERE id = $1", [planId]);
  const [user, owner] = [`/manage/users/${linus.username}`, `/manage/packages/${String(plan?.["package_id"])}`];
  const plain = await openBrowser({ javaScriptEnabled: false });
  await signIn(plain, "ada");
  for (const { path, more } of [
    { path: `${user}/applications/new` },
    { path: `${user}/package-keys/new`, more: ["application", "plan"] },
    { path: `/manage/package-keys/${id}/status` },
    { path: "/manage/packages/new" },
    { path: `${owner}/rename` },
    { path: `${owner}/new-plan` },
    { path: `/manage/plans/${planId}/change` },
    { path: `/manage/plans/${planId}/activity` },
  ] satisfies FormPage[]) {
    await test.step(path, () => expectBearable(plain, { path, ...(more && { more }) }));
  }
  expect(await records.keysOf(linus)).toMatchObject([{ id, application_id: applicationId, plan_id: planId }]);
});

test("bytes that are no text get an answer, too", async ({ page, openBrowser, baseURL, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  const plain = await openBrowser({ javaScriptEnabled: false });
  await plain.context().addCookies(await page.context().cookies());
  await plain.goto(`/manage/users/${linus.username}/profile`);
  const fields = await fieldsOf(plain.locator("main form"));
  const body = Buffer.concat([
    ...withValues(fields, {}).map(([name, value]) =>
      part(
        name,
        name === "company" ? Buffer.from([0x61, 0xed, 0xa0, 0x80, 0xff, 0xc0, 0x80, 0x00]) : Buffer.from(value),
      ),
    ),
    Buffer.from("--edge--\r\n"),
  ]);
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const status = await send(plain.url(), {
    headers: { cookie: cookies, origin: baseURL ?? "", "content-type": "multipart/form-data; boundary=edge" },
    body,
  });
  expect(status).toBe(200);
  for (const type of ["multipart/form-data", "multipart/form-data; boundary=edge", "application/json", "nonsense/;;"]) {
    await send(plain.url(), {
      headers: { cookie: cookies, origin: baseURL ?? "", "content-type": type },
      body: Buffer.from("\xFF\0--edge\r\nnothing"),
    });
  }
  // No browser sends such a body, so it is enough that nothing was changed and that the console goes on.
  expect((await plain.goto(plain.url()))?.status()).toBe(200);
  expect((await records.user(linus.username))?.["company"]).toBe(linus.company);
});

function part(name: string, value: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
    value,
    Buffer.from("\r\n"),
  ]);
}

type Raw = { headers: Record<string, string>; body?: Buffer; method?: string };

/** The status of an answer to exactly these bytes, which a browser would tidy up. */
function send(address: string, { headers, body, method = "POST" }: Raw): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = sendRaw(address, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    request.once("error", reject);
    request.end(body);
  });
}

test("every parameter of an address takes any text", async ({ page, signIn }) => {
  test.slow();
  await signIn(page, "ada");
  const texts = [...Object.values(AWKWARD).map((text) => encodeURIComponent(text.toWellFormed())), ...BROKEN_BYTES];
  const parameters = {
    "/manage/users": ["q", "field", "status", "origin", "access", "sort", "per", "page", "notice", "q[]"],
    "/manage/package-keys": ["q", "field", "state", "package", "plan", "sort", "per", "page", "notice", "q[]"],
    "/manage/packages": ["notice"],
    "/manage/gates": ["nothing"],
    "/manage/users/linus": ["notice"],
    "/manage/users/linus/applications": ["notice"],
    "/manage/users/linus/package-keys": ["notice"],
    "/manage/users/linus/history": ["before"],
    "/manage/users/linus/status": ["to", "from"],
    "/account": ["notice"],
  };
  for (const [path, names] of Object.entries(parameters)) {
    for (const text of texts) {
      // Together where they fit into one address, and each alone where they don't.
      const pairs = names.map((name) => `${name}=${text}`);
      for (const query of text.length < 500 ? [pairs.join("&")] : pairs) {
        const answer = await page.request.get(`${path}?${query}`, { maxRedirects: 0 });
        expect(answer.status(), `${path}?${query.slice(0, 80)}`).toBe(200);
      }
    }
  }
  for (const text of texts) {
    for (const path of [
      `/manage/users/${text}`,
      `/manage/users/${text}/profile`,
      `/manage/users/${text}/package-keys`,
      `/manage/package-keys/${text}/status`,
      `/manage/applications/${text}/delete`,
      `/manage/packages/${text}/rename`,
      `/manage/plans/${text}/activity`,
      `/${text}`,
    ]) {
      const answer = await page.request.get(path, { maxRedirects: 0 });
      expect([400, 404], path.slice(0, 80)).toContain(answer.status());
    }
  }
});

test("a place in an address that is none leads to the first page, which says so", async ({ page, signIn }) => {
  await signIn(page, "ada");
  const id = "00000000-0000-4000-8000-000000000001";
  const parts = [["x", id, 1], ["9".repeat(15), id, 1], ["0", "ada", 1], ["0", id, -1], [null, null], "x", {}];
  const made = parts.map((part) => `after=${Buffer.from(JSON.stringify(part)).toString("base64url")}`);
  for (const place of ["place=2", "place=-1", "before=%00", "after=NaN", "after=0x10", "after=a&before=b", ...made]) {
    await page.goto(`/manage/users?${place}&per=25`);
    await expect(page.getByText(/^Displaying 1 - 25 of [\d,]+ results$/)).toBeVisible();
    await expect(page.getByText("doesn’t know: place.")).toBeVisible();
  }
});

test("what a browser shows of awkward text comes to life without an error", async ({ page, signIn, records }) => {
  const awkward = await records.newPerson({
    username: "awkward",
    displayName: "\u202E<b>bold</b> & \"quoted\" \u200B 'x'",
    company: "a\r\nb\u2028c\tdébut \uFFFD",
    firstName: "</script><script>alert(1)</script>",
    lastName: "{{7*7}} ${7*7}",
  });
  await records.query("UPDATE users SET first_name = $2 WHERE username = $1", [
    awkward.username,
    "</script><script>alert(1)</script>",
  ]);
  page.on("dialog", () => {
    throw new Error("A script ran.");
  });
  await signIn(page, "ada");
  for (const below of ["", "/profile", "/history", "/status", "/delete"]) {
    await page.goto(`/manage/users/${awkward.username}${below}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  for (const text of Object.values(AWKWARD)) {
    await page.goto(`/manage/users?q=${encodeURIComponent(text.toWellFormed())}`);
    await expect(page.getByRole("searchbox")).toBeVisible();
  }
  await page.goto(`/manage/users?q=${awkward.username}`);
  await expect(page.getByRole("link", { name: awkward.username, exact: true })).toBeVisible();
});

test("awkward text that is typed comes back with an error at its field", async ({ page, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  await signIn(page, "ada");
  await page.goto(`/manage/users/${linus.username}/profile`);
  const save = page.getByRole("button", { name: "Save" });
  for (const [text, sentence] of [
    ["\u202Egnp.exe", "Company has a character that can't be shown."],
    ["x".repeat(10_000), "Company can have at most 200 characters."],
    ["a\u0007b", "Company has a character that can't be shown."],
  ] as const) {
    await page.getByLabel("Company").fill(text);
    await save.click();
    await expect(page.getByRole("link", { name: sentence })).toBeVisible();
    await expect(page.getByLabel("Company")).toHaveAccessibleDescription(sentence);
    await expect(page.getByLabel("Company")).toHaveValue(text.slice(0, 2_000));
  }
  await page.getByLabel("Company").fill(AWKWARD.HTML);
  await save.click();
  await expect(page.getByRole("status")).toContainText("profile is saved.");
  await expect(page.getByLabel("Company")).toHaveValue(AWKWARD.HTML);
  await page.goto(`/manage/users?q=${linus.username}`);
  await expect(page.getByRole("cell", { name: AWKWARD.HTML })).toBeVisible();
});

test("an answer that came before the scripts comes to life without an error", async ({
  page,
  openBrowser,
  signIn,
  records,
}) => {
  const linus = await records.newPerson({ username: "linus" });
  const plain = await openBrowser({ javaScriptEnabled: false });
  await signIn(plain, "ada");
  await page.context().addCookies(await plain.context().cookies());
  for (const path of [`/manage/users/${linus.username}/profile`, "/manage/new-user"]) {
    await plain.goto(path);
    const fields = await fieldsOf(plain.locator("main form"));
    const names = typedFields(fields);
    for (const text of ["a\0b", "\u202Ex", "a\r\nb\x0C", AWKWARD.HTML + "\0"]) {
      await page.goto(path);
      // As a browser sends the form while the scripts are still on their way.
      const sent = withValues(fields, Object.fromEntries(names.map((name) => [name, text])));
      await Promise.all([page.waitForEvent("load"), page.evaluate(submitNatively, sent)]);
      await expect(page.getByRole("alert").first()).toBeVisible();
      await page.getByRole("alert").getByRole("link").first().click();
    }
  }
});

function submitNatively(fields: [string, string][]): void {
  const form = document.createElement("form");
  form.method = "post";
  form.enctype = "multipart/form-data";
  for (const [name, value] of fields) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

test("a form of more than 1 MB is refused", async ({ openBrowser, signIn, records }) => {
  const linus = await records.newPerson({ username: "linus" });
  const plain = await openBrowser({ javaScriptEnabled: false });
  await signIn(plain, "ada");
  await plain.goto(`/manage/users/${linus.username}/profile`);
  const fields = await fieldsOf(plain.locator("main form"));
  const huge = await post(plain, plain.url(), withValues(fields, { company: "x".repeat(1_100_000) }));
  expect(huge.status()).toBe(413);
  const large = await post(plain, plain.url(), withValues(fields, { company: "x".repeat(900_000) }));
  expect(large.status()).toBe(200);
  expect((await large.text()).length).toBeLessThan(200_000);
});

test("a form that can't be read gets a page that says so, and no line about a failure", async ({
  openBrowser,
  server,
  expectBrowserError,
}) => {
  const plain = await openBrowser({ javaScriptEnabled: false });
  expectBrowserError("status of 400");
  const before = server.printed().length;
  for (const body of ["garbage", '--b\r\nContent-Disposition: form-data; name="$ACTION_ID_zz"\r\n\r\n\r\n--b--\r\n']) {
    const answer = await plain.request.post("/sign-in", {
      data: Buffer.from(body),
      headers: { "Content-Type": "multipart/form-data; boundary=b", Accept: "text/html" },
    });
    expect(answer.status()).toBe(400);
    await plain.route("**/sign-in", (route) => route.fulfill({ response: answer }), { times: 1 });
    await plain.goto("/sign-in");
    await expect(plain.getByRole("heading", { level: 1, name: "This form can't be read" })).toBeAttached();
    await expect(plain.getByRole("link", { name: "Open the page again" })).toHaveAttribute("href", "/sign-in");
  }
  expect(server.printed().slice(before)).toBe("");
});
