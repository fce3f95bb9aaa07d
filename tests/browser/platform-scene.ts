/** The identity platform as the tests of its pages need it: its tokens, its calls, and receivers of security events. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Page } from "@playwright/test";
import type { ConsoleServer } from "./console-server";
import { expect } from "./fixtures";
import type { Records } from "./records";

export const PLATFORM = "/manage/settings/platform";
export const EVENTS = `${PLATFORM}/events`;
export const NEW_TOKEN = `${PLATFORM}/tokens/new`;
export const NEW_RECEIVER = `${PLATFORM}/receivers/new`;

/** Tests of one worker share a console, which has two tokens at most. */
export async function emptyPlatform(records: Records): Promise<void> {
  await records.query("DELETE FROM platform_tokens");
  await records.query("DELETE FROM platform_calls");
  await records.query("DELETE FROM signal_receivers");
}

/** The notice after a change. Where a button copies something, that has a status of its own. */
export function expectDone(page: Page, sentence: string): Promise<void> {
  return expect(page.getByRole("status").filter({ hasText: sentence })).toBeVisible();
}

export function call(server: ConsoleServer, token: string, path = "/Users", init: RequestInit = {}): Promise<Response> {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/scim+json" };
  return fetch(`${server.url}/scim/v2${path}`, { headers, ...init });
}

/** Creates a token on its page and hands it over, as somebody copies it from there. */
export async function newToken(page: Page, label: string): Promise<string> {
  await page.goto(NEW_TOKEN);
  await page.getByLabel("Label").fill(label);
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByText(`Token ${label} is created.`)).toBeVisible();
  return page.locator("main code", { hasText: "lk_scim_" }).innerText();
}

/** A row of a token that was not made by hand. */
export async function givenTokens(records: Records, ...labels: string[]): Promise<string[]> {
  const rows = await Promise.all(
    labels.map((label) =>
      records.query(
        `INSERT INTO platform_tokens (label, hash, last_four, created_by)
         VALUES ($1, sha256(gen_random_uuid()::text::bytea), 'Zz09', 'ada') RETURNING id`,
        [label],
      ),
    ),
  );
  return rows.flat().map(({ id }) => String(id));
}

export async function givenReceiver(
  records: Records,
  label: string,
  endpoint = "https://siem.example.com/push",
): Promise<string> {
  const [row] = await records.query(
    `INSERT INTO signal_receivers (label, endpoint, audience, created_by) VALUES ($1, $2, $2, 'ada') RETURNING id`,
    [label, endpoint],
  );
  return String(row?.["id"]);
}

type Received = { type: string | undefined; authorization: string | undefined; body: string };

/** A receiver that keeps what it is told and answers with this status. */
export async function startReceiver(
  status: number,
): Promise<{ server: Server; endpoint: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      received.push({ type: request.headers["content-type"], authorization: request.headers.authorization, body });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push`, received };
}
