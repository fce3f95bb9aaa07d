/** axe finds nothing on the pages of the platform, and none has to be scrolled sideways at 320 px. */
import { expect, expectAccessible, test } from "./fixtures";
import { expectNoSidewaysScrolling } from "./forms";
import {
  emptyPlatform,
  EVENTS,
  givenReceiver,
  givenTokens,
  NEW_RECEIVER,
  NEW_TOKEN,
  newToken,
  PLATFORM,
} from "./platform-scene";
import type { Records } from "./records";

const NARROW = { width: 320, height: 640 };

test.beforeEach(({ records }) => emptyPlatform(records));

/** Everything that the pages can show, with the longest names there can be. */
async function fillPages(records: Records): Promise<string[]> {
  const long = "Bereitstellung".repeat(8).slice(0, 100);
  const [tokenId] = await givenTokens(records, long, "Okta next");
  await records.query(
    `INSERT INTO platform_tokens (label, hash, last_four, created_by, revoked_at)
     VALUES ('Old', '\\x00', 'aaaa', $1, now())`,
    ["a".repeat(64)],
  );
  await records.query(
    `INSERT INTO platform_calls (method, path, status, detail, token_label, address, milliseconds)
     VALUES ('PATCH', '/Users/' || repeat('a', 250), 413, repeat('x', 300), $1, '2001:db8:85a3:8d3:1319:8a2e:370:7348', 12345),
            ('GET', '/Users', 429, 'Too many calls.', NULL, '192.0.2.1', 1), ('GET', '/Users', 200, NULL, 'Okta', '', 1)`,
    [long],
  );
  const receiverId = await givenReceiver(
    records,
    long,
    `https://${"unterabteilung.".repeat(8)}example.com/${"p".repeat(200)}`,
  );
  await records.query(
    `INSERT INTO signal_events (receiver_id, kind, payload, status, attempts, last_error, settled_at) VALUES
       ($1, 'ACCOUNT_DISABLED', jsonb_build_object('txn', 'x', 'about', jsonb_build_object('username', repeat('w', 64))),
        'EXPIRED', 31, repeat('e', 200), now()),
       ($1, 'VERIFICATION', '{"txn": "y", "about": null}', 'DELIVERED', 1, NULL, now())`,
    [receiverId],
  );
  return [
    ...[PLATFORM, `${PLATFORM}?calls=failed`, EVENTS, `${PLATFORM}/single-sign-on`, NEW_TOKEN, NEW_RECEIVER],
    ...[`${PLATFORM}/tokens/${tokenId ?? ""}/revoke`, `${PLATFORM}/receivers/${receiverId}/remove`],
  ];
}

test("axe finds nothing on these pages, empty or filled, in light or in dark", async ({ page, signIn, records }) => {
  test.slow();
  await signIn(page, "ada");
  for (const path of [PLATFORM, `${PLATFORM}?calls=failed`, EVENTS, NEW_TOKEN, NEW_RECEIVER]) {
    await page.goto(path);
    await expectAccessible(page);
  }
  await page.getByRole("button", { name: "Add receiver" }).click();
  await expect(page.getByRole("alert").first()).toBeFocused();
  await expectAccessible(page);
  for (const path of await fillPages(records)) {
    await page.goto(path);
    await expectAccessible(page);
  }
  await page.goto(PLATFORM);
  await page.getByText("Revoked: 1").click();
  await page.getByRole("link", { name: "Revoke Okta next" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
});

test("nothing of it is wider than 320 px, whatever tokens, receivers and errors are called", async ({
  openBrowser,
  signIn,
  records,
}) => {
  const page = await openBrowser({ viewport: NARROW });
  await signIn(page, "ada");
  for (const path of await fillPages(records)) {
    await page.goto(path);
    await expectNoSidewaysScrolling(page);
  }
  await records.query("DELETE FROM platform_tokens");
  await newToken(page, "Bereitstellung".repeat(8).slice(0, 100));
  await expectNoSidewaysScrolling(page);
});
