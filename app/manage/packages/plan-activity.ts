import type { State } from "@/components/status-tag";
import type { Catalogue } from "@/text/en";
import { texts } from "@/text/texts";

/** What a plan's activity is called. */
export function activityState(active: boolean): State {
  const { plans } = texts().packages;
  return active ? { kind: "ENABLED", word: plans.active } : { kind: "DISABLED", word: plans.inactive };
}

/** What is said of activating a plan, or of deactivating it. */
export function activityWords(active: boolean): Catalogue["packages"]["activity"]["activation" | "deactivation"] {
  const { activation, deactivation } = texts().packages.activity;
  return active ? activation : deactivation;
}
