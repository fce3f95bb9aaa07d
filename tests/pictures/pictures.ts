/** The pictures themselves: a morning in the console, told to the pages by people and machines as they really do it. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import sharp from "sharp";
import { expect, test } from "@/tests/browser/fixtures";
import { draftByNames, startBecause, untilFinished } from "@/tests/browser/job-scene";
import { givenReceiver, newToken } from "@/tests/browser/platform-scene";
import type { Records } from "@/tests/browser/records";
import { LANGUAGE_COOKIE } from "@/text/language";
import { givenCalls, givenGate, givenSchedule, portalUsers } from "./scene";

const ROOT = join(import.meta.dirname, "../..");
const ALL = join(ROOT, "screenshots");
const DOCS = join(ROOT, "docs/images");

const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 320, height: 640 },
];
const SCHEMES = ["light", "dark"] as const;

/** What the docs show, by the name of the page: at 1440 px in light, or as it is said. */
const SHOWN = new Set([
  "overview-1440-light",
  "overview-1440-dark",
  "users-1440-light",
  "users-320-dark",
  "users-de-1440-light",
  "settings-1440-light",
  "history-1440-light",
  "package-keys-1440-light",
  "review-1440-light",
  "job-1440-light",
  "audit-1440-light",
  "gates-1440-light",
  "platform-1440-light",
  "account-1440-light",
]);

test("pictures", async ({ page, signIn, server, records }) => {
  await signIn(page, "ada");
  await takeAll(page, "first-run", "/manage");
  await givenGate(records, "edge-2");
  const token = await newToken(page, "Okta production");
  await givenCalls(server, token);
  await givenReceiver(records, "Security operations");
  await givenSchedule(records, "percy");
  const finished = await jobDone(page, records);
  await draftByNames(page, [...(await portalUsers(records, 8, 12)), "dora", "pat", "jon.doe"], "Disable");
  const review = new URL(page.url()).pathname;
  await disableLinus(page);
  const notice = new URL(page.url());
  const places: [string, string][] = [
    ["overview", "/manage"],
    ["users", `${notice.pathname}${notice.search}`],
    ["settings", "/manage/users/linus"],
    ["history", "/manage/users/linus/history"],
    ["package-keys", "/manage/users/linus/package-keys"],
    ["all-package-keys", "/manage/package-keys"],
    ["packages", "/manage/packages"],
    ["review", review],
    ["job", finished],
    ["jobs", "/manage/jobs"],
    ["audit", "/manage/audit?what=users"],
    ["audit-entry", "/manage/audit/40"],
    ["gates", "/manage/gates"],
    ["platform", "/manage/settings/platform"],
    ["events", "/manage/settings/platform/events"],
    ["new-user", "/manage/new-user"],
    ["account", "/account"],
  ];
  for (const [name, path] of places) await takeAll(page, name, path);
  await page.context().addCookies([{ name: LANGUAGE_COOKIE, value: "de", url: server.url }]);
  await takeAll(page, "users-de", "/manage/users");
  await page.context().clearCookies();
  await takeAll(page, "sign-in", "/sign-in");
});

async function jobDone(page: Page, records: Records): Promise<string> {
  const id = await draftByNames(page, await portalUsers(records, 0, 8), "Disable");
  await startBecause(page, "Contract with Jade River ended");
  await untilFinished(records, id);
  return `/manage/jobs/${id}`;
}

async function disableLinus(page: Page): Promise<void> {
  await page.goto("/manage/users");
  await page.getByRole("searchbox").fill("linus");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: "Enabled: disable linus" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason (optional)").fill("Lost a laptop; until the password is changed");
  await dialog.getByRole("button", { name: "Disable linus" }).click();
  await expect(page.getByRole("status")).toContainText("linus is disabled.");
  await page.goto(`/manage/users?q=an&field=name&notice=${new URL(page.url()).searchParams.get("notice") ?? ""}`);
}

async function takeAll(page: Page, name: string, path: string): Promise<void> {
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(path, { waitUntil: "networkidle" });
      await keep(`${name}-${viewport.width}-${colorScheme}`, await page.screenshot());
    }
  }
}

/** A page has few colours: with a palette the picture takes a third, and looks the same. */
async function keep(name: string, picture: Buffer): Promise<void> {
  const small = await sharp(picture).png({ palette: true, compressionLevel: 9, effort: 10 }).toBuffer();
  await mkdir(ALL, { recursive: true });
  await writeFile(join(ALL, `${name}.png`), small);
  if (SHOWN.has(name)) await writeFile(join(DOCS, `${name}.png`), small);
}
