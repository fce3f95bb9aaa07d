/**
 * Who acts. Every verb of access/ takes an Actor first, and only this file can make one: from a session that is open
 * in the database at this moment, or for the command line of the server.
 */
import { userInfo } from "node:os";
import type { AuditActor } from "./audit";
import type { Role } from "./rules";
import { type SessionClosed, findOpenSession } from "./sessions";

export class Actor implements AuditActor {
  // The private constructor makes the type nominal: a plain object of the same shape is no Actor.
  private constructor(
    readonly kind: "user" | "command-line",
    readonly id: string | null,
    readonly username: string,
    readonly displayName: string,
    readonly roles: readonly Role[],
    readonly sessionId: string | null,
    readonly address: string | null,
  ) {}

  get source(): "PAGE" | "COMMAND_LINE" {
    return this.kind === "user" ? "PAGE" : "COMMAND_LINE";
  }

  /** The user of an open session, or why there is none. Asks the database, never the cookie. */
  static async ofSession(token: string | undefined, address: string): Promise<Actor | SessionClosed> {
    const session = await findOpenSession(token);
    if (!session.open) return session;
    const { user, id } = session;
    return new Actor("user", user.id, user.username, user.displayName, user.roles, id, address);
  }

  /** Whoever runs a command on the server, named by the operating system's user. */
  static ofCommandLine(): Actor {
    const username = operatingSystemUser();
    return new Actor("command-line", null, username, username, [], null, null);
  }
}

/** In a container the process may run as a number that has no name. */
function operatingSystemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}

export function commandLineActor(): Actor {
  return Actor.ofCommandLine();
}
