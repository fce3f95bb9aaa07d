/** What this service tells of itself (RFC 7643, sections 5 and 6): as it is. */
import { ScimError } from "./errors";
import { LONGEST_PAGE } from "./list-query";
import { CORE, ENTERPRISE } from "./path";
import { listResponse, locationOf, respond } from "./respond";
import { allSchemas, schemaOf } from "./schemas";
import type { Call } from "./users";

export function serviceProviderConfig(call: Call): Response {
  refuseFilter(call);
  return respond(200, {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: LONGEST_PAGE },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Token",
        description: "A token that an administrator made in the settings of the console.",
        specUri: "https://www.rfc-editor.org/info/rfc6750",
        primary: true,
      },
    ],
    meta: { resourceType: "ServiceProviderConfig", location: locationOf("/ServiceProviderConfig") },
  });
}

export function listResourceTypes(call: Call): Response {
  refuseFilter(call);
  return listResponse([userType()], 1);
}

export function findResourceType(id: string): Response {
  if (id.toLowerCase() !== "user") throw new ScimError(404, "There is one type of resource here, User.");
  return respond(200, userType());
}

export function listSchemas(call: Call): Response {
  refuseFilter(call);
  const schemas = allSchemas();
  return listResponse(schemas, schemas.length);
}

export function findSchema(id: string): Response {
  const schema = schemaOf(id);
  if (!schema) throw new ScimError(404, "There is no such schema here. /Schemas lists those that there are.");
  return respond(200, schema);
}

function userType(): object {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    id: "User",
    name: "User",
    description: "A user of the API program whom the platform owns",
    endpoint: "/Users",
    schema: CORE,
    schemaExtensions: [{ schema: ENTERPRISE, required: false }],
    meta: { resourceType: "ResourceType", location: locationOf("/ResourceTypes/User") },
  };
}

/** RFC 7644, section 4, wants this refused, lest a filtered list be taken for all that there is. */
function refuseFilter({ parameters }: Call): void {
  if (parameters.has("filter")) throw new ScimError(403, "What is here can't be filtered.");
}
