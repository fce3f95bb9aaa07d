import type { NextRequest } from "next/server";
import { answerScim } from "@/scim/answer";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly path?: readonly string[] }> };

/** The platform's door. The server in front of the pages has made the caller's address a plain one. */
async function answer(request: NextRequest, { params }: Context): Promise<Response> {
  const { path = [] } = await params;
  return answerScim(request, path, request.headers.get("x-forwarded-for") ?? "");
}

export { answer as DELETE, answer as GET, answer as OPTIONS, answer as PATCH, answer as POST, answer as PUT };
