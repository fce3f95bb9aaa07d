import type { NextRequest } from "next/server";
import { platformSettings } from "@/access/platform/platform-settings";
import { finishSingleSignOn } from "@/access/sign-in/single-sign-on";
import { seeOther } from "@/app/see-other";

/** Where the provider sends the browser back to. */
export async function GET(request: NextRequest): Promise<Response> {
  if (platformSettings().singleSignOn === null) return new Response(null, { status: 404 });
  return seeOther(await finishSingleSignOn(request.nextUrl.searchParams));
}
