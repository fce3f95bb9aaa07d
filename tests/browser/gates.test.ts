/** Gates: which are there, which are silent, and how to start one where there is none. */
import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures";

test("a gate that listens and one that went silent are told apart; stopped ones stand apart", async ({
  page,
  signIn,
  records,
}) => {
  const tag = randomUUID().slice(0, 8);
  const linus = await records.newPerson({ username: "linus" });
  await records.query(
    `INSERT INTO gates (id, name, started_snapshot, started_at, heard_at, stopped_at, cached_keys) VALUES
       (gen_random_uuid(), $1 || '-listens', pg_current_snapshot(), now() - interval '3 hours', now(), NULL, 4211),
       (gen_random_uuid(), $1 || '-silent', pg_current_snapshot(), now() - interval '3 hours', now() - interval '5 minutes', NULL, 12),
       (gen_random_uuid(), $1 || '-stopped', pg_current_snapshot(), now() - interval '5 hours', now() - interval '1 hour', now() - interval '1 hour', 7)`,
    [tag],
  );
  await records.query("UPDATE users SET status = 'DISABLED' WHERE username = $1", [linus.username]);
  await records.query(
    `INSERT INTO gate_acknowledgements (change_id, gate_id, at)
     SELECT c.id, g.id, c.at + interval '12 ms' FROM gates g, access_changes c
     WHERE g.name = $1 || '-listens' AND c.id = (SELECT max(id) FROM access_changes)`,
    [tag],
  );
  await signIn(page, "sam");
  await page.getByRole("link", { name: "Gates", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Gates");
  const labels = ["Gate", "State", "Started", "Last heard", "Keys in memory", "Last change"];
  await expect(page.getByRole("table").first().getByRole("columnheader")).toHaveText(labels);
  const listens = page.getByRole("row").filter({ hasText: `${tag}-listens` });
  await expect(listens).toContainText("Listening");
  await expect(listens).toContainText("4,211");
  await expect(listens).toContainText(/Acknowledged 12 ms after it was made at .*\d\d:\d\d:\d\d/);
  const silent = page.getByRole("row").filter({ hasText: `${tag}-silent` });
  await expect(silent).toContainText("Silent");
  await expect(silent).toContainText("None acknowledged yet");
  await expect(page.getByText(`${tag}-stopped`)).toBeHidden();
  await page.getByText(/^Stopped within the last day/).click();
  await expect(page.getByRole("row").filter({ hasText: `${tag}-stopped` })).toContainText("Stopped");
  await records.query("DELETE FROM gates WHERE name LIKE $1 || '%'", [tag]);
});

test("where no gate runs the page says how to start one", async ({ page, signIn, records }) => {
  await signIn(page, "ada");
  // The gate beside the console says every few seconds that it is there, and then it is.
  await expect(async () => {
    await records.query("UPDATE gates SET stopped_at = now() WHERE stopped_at IS NULL");
    await page.goto("/manage/gates");
    await expect(page.getByText("No gate is running")).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(page.getByText("npm run gate")).toBeVisible();
});
