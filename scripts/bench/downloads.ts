/** How much JavaScript a browser has to fetch for a page, against an empty page of the same version of Next. */
import { gzipSync } from "node:zlib";
import { ratio, table } from "./figures";
import type { MeasuredConsole } from "./pages";

const LIMIT = 1.15;

const PAGES = {
  "Manage your Users": "/manage/users",
  "User Access Settings": "/manage/users/ada",
  "Package Keys": "/manage/package-keys",
  Audit: "/manage/audit",
  Account: "/account",
};

/** The section of the report. */
export async function measureDownloads(console_: MeasuredConsole): Promise<string> {
  const empty = await downloadOf(console_, "/empty");
  const rows = [["an empty page", `${empty.scripts}`, kilobytes(empty.bytes), "1"]];
  for (const [name, path] of Object.entries(PAGES)) {
    const { scripts, bytes } = await downloadOf(console_, path);
    rows.push([name, `${scripts}`, kilobytes(bytes), ratio(bytes / empty.bytes, LIMIT)]);
  }
  return table(["JavaScript of a page", "Files", "Compressed", "Ratio"], rows);
}

type Download = { readonly scripts: number; readonly bytes: number };

async function downloadOf({ port, token }: MeasuredConsole, path: string): Promise<Download> {
  const origin = `http://127.0.0.1:${port}`;
  const page = await fetch(origin + path, { headers: { Cookie: `latchkey-session=${token}` }, redirect: "error" });
  const html = await page.text();
  // Old browsers alone fetch what is marked for those without modules.
  const tags = [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"[^>]*>/g)].filter(([tag]) => !/nomodule/i.test(tag));
  const addresses = [...new Set(tags.map(([, address = ""]) => address))];
  if (!page.ok || addresses.length === 0) throw new Error(`${path} answered ${page.status} and asks for no script.`);
  let bytes = 0;
  for (const address of addresses) {
    const script = await fetch(new URL(address, origin));
    bytes += gzipSync(Buffer.from(await script.arrayBuffer())).length;
  }
  return { scripts: addresses.length, bytes };
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}
