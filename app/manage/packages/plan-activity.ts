import type { State } from "@/components/status-tag";

/** What a plan's activity is called. */
export function activityState(active: boolean): State {
  return active ? { kind: "ENABLED", word: "Active" } : { kind: "DISABLED", word: "Inactive" };
}

export function activityVerb(active: boolean): "Activate" | "Deactivate" {
  return active ? "Activate" : "Deactivate";
}
