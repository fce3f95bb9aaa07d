/** Whether a request comes from somebody whom the console knows, asked before much of what they send is kept in memory. */
import type { IncomingMessage } from "node:http";
import type { OpenSession, SessionClosed } from "@/access/sign-in/sessions";
import { isScim } from "./refusals";

/** Guarantees an answer from the database: a session that is open at this moment, or a token of the platform in use. */
export async function isKnownSender(request: IncomingMessage): Promise<boolean> {
  return isScim(request) ? hasLiveToken(request) : hasOpenSession(request);
}

async function hasLiveToken({ headers: { authorization = "" } }: IncomingMessage): Promise<boolean> {
  // Loaded when they are needed: the settings that they read are complete only once the console starts.
  const { findLiveToken } = await import("@/access/platform/platform-tokens");
  const token = /^Bearer +([^ ]+)$/i.exec(authorization.trim())?.[1];
  return token !== undefined && (await findLiveToken(token)) !== null;
}

async function hasOpenSession(request: IncomingMessage): Promise<boolean> {
  return (await openSessionOf(request)).open;
}

/**
 * The user of an open session; null for everybody else, and for the platform, whose calls have a number for each minute. Null
 * as well while the database doesn't answer: nothing can be changed then, and the page says so.
 */
export async function findUserId(request: IncomingMessage): Promise<string | null> {
  if (isScim(request)) return null;
  const session = await openSessionOf(request).catch(() => null);
  return session?.open ? session.user.id : null;
}

async function openSessionOf({ headers: { cookie = "" } }: IncomingMessage): Promise<OpenSession | SessionClosed> {
  const { sessionTokenIn } = await import("@/access/browser");
  const { findOpenSession } = await import("@/access/sign-in/sessions");
  return findOpenSession(sessionTokenIn((name) => cookieValue(cookie, name)));
}

/** The last one of that name, as the pages read it. */
function cookieValue(cookies: string, name: string): string | undefined {
  const own = cookies.split(";").findLast((one) => one.trim().startsWith(`${name}=`));
  return own?.trim().slice(name.length + 1);
}
