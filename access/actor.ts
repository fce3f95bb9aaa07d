/**
 * Who acts. Every verb of access/ takes an Actor first, and only this file can make one: from a session that is open
 * in the database at this moment, from a token of the identity platform that is in use, for the command line of the
 * server, or from an order that one of them left on record.
 */
import { userInfo } from "node:os";
import type { AuditActor } from "./audit/audit";
import { findLiveToken } from "./platform/platform-tokens";
import { noteActor } from "./request-under-way";
import type { Role } from "./rules";
import { type SessionClosed, findOpenSession } from "./sign-in/sessions";

/** What somebody ordered to be done without them, as the database has it. */
export type Order = {
  /** Null for the command line. */
  readonly createdById: string | null;
  readonly createdByUsername: string;
  readonly address: string | null;
  /** The roles by which it is carried out whatever became of the person; null where they must still hold theirs. */
  readonly standingRoles: readonly Role[] | null;
};

export class Actor implements AuditActor {
  // The private constructor makes the type nominal: a plain object of the same shape is no Actor.
  private constructor(
    readonly kind: "user" | "command-line" | "platform" | "job",
    /** Of the user, or of the token; the audit tells them apart by the source. */
    readonly id: string | null,
    readonly username: string,
    readonly displayName: string,
    readonly roles: readonly Role[],
    readonly sessionId: string | null,
    readonly address: string | null,
    /** Whether an order holds whatever became of who gave it. */
    readonly stands = false,
  ) {}

  get source(): "PAGE" | "COMMAND_LINE" | "PLATFORM" | "JOB" {
    return SOURCES[this.kind];
  }

  /** The user of an open session, or why there is none. Asks the database, never the cookie. */
  static async ofSession(token: string | undefined, address: string): Promise<Actor | SessionClosed> {
    const session = await findOpenSession(token);
    if (!session.open) return session;
    if (session.lacksSecondFactor) return { open: false, why: "second_factor_missing" };
    const { user, id } = session;
    noteActor(user.id);
    return new Actor("user", user.id, user.username, user.displayName, user.roles, id, address);
  }

  /**
   * The same for the pages on which a second factor is set up, the only ones that are open to somebody who must have one
   * and has none: they have no role there.
   */
  static async ofSessionSettingUp(token: string | undefined, address: string): Promise<Actor | SessionClosed> {
    const session = await findOpenSession(token);
    if (!session.open) return session;
    const { user, id, lacksSecondFactor } = session;
    noteActor(user.id);
    const roles = lacksSecondFactor ? [] : user.roles;
    return new Actor("user", user.id, user.username, user.displayName, roles, id, address);
  }

  /** The identity platform by one of its tokens, which are named by their labels; null for any other token. */
  static async ofPlatformToken(token: string, address: string): Promise<Actor | null> {
    const live = await findLiveToken(token);
    if (live) noteActor(live.id);
    return live && new Actor("platform", live.id, live.label, live.label, [], null, address);
  }

  /** Whoever runs a command on the server, named by the operating system's user. */
  static ofCommandLine(): Actor {
    const username = operatingSystemUser();
    return new Actor("command-line", null, username, username, [], null, null);
  }

  /** Whoever ordered a job or a schedule, while it is carried out. What they may is asked anew at each of its steps. */
  static ofOrder({ createdById, createdByUsername, address, standingRoles }: Order): Actor {
    const name = createdByUsername;
    return new Actor("job", createdById, name, name, standingRoles ?? [], null, address, standingRoles !== null);
  }
}

const SOURCES = { user: "PAGE", "command-line": "COMMAND_LINE", platform: "PLATFORM", job: "JOB" } as const;

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
