/** What the platform is told when something fails here: to try again where that helps, and never what failed inside. */
import { DatabaseUnreachable, isDatabaseUp } from "@/access/database";
import { logFailure } from "@/access/operation/log";
import { ScimError } from "./errors";

const AGAIN_SECONDS = 10;

/**
 * What PostgreSQL calls that which passes: lost or refused connections, no room, a shutdown or a time-out, a deadlock, a
 * lock that was not to be had (Appendix A of its manual).
 */
const PASSING = /^(08|53|57)...$|^(40001|40P01|55P03)$/;

export type Failure = {
  readonly error: ScimError;
  /** Without its database the console can't keep the call either. */
  readonly canBeNoted: boolean;
};

export async function failureOf(thrown: unknown): Promise<Failure> {
  if (thrown instanceof ScimError) return { error: thrown, canBeNoted: true };
  logFailure("A call of the platform failed", thrown);
  const isUp = await isDatabaseUp();
  if (!isUp || isPassing(thrown)) return { error: tryAgain(), canBeNoted: isUp };
  const detail = "Something went wrong here. The log of the console says what.";
  return { error: new ScimError(500, detail), canBeNoted: true };
}

export function tryAgain(detail = "The console can't answer at the moment. Try again."): ScimError {
  return new ScimError(503, detail, null, { "Retry-After": String(AGAIN_SECONDS) });
}

function isPassing(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (thrown instanceof DatabaseUnreachable) return true;
  if ("code" in thrown && PASSING.test(String(thrown.code))) return true;
  // The look-up of a single thing wraps what the driver said.
  return isPassing(thrown.cause);
}
