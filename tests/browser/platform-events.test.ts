/** Settings > Platform > Security Events: who is told of changes, and whether it arrives. */
import { expect, test } from "./fixtures";
import {
  emptyPlatform,
  EVENTS,
  expectDone,
  givenReceiver,
  NEW_RECEIVER,
  PLATFORM,
  startReceiver,
} from "./platform-scene";

test.beforeEach(({ records }) => emptyPlatform(records));

test("ada adds a receiver, to which a verification event goes, and removes it again", async ({
  page,
  signIn,
  records,
}) => {
  test.slow();
  const { server: siem, endpoint, received } = await startReceiver(202);
  await signIn(page, "ada");
  await page.goto(EVENTS);
  await expect(page.getByText(/\/\.well-known\/jwks\.json$/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "No receivers yet" })).toBeVisible();
  await page.getByRole("link", { name: "New Receiver" }).click();
  await page.getByLabel("Label").fill("SIEM");
  await page.getByLabel("Endpoint").fill("http://siem.example.com/push");
  await page.getByLabel("Audience").fill("https://siem.example.com");
  await page.getByLabel("Authorization (optional)").fill("Bearer s3cret-of-the-receiver");
  await page.getByRole("button", { name: "Add receiver" }).click();
  await expect(page.getByRole("link", { name: /^Enter an address that begins with https/ })).toBeVisible();
  await expect(page.getByLabel("Audience")).toHaveValue("https://siem.example.com");
  await expect(page.getByLabel("Authorization (optional)")).toHaveValue("");
  await page.getByLabel("Endpoint").fill(endpoint);
  await page.getByLabel("Authorization (optional)").fill("Bearer s3cret-of-the-receiver");
  await page.getByRole("button", { name: "Add receiver" }).click();
  await expectDone(page, "Receiver SIEM is added.");
  await expect(page.getByRole("heading", { name: "No events yet" })).toBeVisible();
  expect(await page.content()).not.toContain("s3cret-of-the-receiver");

  await page.getByRole("button", { name: "Send a verification event to SIEM" }).click();
  await expectDone(page, "Receiver SIEM is sent a verification event.");
  await expect.poll(() => received.length, { timeout: 10_000 }).toBe(1);
  expect(received[0]).toMatchObject({
    ...{ type: "application/secevent+jwt", authorization: "Bearer s3cret-of-the-receiver" },
    body: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  });
  const delivery = page
    .getByRole("table", { name: /^The last/ })
    .getByRole("row")
    .nth(1);
  await expect(async () => {
    await page.reload();
    await expect(delivery).toContainText("Delivered", { timeout: 500 });
  }).toPass();
  await expect(page.getByRole("row").filter({ hasText: endpoint })).not.toContainText("None yet");

  await page.goto(NEW_RECEIVER);
  await page.getByLabel("Label").fill("SIEM");
  await page.getByLabel("Endpoint").fill(endpoint);
  await page.getByLabel("Audience").fill("another");
  await page.getByRole("button", { name: "Add receiver" }).click();
  await expect(page.getByRole("link", { name: "There is a receiver of that label already." })).toBeVisible();

  await page.goto(EVENTS);
  await page.getByRole("link", { name: "Remove SIEM" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove SIEM?" });
  await expect(dialog).toContainText("No event is on its way to it now.");
  await dialog.getByRole("button", { name: "Remove receiver" }).click();
  await expectDone(page, "Receiver SIEM is removed.");
  await expect(page.getByRole("heading", { name: "No receivers yet" })).toBeVisible();
  expect(await records.query("SELECT FROM signal_receivers")).toEqual([]);
  siem.close();
});

test("of a receiver that fails the page says what it answered, and what is dropped with it", async ({
  page,
  signIn,
  records,
}) => {
  const { server: siem, endpoint } = await startReceiver(503);
  const id = await givenReceiver(records, "Failing SIEM", endpoint);
  await signIn(page, "ada");
  await page.goto(EVENTS);
  await page.getByRole("button", { name: "Send a verification event to Failing SIEM" }).click();
  await expectDone(page, "is sent a verification event.");
  const receiver = page.getByRole("row").filter({ hasText: endpoint });
  await expect(async () => {
    await page.reload();
    await expect(receiver).toContainText("Failing", { timeout: 500 });
    await expect(receiver.getByRole("cell").nth(5)).toContainText("503", { timeout: 500 });
  }).toPass();
  const delivery = page
    .getByRole("table", { name: /^The last/ })
    .getByRole("row")
    .nth(1);
  for (const word of ["Pending", "503"]) await expect(delivery).toContainText(word);
  await page.goto(`${PLATFORM}/receivers/${id}/remove`);
  await expect(page.getByText("1 event that did not arrive yet is dropped.")).toBeVisible();
  await page.getByRole("button", { name: "Remove receiver" }).click();
  await expectDone(page, "Receiver Failing SIEM is removed.");
  siem.close();
});
