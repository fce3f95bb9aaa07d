/** The identity platform as tests play it: its token, its calls at the door, and what they left in the database. */
import { expect } from "vitest";
import { commandLineActor } from "@/access/actor";
import { database } from "@/access/database";
import { createPlatformToken } from "@/access/platform/platform-tokens";
import { answerScim } from "@/scim/answer";
import { ADDRESS } from "@/tests/actors";

export const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
export const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

export type Body = Record<string, unknown>;
export type Answered = { status: number; headers: Headers; body: Body };
type Headers_ = Record<string, string>;

/** A token of the platform, by this label. */
export async function givenToken(label = "Okta"): Promise<{ id: string; token: string }> {
  const created = await createPlatformToken(commandLineActor(), label);
  if (!created.ok) throw new Error(created.refusal);
  return created;
}

/** The platform with its token. Bodies are sent as they are where they are text. */
export class Platform {
  constructor(readonly token: string | null) {}

  static async connected(label?: string): Promise<Platform> {
    return new Platform((await givenToken(label)).token);
  }

  get = (path: string, headers?: Headers_): Promise<Answered> => this.call("GET", path, undefined, headers);
  post = (path: string, body: unknown, headers?: Headers_): Promise<Answered> => this.call("POST", path, body, headers);
  put = (path: string, body: unknown, headers?: Headers_): Promise<Answered> => this.call("PUT", path, body, headers);
  delete = (path: string, headers?: Headers_): Promise<Answered> => this.call("DELETE", path, undefined, headers);

  /** A PATCH of these operations, or of a body that is none. */
  patch(id: unknown, operations: unknown[], headers?: Headers_): Promise<Answered> {
    return this.call("PATCH", `/Users/${String(id)}`, { schemas: [PATCH], Operations: operations }, headers);
  }

  /** A user as this platform creates one. */
  async provision(userName: string, more: Body = {}): Promise<Body & { id: string }> {
    const created = await this.post("/Users", { schemas: [USER], userName, externalId: `idp|${userName}`, ...more });
    expect(created).toMatchObject({ status: 201 });
    return created.body as Body & { id: string };
  }

  call(method: string, path: string, body?: unknown, headers: Headers_ = {}): Promise<Answered> {
    const text = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
    return this.raw(method, path, text, headers);
  }

  async raw(
    method: string,
    path: string,
    body: string | Buffer<ArrayBuffer> | undefined,
    headers: Headers_ = {},
  ): Promise<Answered> {
    const request = new Request(`http://latchkey.test/scim/v2${path}`, {
      method,
      headers: {
        ...(this.token !== null && { Authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { "Content-Type": "application/scim+json" }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
    return read(await answerScim(request, segmentsOf(path), ADDRESS));
  }
}

function segmentsOf(path: string): string[] {
  const [below = ""] = path.split("?");
  return below
    .split("/")
    .filter((segment) => segment !== "")
    .map(decodeURIComponent);
}

async function read(response: Response): Promise<Answered> {
  const text = await response.text();
  const body = (text === "" ? {} : JSON.parse(text)) as Body;
  if (text !== "") expect(response.headers.get("content-type")).toBe("application/scim+json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  if (response.status >= 400) expectError(response.status, body);
  return { status: response.status, headers: response.headers, body };
}

/** RFC 7644, section 3.12: every error looks like this. */
function expectError(status: number, body: Body): void {
  expect(body).toMatchObject({ schemas: [ERROR], status: String(status) });
  expect(body["detail"]).toMatch(/^\S.*\S$/su);
}

/** All that must stay as it was after a refusal. */
export async function everything(): Promise<unknown> {
  const users = await database().user.findMany({ orderBy: { id: "asc" }, omit: { syncedAt: true } });
  const entries = await database().auditEntry.findMany({ orderBy: { id: "asc" } });
  return { users, entries };
}
