/** Answers as SCIM wants them, and the addresses that stand in them. */

export const MEDIA_TYPE = "application/scim+json";

export function respond(status: number, body: object | null, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(body && JSON.stringify(body), {
    status,
    // Profiles of people belong in nobody's cache.
    headers: { ...(body && { "Content-Type": MEDIA_TYPE }), "Cache-Control": "no-store", ...headers },
  });
}

/** The address of something below /scim/v2, as the platform reaches it. */
export function locationOf(path: string): string {
  return `${process.env["LATCHKEY_URL"] ?? ""}/scim/v2${path}`;
}

/** A page of a list (RFC 7644, section 3.4.2). `Resources` is there even when nothing is in it: Entra ID reads it. */
export function listResponse(resources: readonly object[], total: number, startIndex = 1): Response {
  return respond(200, {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  });
}
