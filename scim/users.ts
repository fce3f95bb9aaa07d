/** What the platform can ask for about its users (RFC 7644, section 3). Whom it may touch is decided in access/. */
import type { Actor } from "@/access/actor";
import { listPlatformUsers } from "@/access/platform/platform-user-list";
import {
  changePlatformUser,
  createPlatformUser,
  deletePlatformUser,
  findPlatformUser,
  type PlatformOutcome,
  type PlatformUser,
} from "@/access/platform/platform-users";
import type { Refusal } from "@/access/rules";
import { assignAll } from "./assign";
import { readBody } from "./body";
import { type Draft, draftForReplacing, draftOf, EMPTY_DRAFT, newUser, wantedUser } from "./draft";
import { badRequest, ScimError, unauthorized, unknownUser } from "./errors";
import { leaverOut, passOver } from "./leaver";
import { type ListQuery, projectionOfAddress, queryOfAddress, queryOfBody } from "./list-query";
import { applyPatch, readPatch } from "./patch";
import { CORE, ENTERPRISE } from "./path";
import type { Projection } from "./projection";
import { remarkOf } from "./remarks";
import { locationOfUser, resourceOf, versionOf } from "./resource";
import { listResponse, respond } from "./respond";
import { requireSchema } from "./schema-names";
import { namedParts } from "./values";
import { isNotChanged, seenRevision } from "./versions";

/** A call whose token is good. */
export type Call = {
  readonly actor: Actor;
  readonly request: Request;
  readonly parameters: URLSearchParams;
  /** Tells the administrator something of a call that went well. */
  readonly remark: (text: string | null) => void;
};

export function list({ actor, parameters }: Call): Promise<Response> {
  return listed(actor, queryOfAddress(parameters));
}

export async function search({ actor, request }: Call): Promise<Response> {
  return listed(actor, queryOfBody(await readBody(request)));
}

async function listed(actor: Actor, { project, ...query }: ListQuery): Promise<Response> {
  const { users, total } = await listPlatformUsers(actor, query);
  const resources = users.map((user) => project(resourceOf(user)));
  return listResponse(resources, total, query.startIndex);
}

export async function find({ actor, request, parameters }: Call, id: string): Promise<Response> {
  const project = projectionOfAddress(parameters);
  const user = await findPlatformUser(actor, id);
  if (!user) throw unknownUser();
  return isNotChanged(request, user) ? respond(304, null, { ETag: versionOf(user) }) : respondWith(200, user, project);
}

export async function create({ actor, request, parameters }: Call): Promise<Response> {
  const project = projectionOfAddress(parameters);
  const user = newUser(assignAll(EMPTY_DRAFT, "replace", await readUser(request)));
  const created = await createPlatformUser(actor, user);
  return respondWith(201, changed(created), project);
}

export async function replace(call: Call, id: string): Promise<Response> {
  const resource = await readUser(call.request);
  return change(call, id, (present) => {
    const draft = leaverOut(draftForReplacing(present), (begun) => assignAll(begun, "replace", resource));
    requireUserName(draft);
    return draft;
  });
}

export async function patch(call: Call, id: string): Promise<Response> {
  const operations = readPatch(await readBody(call.request));
  return change(call, id, (present) => leaverOut(draftOf(present), (begun) => applyPatch(begun, operations)));
}

export async function remove({ actor, request }: Call, id: string): Promise<Response> {
  const seen = await seenRevision(request, () => findPlatformUser(actor, id));
  const outcome = await deletePlatformUser(actor, id, seen);
  if (!outcome.ok) throw refusalError(outcome.refusal);
  return respond(204, null);
}

async function change(
  { actor, request, parameters, remark }: Call,
  id: string,
  make: (present: PlatformUser) => Draft,
): Promise<Response> {
  const project = projectionOfAddress(parameters);
  const seen = await seenRevision(request, () => findPlatformUser(actor, id));
  let remarked: (after: PlatformUser) => string | null = () => null;
  const write = (finish: (draft: Draft, present: PlatformUser) => Draft): Promise<PlatformOutcome> =>
    changePlatformUser(actor, id, seen, (present) => {
      const draft = finish(make(present), present);
      remarked = (after) => remarkOf(present, draft, after);
      return wantedUser(present, draft);
    });
  const written = await write((draft) => draft);
  const isTaken = !written.ok && written.refusal === "taken";
  const user = changed(isTaken ? await write(withPresentExternalId) : written);
  remark(remarked(user));
  return respondWith(200, user, project);
}

/** Another user has the external id that a leaver is to get. */
function withPresentExternalId(draft: Draft, { externalId }: PlatformUser): Draft {
  if (draft.active !== false) throw refusalError("taken");
  return passOver({ ...draft, externalId }, "externalId");
}

async function readUser(request: Request): Promise<unknown> {
  const body = await readBody(request);
  requireSchema(namedParts("The user", body).get("schemas"), [CORE, ENTERPRISE]);
  return body;
}

/** A PUT says all that there is to say, but one that disables the user says enough. */
function requireUserName({ userName, active }: Draft): void {
  if (userName === null && active !== false) throw badRequest("invalidValue", "userName is missing.");
}

function respondWith(status: 200 | 201, user: PlatformUser, project: Projection): Response {
  const location = locationOfUser(user);
  return respond(status, project(resourceOf(user)), {
    ETag: versionOf(user),
    ...(status === 201 ? { Location: location } : { "Content-Location": location }),
  });
}

function changed(outcome: PlatformOutcome): PlatformUser {
  if (outcome.ok) return outcome.user;
  throw refusalError(outcome.refusal);
}

function refusalError(refusal: Refusal | "taken"): ScimError {
  switch (refusal) {
    case "taken":
      return new ScimError(
        409,
        "This userName or externalId is in use, by another user of the platform or one of API Management.",
        "uniqueness",
      );
    case "changed_meanwhile":
      return new ScimError(412, "The user has changed since the version that If-Match names. Nothing was changed.");
    case "signed_out":
      return unauthorized("The token was revoked while this call was under way. Nothing was changed.", "invalid_token");
    default:
      return unknownUser();
  }
}
