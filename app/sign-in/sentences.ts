import type { SessionClosed } from "@/access/sign-in/sessions";
import { isKnown } from "@/text/known";
import { texts } from "@/text/texts";

/** What an error of signing in tells the person who tries, who may have come by single sign-on of this name. */
export function signInSentence(error: string, platform: string | null = null): string {
  const { signIn, words } = texts();
  const { errors, platformErrors } = signIn;
  const [, minutes] = /^(?:codes_)?throttled:(\d{1,4})$/.exec(error) ?? [];
  if (minutes) return signIn.throttled(Number(minutes));
  if (error === "user_disabled" || error === "user_waiting" || error === "service_user") return words.refusals[error];
  if (platform !== null && isKnown(platformErrors, error)) return platformErrors[error](platform);
  return isKnown(errors, error) ? errors[error] : errors.other;
}

/** Why the session of this browser is no more; null where that is no news. */
export function closedSentence(why: SessionClosed["why"]): string | null {
  const { closed } = texts().signIn;
  const { user_disabled, service_user } = texts().words.refusals;
  const sentences: Record<SessionClosed["why"], string | null> = {
    none: null,
    ended: closed.ended,
    idle: closed.idle,
    expired: closed.expired,
    SIGNED_OUT: null,
    REPLACED: closed.ended,
    SIGNED_OUT_ELSEWHERE: closed.signedOutElsewhere,
    USER_DISABLED: user_disabled,
    SERVICE_USER: service_user,
    PASSWORD_CHANGED: closed.passwordChanged,
    ENDED_BY_ADMINISTRATOR: closed.endedByAdministrator,
    ROLES_GRANTED: closed.rolesGranted,
    SECOND_FACTOR_CHANGED: closed.secondFactorChanged,
    second_factor_missing: null,
  };
  return sentences[why];
}
