/** Who may send much: a session that is open, and a token that is in use, as the database has them at this moment. */
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { SESSION_COOKIE } from "@/access/browser";
import { createPlatformToken, revokePlatformToken } from "@/access/platform/platform-tokens";
import { endOwnSession } from "@/access/sign-in/own-sessions";
import { findUserId, isKnownSender } from "@/scripts/server/request-sender";
import { actorOf, openSession, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

function isKnown(url: string, headers: Record<string, string>): Promise<boolean> {
  return isKnownSender(requestOf(url, headers));
}

function requestOf(url: string, headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  return Object.assign(request, { url, headers });
}

test("a session is known while it is open, by its own cookie", async () => {
  const { ada } = await givenPeople("ada");
  const token = await openSession(ada);
  const ask = (cookie: string): Promise<boolean> => isKnown("/manage/jobs/from-file", { cookie });
  expect(await ask(`other=1; ${SESSION_COOKIE}=${token}`)).toBe(true);
  for (const cookie of ["", `${SESSION_COOKIE}=`, `${SESSION_COOKIE}=guessed`, `my${SESSION_COOKIE}=${token}`]) {
    expect(await ask(cookie), cookie).toBe(false);
  }
  expect(await isKnown("/manage", { authorization: `Bearer ${token}` })).toBe(false);
  const actor = await actorOf(token);
  await endOwnSession(actor, actor.sessionId ?? "");
  expect(await ask(`${SESSION_COOKIE}=${token}`)).toBe(false);
});

test("changes are counted for the user of an open session, whichever it is, and for nobody else", async () => {
  const { ada } = await givenPeople("ada");
  const [token, other] = [await openSession(ada), await openSession(ada)];
  const ask = (url: string, cookie: string): Promise<string | null> => findUserId(requestOf(url, { cookie }));
  expect(await ask("/account", `${SESSION_COOKIE}=${token}`)).toBe(ada.id);
  expect(await ask("/account", `${SESSION_COOKIE}=${other}`)).toBe(ada.id);
  expect(await ask("/account", "")).toBeNull();
  expect(await ask("/account", `${SESSION_COOKIE}=guessed`)).toBeNull();
  expect(await ask("/scim/v2/Users", `${SESSION_COOKIE}=${token}`)).toBeNull();
  const actor = await actorOf(token);
  await endOwnSession(actor, actor.sessionId ?? "");
  expect(await ask("/account", `${SESSION_COOKIE}=${token}`)).toBeNull();
});

test("a token of the platform is known while it is in use, where the platform calls", async () => {
  const { ada } = await givenPeople("ada");
  const created = await createPlatformToken(await signedIn(ada), "Entra");
  if (!created.ok) throw new Error(created.refusal);
  const ask = (authorization: string): Promise<boolean> => isKnown("/scim/v2/Users", { authorization });
  expect(await ask(`Bearer ${created.token}`)).toBe(true);
  for (const header of ["", "Bearer guessed", created.token, `Basic ${created.token}`]) {
    expect(await ask(header), header).toBe(false);
  }
  expect(await isKnown("/manage", { authorization: `Bearer ${created.token}` })).toBe(false);
  expect(await isKnown("/scim/v2/Users", { cookie: `${SESSION_COOKIE}=${await openSession(ada)}` })).toBe(false);
  await revokePlatformToken(await signedIn(ada), created.id);
  expect(await ask(`Bearer ${created.token}`)).toBe(false);
});
