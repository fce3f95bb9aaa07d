import type { fields as English } from "@/text/en/fields";
import { number } from "./numbers";
import { words } from "./words";

export const fields: typeof English = {
  names: {
    ...words.profileLabels,
    username: "Benutzername",
    department: words.platformLabels.department,
    employeeNumber: words.platformLabels.employeeNumber,
    manager: words.platformLabels.manager,
    managerName: words.platformLabels.managerName,
    reason: "Grund",
    tokenLabel: "Bezeichnung",
    receiverLabel: "Bezeichnung",
    audience: "Audience",
    endpoint: "Endpunkt",
    authorization: "Authorization",
    applicationName: "Name der Anwendung",
    packageName: "Name des Pakets",
    planName: "Name des Plans",
    throttlePerSecond: "Drosselung",
    quotaPerDay: "Kontingent",
  },
  notText: (name) => `„${name}“ muss Text sein.`,
  tooLong: (name, most) => `„${name}“ darf höchstens ${number(most)} Zeichen haben.`,
  unreadable: (name) => `„${name}“ enthält ein Zeichen, das sich nicht anzeigen lässt.`,
  invisible: (name) => `In „${name}“ ist nichts zu sehen.`,
  packageKey: (name) => `„${name}“ darf keinen Paketschlüssel enthalten.`,
  limit: (name, most) => `„${name}“ muss eine ganze Zahl von 1 bis ${number(most)} sein, oder leer für unbegrenzt.`,
  missing: {
    username: "Geben Sie einen Benutzernamen ein.",
    email: "Geben Sie eine E-Mail-Adresse ein.",
    displayName: "Geben Sie einen Anzeigenamen ein.",
    tokenLabel: "Geben Sie eine Bezeichnung ein, etwa den Namen der Plattform.",
    receiverLabel: "Geben Sie eine Bezeichnung ein, etwa den Namen des Empfängers.",
    audience: "Geben Sie die Audience ein, die der Empfänger erwartet.",
    applicationName: "Geben Sie einen Namen für die Anwendung ein.",
    packageName: "Geben Sie einen Namen für das Paket ein.",
    planName: "Geben Sie einen Namen für den Plan ein.",
  },
  onlyDots: "Ein Benutzername darf nicht nur aus Punkten bestehen.",
  noEmail: "Geben Sie eine E-Mail-Adresse wie name@example.com ein.",
  noWebsite: "Geben Sie eine Webadresse ein, die mit https:// oder http:// beginnt.",
  noEndpoint:
    "Geben Sie eine Adresse ein, die mit https:// beginnt, oder mit http:// für einen Empfänger auf diesem Rechner.",
  reservedEndpoint: "Geben Sie die Adresse eines Empfängers ein. Diese gehört zum Netz selbst und wird nie angefragt.",
  loopbackEndpoint:
    "Diese Adresse liegt auf dem Rechner der Konsole. Das muss der Betreiber zuerst erlauben (RECEIVERS_ON_LOOPBACK).",
  noAuthorization: "„Authorization“ muss eine Zeile aus einfachen Zeichen sein, etwa Bearer und ein Token.",
  password: {
    notText: "Das Passwort muss Text sein.",
    tooShort: (least) => `Ein Passwort muss mindestens ${least} Zeichen haben.`,
    tooLong: (most) => `Ein Passwort darf höchstens ${most} Zeichen haben.`,
    easy:
      "Dieses Passwort ist leicht zu erraten: Wählen Sie ein längeres, etwa aus mehreren Wörtern, die weder miteinander " +
      "noch mit der Person zu tun haben.",
    unusable: "Das Passwort enthält ein Zeichen, das nicht verwendet werden kann.",
  },
};
