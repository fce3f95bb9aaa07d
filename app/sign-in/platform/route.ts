import type { NextRequest } from "next/server";
import { Actor } from "@/access/actor";
import { platformSettings } from "@/access/platform/platform-settings";
import { findActor } from "@/access/require-actor";
import { startSingleSignOn } from "@/access/sign-in/single-sign-on";
import { returnPath } from "@/app/return-path";
import { seeOther } from "@/app/see-other";

/**
 * Begins a sign-in by single sign-on: a plain link leads here, and so may a tile on the platform's own page (the
 * "initiate login URI"). There is one provider, so what else such an address says of it makes no difference.
 */
export async function GET(request: NextRequest): Promise<Response> {
  if (platformSettings().singleSignOn === null) return new Response(null, { status: 404 });
  const from = returnPath(request.nextUrl.searchParams.get("from"), "/");
  return seeOther((await findActor()) instanceof Actor ? from : await startSingleSignOn(from));
}
