/**
 * The identity platform as it calls the running console, and one of its users with all that a disable has to end: a
 * browser that is signed in, and a key that the gate lets pass.
 */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { hashPackageKey, makePackageKey } from "@/access/keys/package-key-format";
import type { ConsoleServer } from "./console-server";
import { expect } from "./fixtures";
import { emptyPlatform } from "./platform-scene";
import type { Records, Row } from "./records";

export const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
export const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
export const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

export type Body = Record<string, unknown>;
export type Answered = { status: number; headers: Headers; body: Body };

/** An own name for each test, since tests share a console. */
export function ownName(like: string): string {
  return `${like}.${randomUUID().slice(0, 8)}@example.com`;
}

export class PlatformClient {
  private constructor(
    readonly server: ConsoleServer,
    private readonly records: Records,
    readonly label: string,
    readonly token: string,
  ) {}

  /** With a new token, the only one of this console. */
  static async connected(server: ConsoleServer, records: Records, label: string): Promise<PlatformClient> {
    await emptyPlatform(records);
    const token = makePackageKey("scim");
    await records.query("INSERT INTO platform_tokens (label, hash, last_four, created_by) VALUES ($1, $2, $3, 'ada')", [
      label,
      hashPackageKey(token),
      token.slice(-4),
    ]);
    return new PlatformClient(server, records, label, token);
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const answer = await fetch(`${this.server.url}/scim/v2${path}`, {
      method,
      redirect: "manual",
      headers: {
        Accept: "application/scim+json",
        Authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { "Content-Type": "application/scim+json; charset=utf-8" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (text !== "") expect(answer.headers.get("content-type")).toBe("application/scim+json");
    return { status: answer.status, headers: answer.headers, body: (text === "" ? {} : JSON.parse(text)) as Body };
  }

  patch(id: string, ...operations: object[]): Promise<Answered> {
    return this.call("PATCH", `/Users/${id}`, { schemas: [PATCH], Operations: operations });
  }

  /** The user whom a POST made, with a key of theirs. */
  async leaver({ body }: Answered): Promise<Leaver> {
    const username = String(body["userName"]);
    const { key } = await this.records.newKey({ username });
    return new Leaver(this.server, this.records, this.label, String(body["id"]), username, key);
  }
}

export class Leaver {
  constructor(
    private readonly server: ConsoleServer,
    private readonly records: Records,
    private readonly label: string,
    readonly id: string,
    readonly username: string,
    private readonly key: string,
  ) {}

  /** Signs them in, does this to them, and sees that they are out by one change. */
  async expectOutBy(disable: () => Promise<Answered>): Promise<Answered> {
    const cookie = await this.signIn();
    await this.expectKey("allowed", 200);
    expect(await this.account(cookie)).toBe(200);
    const answer = await this.expectOneEntry("user.disabled", disable);
    await this.expectKey("user_disabled", 403);
    expect(await this.account(cookie)).toBe(307);
    expect(await this.records.openSessions(this.username)).toBe(0);
    return answer;
  }

  /** Does this, and sees that the key works again and no session does. */
  async expectBackBy(enable: () => Promise<Answered>): Promise<Answered> {
    const answer = await this.expectOneEntry("user.enabled", enable);
    await this.expectKey("allowed", 200);
    expect(await this.records.openSessions(this.username)).toBe(0);
    return answer;
  }

  private async expectOneEntry(event: string, act: () => Promise<Answered>): Promise<Answered> {
    const before = await this.history();
    const answer = await act();
    const added = (await this.history()).slice(before.length);
    expect(added).toMatchObject([{ event, outcome: "DONE", source: "PLATFORM", actor_username: this.label }]);
    return answer;
  }

  history(): Promise<Row[]> {
    return this.records.query("SELECT * FROM audit_entries WHERE subject_id = $1 ORDER BY id", [this.id]);
  }

  /** The cookie of a browser that they sign in with. */
  async signIn(): Promise<string> {
    const token = randomBytes(32).toString("base64url");
    const hash = createHash("sha256").update(token).digest();
    await this.records.query("INSERT INTO sessions (token_hash, user_id) VALUES ($1, $2)", [hash, this.id]);
    return token;
  }

  /** How the own page answers such a cookie: itself, or by the way to sign in. */
  private async account(token: string): Promise<number> {
    const headers = { cookie: `latchkey-session=${token}` };
    const answer = await fetch(`${this.server.url}/account`, { headers, redirect: "manual" });
    if (answer.status === 307) expect(answer.headers.get("location")).toMatch(/^\/sign-in\?from=/);
    return answer.status;
  }

  private async expectKey(decision: string, status: number): Promise<void> {
    const ask = async (): Promise<unknown> => {
      const answer = await fetch(`${this.server.gateUrl}/authorize`, { headers: { "x-api-key": this.key } });
      return { status: answer.status, decision: answer.headers.get("x-access-decision") };
    };
    await expect.poll(ask).toEqual({ status, decision });
  }
}
