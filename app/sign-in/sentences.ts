import type { SessionClosed } from "@/access/sessions";
import { texts } from "@/text/texts";

/**
 * What an error of signing in tells the person who tries, who may have come by single sign-on of this name.
 */
export function signInSentence(error: string, platform: string | null = null): string {
  const [, minutes] = /^(?:codes_)?throttled:(\d{1,4})$/.exec(error) ?? [];
  if (minutes) return throttledSentence(Number(minutes));
  if (error === "code_expired") return "A code has to be entered within five minutes. Please sign in again.";
  if (error === "unavailable") return "Signing in is not possible at the moment. Try again in a minute.";
  if (error === "user_disabled" || error === "user_waiting" || error === "service_user")
    return texts().words.refusals[error];
  if (error === "wrong") return "The username or the password is wrong.";
  return (platform !== null && platformSentence(error, platform)) || "Signing in did not work. Try again.";
}

/** What single sign-on tells, where the name may be "single sign-on" as well. */
function platformSentence(error: string, name: string): string | undefined {
  const sentences = new Map([
    [
      "unknown_subject",
      `You signed in with ${name}, but you have no account here yet. Ask your API program administrator.`,
    ],
    ["platform_denied", `Signing in with ${name} was cancelled, or you are not allowed to sign in here with it.`],
    [
      "platform_expired",
      `Signing in with ${name} was not begun in this browser, or took longer than 15 minutes. Please try again.`,
    ],
    ["platform_unavailable", `Signing in with ${name} is not possible at the moment. Try again in a minute.`],
    [
      "platform_failed",
      `Signing in with ${name} did not work. If it happens again, tell your API program administrator.`,
    ],
    ["platform_stays", `You are signed out here, but signing out of ${name} is not possible at the moment.`],
  ]);
  return sentences.get(error);
}

/** Said wherever a password or a code is asked for. */
export function throttledSentence(minutes: number): string {
  if (minutes > 90) return `Too many attempts. Try again in ${Math.ceil(minutes / 60)} hours, or use a recovery code.`;
  return `Too many attempts. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
}

export const WRONG_CODE = "This code is wrong, or was used before. Wait for the next one of the app and enter that.";

const ENDED = "Your session has ended. Please sign in again.";

/** Why the session of this browser is no more. */
export const CLOSED_SENTENCES: Record<SessionClosed["why"], string | null> = {
  none: null,
  ended: ENDED,
  idle: "Your session has been idle for too long. Please sign in again.",
  expired: "Your session has lasted for 12 hours. Please sign in again.",
  SIGNED_OUT: null,
  REPLACED: ENDED,
  SIGNED_OUT_ELSEWHERE: "You were signed out from another browser. Please sign in again.",
  USER_DISABLED: texts().words.refusals.user_disabled,
  SERVICE_USER: texts().words.refusals.service_user,
  PASSWORD_CHANGED: "Your password was changed. Please sign in again.",
  ENDED_BY_ADMINISTRATOR: "An administrator ended your session. Please sign in again.",
  ROLES_GRANTED: "You were given other roles. Please sign in again.",
  SECOND_FACTOR_CHANGED: "Your second factor was changed. Please sign in again.",
  second_factor_missing: null,
};
