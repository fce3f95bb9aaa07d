/** Which address does what (RFC 7644, section 3.2). */
import { findResourceType, findSchema, listResourceTypes, listSchemas, serviceProviderConfig } from "./discovery";
import { ScimError } from "./errors";
import { listResponse } from "./respond";
import { type Call, create, find, list, patch, remove, replace, search } from "./users";

type Handler = (call: Call) => Response | Promise<Response>;

/** What answers a call; throws where nothing does. */
export function endpointOf(method: string, path: readonly string[]): Handler {
  const handlers = new Map(Object.entries(handlersOf(path)));
  // The server sends the head of an answer without its body to whoever asks for that.
  const handler = handlers.get(method === "HEAD" ? "GET" : method);
  if (handler) return handler;
  const allowed = [...handlers.keys()].join(", ");
  throw new ScimError(405, `This address takes ${allowed} and nothing else.`, null, { Allow: allowed });
}

type Handlers = Readonly<Record<string, Handler>>;

function handlersOf(path: readonly string[]): Handlers {
  const [kind, id, ...rest] = path;
  if (rest.length > 0) throw unknownAddress();
  switch (kind) {
    case "Users":
      return id === undefined ? { GET: list, POST: create } : handlersOfUser(id);
    case "Groups":
      return handlersOfGroups(id);
    case "ServiceProviderConfig":
      if (id !== undefined) throw unknownAddress();
      return { GET: serviceProviderConfig };
    case "ResourceTypes":
      return { GET: id === undefined ? listResourceTypes : () => findResourceType(id) };
    case "Schemas":
      return { GET: id === undefined ? listSchemas : () => findSchema(id) };
    case "Me":
    case "Bulk":
      throw new ScimError(501, `/${kind} is not supported. /ServiceProviderConfig says what is.`);
    default:
      throw unknownAddress();
  }
}

function handlersOfUser(id: string): Handlers {
  if (id === ".search") return { POST: search };
  return {
    GET: (call) => find(call, id),
    PUT: (call) => replace(call, id),
    PATCH: (call) => patch(call, id),
    DELETE: (call) => remove(call, id),
  };
}

/** Platforms ask for groups although they need none here, and stop at an error. */
function handlersOfGroups(id: string | undefined): Handlers {
  if (id !== undefined) throw new ScimError(404, "There are no groups here.");
  return { GET: () => listResponse([], 0), POST: refuseGroup };
}

function refuseGroup(): never {
  throw new ScimError(501, "Groups are not supported. Roles are given in the console.");
}

function unknownAddress(): ScimError {
  return new ScimError(404, "There is nothing at this address. Below /scim/v2 there is /Users, for example.");
}
