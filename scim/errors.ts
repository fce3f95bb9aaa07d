/** What the platform is told when something can't be done: the Error of RFC 7644, section 3.12. */
import { respond } from "./respond";

const ERROR_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error";

export type ScimType =
  "invalidFilter" | "invalidPath" | "invalidSyntax" | "invalidValue" | "mutability" | "noTarget" | "uniqueness";

export class ScimError extends Error {
  constructor(
    readonly status: number,
    /** For the administrator who connects the platform: what is wrong, and what to do about it. */
    readonly detail: string,
    readonly scimType: ScimType | null = null,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }

  toResponse(): Response {
    const { status, detail, scimType, headers } = this;
    // The status is text here: RFC 7644 says so.
    const body = { schemas: [ERROR_SCHEMA], status: String(status), ...(scimType && { scimType }), detail };
    return respond(status, body, headers);
  }
}

/** A request that can't be obeyed as it is; nothing was changed. */
export function badRequest(scimType: ScimType, detail: string): ScimError {
  return new ScimError(400, detail, scimType);
}

/** The token is no good. `why` is for the header: what RFC 6750 calls it, or nothing where there was no token. */
export function unauthorized(detail: string, why: "invalid_token" | null): ScimError {
  const challenge = `Bearer realm="scim"${why ? `, error="${why}"` : ""}`;
  return new ScimError(401, detail, null, { "WWW-Authenticate": challenge });
}

export function unknownUser(): ScimError {
  return new ScimError(404, "There is no such user of the platform. It was deleted, or is one of API Management.");
}
