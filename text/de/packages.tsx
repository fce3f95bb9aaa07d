import type { packages as English } from "@/text/en/packages";
import { number } from "./numbers";

export const packages: typeof English = {
  list: {
    title: "Pakete verwalten",
    caption:
      "Ein Paket wird über seine Pläne verkauft, und jeder Paketschlüssel gehört zu einem Plan. Ein inaktiver Plan lehnt alle seine Schlüssel ab.",
    count: (packages) => (packages === 1 ? "Paket" : "Pakete"),
    none: { title: "Noch keine Pakete", advice: "Legen Sie das erste mit „Neues Paket“ an." },
    newPackage: "Neues Paket",
    newPlan: "Neuer Plan",
    newPlanOf: (packageName) => `Neuer Plan in ${packageName}`,
    rename: "Umbenennen",
    renameOf: (packageName) => `Paket ${packageName} umbenennen`,
    noPlans: "Noch keine Pläne: Niemand kann einen Schlüssel für dieses Paket haben.",
  },
  plans: {
    caption: (packageName) => `Pläne von ${packageName}`,
    columns: {
      plan: "Plan",
      status: "Status",
      throttle: "Drosselung",
      quota: "Kontingent",
      keys: "Paketschlüssel",
      actions: "Aktionen",
    },
    active: "Aktiv",
    inactive: "Inaktiv",
    activate: (plan, packageName) => `Plan ${plan} von ${packageName} aktivieren`,
    deactivate: (plan, packageName) => `Plan ${plan} von ${packageName} deaktivieren`,
    noLimit: "Unbegrenzt",
    perSecond: (calls) => `${number(calls)} pro Sekunde`,
    perDay: (calls) => `${number(calls)} pro Tag`,
    settings: (plan, packageName) => `Einstellungen des Plans ${plan} von ${packageName}`,
  },
  name: "Name",
  creating: "Wird angelegt …",
  newPackage: { title: "Neues Paket", submit: "Paket anlegen" },
  renaming: { title: "Paket umbenennen", heading: (packageName) => `${packageName} umbenennen` },
  newPlan: {
    title: "Neuer Plan",
    heading: (packageName) => `Neuer Plan in ${packageName}`,
    submit: "Plan anlegen",
  },
  plan: {
    title: "Plan",
    heading: (plan, packageName) => `Plan ${plan} von ${packageName}`,
    throttle: "Drosselung (Aufrufe pro Sekunde)",
    quota: "Kontingent (Aufrufe pro Tag)",
    limitHint: "Zur Information für Menschen und Gateways. Leer bedeutet unbegrenzt.",
  },
  activity: {
    title: "Status des Plans",
    step: "Status",
    activation: {
      question: (plan, packageName) => `Plan ${plan} von ${packageName} aktivieren?`,
      submit: (plan) => <>{plan} aktivieren</>,
      consequences: (restored) => (
        <>
          Aufrufe mit seinen Schlüsseln werden wieder durchgelassen, wo sonst nichts entgegensteht. Betroffen:{" "}
          {restored}.
        </>
      ),
      already: "Dieser Plan ist schon aktiv.",
      nothingChanged: "Der Plan ist schon aktiv. Es wurde nichts geändert.",
    },
    deactivation: {
      question: (plan, packageName) => `Plan ${plan} von ${packageName} deaktivieren?`,
      submit: (plan) => <>{plan} deaktivieren</>,
      consequences: (stopped) => (
        <>
          Aufrufe mit einem Schlüssel dieses Plans werden ab sofort abgelehnt. Betroffen: {stopped}. Jeder Schlüssel
          behält seinen eigenen Status.
        </>
      ),
      already: "Dieser Plan ist schon inaktiv.",
      nothingChanged: "Der Plan ist schon inaktiv. Es wurde nichts geändert.",
    },
  },
  taken: {
    package: "Es gibt schon ein Paket mit diesem Namen.",
    plan: "Dieses Paket hat schon einen Plan mit diesem Namen.",
  },
};
