/** For what is asked by programs rather than browsers: whoever it is, by plain HTTP and with a session of their own. */
import type { APIRequestContext } from "@playwright/test";
import type { Person } from "@/tests/people";
import { test as base } from "./fixtures";
import type { Asker } from "./roles";
import { openSession } from "./wall-scene";

export { expect } from "./fixtures";

export type Program = {
  readonly request: APIRequestContext;
  /** Null for nobody. */
  readonly person: Person | null;
};

export const test = base.extend<{ enter: (who: Asker) => Promise<Program> }>({
  enter: async ({ playwright, server, records }, use) => {
    const opened: APIRequestContext[] = [];
    await use(async ({ person: wanted, cookie }) => {
      const person = wanted && (await records.newPerson(wanted));
      const value = person ? await openSession(records, person) : cookie;
      const request = await playwright.request.newContext({
        baseURL: server.url,
        storageState: { cookies: value === undefined ? [] : [sessionCookie(value)], origins: [] },
      });
      opened.push(request);
      return { request, person };
    });
    for (const context of opened) await context.dispose();
  },
});

function sessionCookie(value: string) {
  const place = { domain: "localhost", path: "/", expires: -1 };
  return { name: "latchkey-session", value, ...place, httpOnly: true, secure: false, sameSite: "Lax" as const };
}
