/**
 * What every browser test has at hand: a console of its worker's own, people to sign in as, the records behind it, and
 * a watch over the browser: what it reports as an error fails the test, unless the test said so beforehand.
 */
import { type BrowserContext, type BrowserContextOptions, expect, type Page, test as base } from "@playwright/test";
import { people, type Person, type PersonName } from "@/tests/people";
import { testPassword } from "@/tests/server";
import { type ConsoleServer, startConsoleServer } from "./console-server";
import { type Records, withRecords } from "./records";

export { expectAccessible } from "./accessibility";
export { expect };

type Somebody = PersonName | Readonly<Person>;

type TestFixtures = {
  /** Somebody of the story. Read only: other tests of the worker meet the same person. */
  person: (name: PersonName) => Readonly<Person>;
  password: string;
  /** Signs in through the form, on this page. */
  signIn: (page: Page, who: Somebody) => Promise<void>;
  /** Another browser, with cookies of its own, under the same watch. */
  openBrowser: (options?: BrowserContextOptions) => Promise<Page>;
  /** Errors that belong to the story, such as a page that is not there: a text that contains this is let through. */
  expectBrowserError: (part: string | RegExp) => void;
  errors: Errors;
};

type WorkerFixtures = { server: ConsoleServer; records: Records };

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    async ({}, use) => {
      const server = await startConsoleServer();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  records: [({ server }, use) => withRecords(server.databaseUrl, use), { scope: "worker" }],
  baseURL: ({ server }, use) => use(server.url),
  person: async ({}, use) => use((name) => people[name]),
  password: async ({}, use) => use(testPassword()),
  errors: async ({}, use) => {
    const errors = new Errors();
    await use(errors);
    expect(errors.unexpected(), "errors that the browser reported").toEqual([]);
  },
  expectBrowserError: async ({ errors }, use) => use((part) => errors.expect(part)),
  context: async ({ context, errors }, use) => {
    errors.watch(context);
    await use(context);
  },
  openBrowser: async ({ browser, baseURL, contextOptions, errors }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, ...(baseURL && { baseURL }), ...options });
      opened.push(context);
      errors.watch(context);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
  signIn: async ({ password }, use) => use((page, who) => signIn(page, who, password)),
});

async function signIn(page: Page, who: Somebody, password: string): Promise<void> {
  const { username } = typeof who === "string" ? people[who] : who;
  await page.goto("/sign-in");
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

class Errors {
  private readonly reported: string[] = [];
  private readonly expected: (string | RegExp)[] = [];

  watch(context: BrowserContext): void {
    context.on("weberror", (error) => this.reported.push(`uncaught: ${String(error.error())}`));
    context.on("console", (message) => {
      const { url } = message.location();
      // How soon a font is there is up to the machine: one that comes late waits for the next page.
      if (/\.woff2 was preloaded using link preload but not used/.test(message.text())) return;
      if (["error", "warning"].includes(message.type())) this.reported.push(`${message.text()} (${url})`);
    });
  }

  expect(part: string | RegExp): void {
    this.expected.push(part);
  }

  unexpected(): string[] {
    return this.reported.filter((text) => !this.expected.some((part) => contains(text, part)));
  }
}

function contains(text: string, part: string | RegExp): boolean {
  return typeof part === "string" ? text.includes(part) : part.test(text);
}
