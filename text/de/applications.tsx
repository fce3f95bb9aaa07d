import type { applications as English } from "@/text/en/applications";
import { counted } from "./numbers";

export const applications: typeof English = {
  trail: "Anwendungen",
  deletion: {
    title: "Anwendung löschen",
    step: "Löschen",
    question: (name) => `${name} löschen?`,
    withoutKeys: (owner) => <>Diese Anwendung von {owner} wird endgültig entfernt. Sie hat keinen Paketschlüssel.</>,
    withKey: (owner, stopped) => (
      <>
        Diese Anwendung von {owner} wird mit ihrem Paketschlüssel endgültig entfernt. Aufrufe damit werden ab sofort
        abgelehnt. Betroffen: {stopped}.
      </>
    ),
    withKeys: (owner, keys, stopped) => (
      <>
        Diese Anwendung von {owner} wird mit ihren Paketschlüsseln ({counted(keys, "Paketschlüssel", "Paketschlüssel")})
        endgültig entfernt. Aufrufe damit werden ab sofort abgelehnt. Betroffen: {stopped}.
      </>
    ),
    submit: (name) => <>{name} löschen</>,
    deleting: "Wird gelöscht …",
  },
  taken: "Dieser Benutzer hat schon eine Anwendung mit diesem Namen.",
};
