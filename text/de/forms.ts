import type { forms as English } from "@/text/en/forms";

export const forms: typeof English = {
  save: "Speichern",
  cancel: "Abbrechen",
  openAgain: "Öffnen Sie die Seite noch einmal.",
  reason: {
    label: "Grund (freiwillig)",
    keptInAudit: "Wird im Protokoll aufbewahrt.",
    keptInHistory: "Wird im Verlauf des Benutzers aufbewahrt.",
  },
};
