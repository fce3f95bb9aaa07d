/** The door of every page and action: who asks is read from the database, on each request, or the request ends here. */
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { Actor } from "./actor";
import { presentBrowser } from "./browser";
import { mayReachConsole } from "./rules";
import type { SessionClosed } from "./sign-in/sessions";

/** Who is signed in with this browser, or why nobody is. Asked once for each request. */
export const findActor = cache(async (): Promise<Actor | SessionClosed> => {
  const { previousToken, address } = await presentBrowser();
  return Actor.ofSession(previousToken, address);
});

/** The same for setting up a second factor (Actor.ofSessionSettingUp). */
const findActorSettingUp = cache(async (): Promise<Actor | SessionClosed> => {
  const { previousToken, address } = await presentBrowser();
  return Actor.ofSessionSettingUp(previousToken, address);
});

/** Where a second factor is set up. */
export const SECOND_FACTOR = "/account/second-factor";

/** Who is signed in; everybody else is sent to sign in and brought back to `from` afterwards. */
export async function requireActor(from: string): Promise<Actor> {
  const found = await findActor();
  if (found instanceof Actor) return found;
  redirect(`${found.why === "second_factor_missing" ? SECOND_FACTOR : "/sign-in"}?from=${encodeURIComponent(from)}`);
}

/** Who is signed in, also where the second factor that they must have is still missing. */
export async function requireActorSettingUp(from: string): Promise<Actor> {
  const found = await findActorSettingUp();
  if (found instanceof Actor) return found;
  redirect(`/sign-in?from=${encodeURIComponent(from)}`);
}

/** A signed-in user whose role reaches the console. For others these pages do not exist. */
export async function requireConsoleActor(from: string): Promise<Actor> {
  const actor = await requireActor(from);
  if (!mayReachConsole(actor).allowed) notFound();
  return actor;
}
