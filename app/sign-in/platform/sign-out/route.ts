import { Actor } from "@/access/actor";
import { platformSettings } from "@/access/platform/platform-settings";
import { findActor } from "@/access/require-actor";
import { takePlatformSignOut } from "@/access/sign-in/platform-sign-out";
import { seeOther } from "@/app/see-other";

/** Leads who is signed out here to the provider, to be signed out there, too. A link ends no session of ours. */
export async function GET(): Promise<Response> {
  if (platformSettings().singleSignOn === null) return new Response(null, { status: 404 });
  if ((await findActor()) instanceof Actor) return seeOther("/");
  return seeOther((await takePlatformSignOut()) ?? "/sign-in?error=platform_stays");
}
