/** Settings > Platform asked for by who may not, or by hand: not there, refused, and nothing changed. */
import { randomUUID } from "node:crypto";
import { en } from "@/text/en";
import { expect, test } from "./fixtures";
import { fieldsOf, post, textOf, withValues } from "./forms";
import { emptyPlatform, EVENTS, givenReceiver, givenTokens, NEW_RECEIVER, NEW_TOKEN, PLATFORM } from "./platform-scene";

test.beforeEach(({ records }) => emptyPlatform(records));

test("for sam, cora and linus these pages are not there, and hand-made POSTs are refused", async ({
  openBrowser,
  signIn,
  records,
}) => {
  test.slow();
  const ada = await openBrowser({ javaScriptEnabled: false });
  await signIn(ada, "ada");
  const [tokenId] = await givenTokens(records, "Okta production");
  const receiverId = await givenReceiver(records, "SIEM");
  const pages: [path: string, event: string, values: Record<string, string>][] = [
    [NEW_TOKEN, "platform-token.created", { label: "Mine" }],
    [`${PLATFORM}/tokens/${tokenId ?? ""}/revoke`, "platform-token.revoked", {}],
    [NEW_RECEIVER, "signal-receiver.created", { label: "Mine", endpoint: "https://evil.example/", audience: "x" }],
    [EVENTS, "signal-receiver.verified", {}],
    [`${PLATFORM}/receivers/${receiverId}/remove`, "signal-receiver.deleted", {}],
  ];
  const stateOf = (): Promise<unknown> =>
    records.query(`SELECT t::text FROM platform_tokens t UNION ALL SELECT r::text FROM signal_receivers r
                   UNION ALL SELECT e::text FROM signal_events e ORDER BY 1`);
  const before = await stateOf();
  for (const name of ["sam", "cora", "linus"] as const) {
    const reader = await openBrowser();
    await signIn(reader, name);
    await expect(reader.getByRole("link", { name: "Platform", exact: true })).toHaveCount(0);
    for (const path of [PLATFORM, `${PLATFORM}/single-sign-on`, ...pages.map(([path]) => path)]) {
      expect((await reader.request.get(path)).status(), `${name} ${path}`).toBe(404);
    }
    for (const [path, event, values] of pages) {
      const [last] = await records.query("SELECT max(id) AS id FROM audit_entries");
      await ada.goto(path);
      const fields = withValues(await fieldsOf(ada.locator("main form").first()), values);
      const answer = await post(reader, ada.url(), fields);
      expect([answer.status(), event]).toEqual([404, event]);
      expect(await stateOf(), `${name} ${event}`).toEqual(before);
      const told = await records.query(
        "SELECT event, outcome, refusal, actor_username FROM audit_entries WHERE id > $1",
        [last?.["id"]],
      );
      expect(told).toEqual([{ event, outcome: "REFUSED", refusal: "not_permitted", actor_username: name }]);
    }
  }
});

test("malformed values change nothing and are no attempt", async ({ openBrowser, signIn, records }) => {
  const ada = await openBrowser({ javaScriptEnabled: false });
  await signIn(ada, "ada");
  const [tokenId] = await givenTokens(records, "Okta production");
  await ada.goto(`${PLATFORM}/tokens/${tokenId ?? ""}/revoke`);
  const revocation = { address: ada.url(), fields: await fieldsOf(ada.locator("main form")) };
  await ada.goto(NEW_TOKEN);
  const creation = { address: ada.url(), fields: await fieldsOf(ada.locator("main form")) };
  const [last] = await records.query("SELECT max(id) AS id FROM audit_entries");
  const before = await records.query("SELECT * FROM platform_tokens");
  const attempts: [{ address: string; fields: [string, string][] }, Record<string, string>, string][] = [
    [revocation, { id: "../../etc" }, "Open the page again."],
    [revocation, { id: randomUUID() }, en.words.refusals.unknown_platform_token],
    [creation, { label: "x", id: "" }, "Open the page again."],
    [creation, { label: "" }, "Enter a label"],
    [creation, { label: "x".repeat(101) }, "Label can have at most 100 characters."],
    [creation, { label: "turned \u202e round" }, "Label has a character that can't be shown."],
  ];
  for (const [{ address, fields }, values, sentence] of attempts) {
    const answer = await post(ada, address, withValues(fields, values));
    expect(await textOf(answer), JSON.stringify(values)).toContain(sentence);
  }
  for (const path of [`${PLATFORM}/tokens/nonsense/revoke`, `${PLATFORM}/receivers/${randomUUID()}/remove`]) {
    expect((await ada.request.get(path)).status(), path).toBe(404);
  }
  expect(await records.query("SELECT * FROM platform_tokens")).toEqual(before);
  expect(await records.query("SELECT FROM audit_entries WHERE id > $1", [last?.["id"]])).toEqual([]);
});
