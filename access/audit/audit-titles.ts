/** What each event is called in a history, and of which kind it is there. */
import type { EventTitle } from "@/text/en/events";
import { isKnown } from "@/text/known";
import { texts } from "@/text/texts";
import type { AuditEvent } from "./audit";

export type Tone = "enabled" | "disabled" | "refused" | "neutral";

const TONES: Partial<Record<AuditEvent, Tone>> = {
  "user.created": "enabled",
  "user.deleted": "disabled",
  "user.enabled": "enabled",
  "user.disabled": "disabled",
  "second-factor.enabled": "enabled",
  "second-factor.disabled": "disabled",
  "second-factor.removed": "disabled",
  "sign-in.refused": "refused",
  "application.deleted": "disabled",
  "package-key.created": "enabled",
  "package-key.enabled": "enabled",
  "package-key.disabled": "disabled",
  "package-key.deleted": "disabled",
  "plan.activated": "enabled",
  "plan.deactivated": "disabled",
  "platform-token.revoked": "disabled",
  "signal-receiver.deleted": "disabled",
};

/** An entry of a newer version may have an event that is not known here, which stands for itself. */
export function titleOf(event: string): EventTitle & { readonly tone: Tone } {
  const { events } = texts();
  if (!isKnown(events, event)) return { happened: event, refused: event, tone: "neutral" };
  return { ...events[event], tone: TONES[event] ?? "neutral" };
}
