/** Jobs as stories meet them: people made for one of them, a draft by their names, and the wait for an end. */
import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { Person } from "@/tests/people";
import { expect } from "./fixtures";
import type { Records, Row } from "./records";

/** So many local users whose names begin alike, and with what. */
export async function givenCrew(
  records: Records,
  size: number,
  wanted: Partial<Person> = {},
): Promise<{ prefix: string; names: string[] }> {
  const prefix = `crew-${randomUUID().slice(0, 8)}`;
  const names: string[] = [];
  while (names.length < size) names.push((await records.newPerson({ ...wanted, username: prefix })).username);
  return { prefix, names };
}

/** A crew as large as a job needs to be under way for a while, all made by one statement. */
export async function givenLargeCrew(records: Records, size: number): Promise<string> {
  const prefix = `many-${randomUUID().slice(0, 8)}`;
  await records.query(
    `INSERT INTO users (username, username_key, email, display_name, origin, status, updated_at)
     SELECT $1 || '-' || n, $1 || '-' || n, n || '@example.com', 'One of many', 'LOCAL', 'ENABLED', now()
     FROM generate_series(1, $2::int) AS n`,
    [prefix, size],
  );
  return prefix;
}

/** Brings the names by the page for files, and stays on the review page. */
export async function draftByNames(page: Page, names: readonly string[], what: "Disable" | "Enable"): Promise<string> {
  await page.goto("/manage/jobs/from-file");
  await page.getByRole("radio", { name: `${what} them` }).check();
  await page.getByLabel("Usernames", { exact: true }).fill(names.join("\n"));
  await page.getByRole("button", { name: "Review" }).click();
  await page.waitForURL(/\/manage\/jobs\/[0-9a-f-]{36}/);
  return jobId(page);
}

/** Brings the names as a file, to be disabled. */
export async function draftByFile(page: Page, text: string): Promise<string> {
  await page.goto("/manage/jobs/from-file");
  await page
    .getByLabel("Or a file")
    .setInputFiles({ name: "names.txt", mimeType: "text/plain", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Review" }).click();
  await page.waitForURL(/\/manage\/jobs\/[0-9a-f-]{36}/);
  return jobId(page);
}

/** The id in the address of a job's page. */
export function jobId(page: Page): string {
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

export async function startBecause(page: Page, reason: string): Promise<void> {
  await page.getByLabel("Reason", { exact: true }).fill(reason);
  await page.getByRole("button", { name: /^(Disable|Enable) [\d,]+ users?$/ }).click();
}

export async function untilFinished(records: Records, id: string): Promise<void> {
  await expect.poll(async () => (await job(records, id))?.["status"]).toBe("FINISHED");
}

export async function job(records: Records, id: string): Promise<Row | undefined> {
  const [row] = await records.query("SELECT * FROM jobs WHERE id = $1", [id]);
  return row;
}

/** How many of those whose names begin so have each status. */
export async function statuses(records: Records, prefix: string): Promise<Record<string, number>> {
  const rows = await records.query(
    "SELECT status::text, count(*)::int AS count FROM users WHERE username_key LIKE $1 || '%' GROUP BY 1",
    [prefix],
  );
  return Object.fromEntries(rows.map(({ status, count }) => [String(status), Number(count)]));
}
