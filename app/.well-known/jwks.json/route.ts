import { listPublicKeys } from "@/access/signals/signing-keys";

export const dynamic = "force-dynamic";

/** The public halves of the keys that sign security events (RFC 7517), for whoever verifies them. */
export async function GET(): Promise<Response> {
  return Response.json(
    { keys: await listPublicKeys() },
    { headers: { "Content-Type": "application/jwk-set+json", "Cache-Control": "public, max-age=300" } },
  );
}
