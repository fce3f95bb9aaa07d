/** Whether a request comes from somebody whom the console knows, asked before much of what they send is kept in memory. */
import type { IncomingMessage } from "node:http";
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

async function hasOpenSession({ headers: { cookie = "" } }: IncomingMessage): Promise<boolean> {
  const { sessionTokenIn } = await import("@/access/browser");
  const { findOpenSession } = await import("@/access/sign-in/sessions");
  return (await findOpenSession(sessionTokenIn((name) => cookieValue(cookie, name)))).open;
}

/** The last one of that name, as the pages read it. */
function cookieValue(cookies: string, name: string): string | undefined {
  const own = cookies.split(";").findLast((one) => one.trim().startsWith(`${name}=`));
  return own?.trim().slice(name.length + 1);
}
