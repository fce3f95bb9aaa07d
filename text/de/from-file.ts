import type { fromFile as English } from "@/text/en/from-file";
import { number } from "./numbers";

export const fromFile: typeof English = {
  title: "Benutzer per Datei ändern",
  trail: "Per Datei",
  caption:
    "Fügen Sie Benutzernamen ein, oder laden Sie eine Datei damit hoch. Die nächste Seite sagt, wer sich ändern würde und welche Namen niemand hat; geändert wird erst, wenn Sie es dort starten.",
  target: "Was soll mit ihnen geschehen",
  targets: { DISABLED: "Deaktivieren", ENABLED: "Aktivieren" },
  usernames: "Benutzernamen",
  usernamesHint: (most) => `Einer pro Zeile, höchstens ${number(most)}. Namen, die zweimal dastehen, zählen einmal.`,
  file: "Oder eine Datei",
  fileHint: (most) =>
    `Reiner Text mit einem Benutzernamen pro Zeile, oder CSV mit einer Spalte „Username“. UTF-8, oder UTF-16 mit Byte Order Mark; höchstens 4 MB und ${number(most)} Benutzernamen.`,
  review: "Prüfen",
  reading: "Wird gelesen …",
  both: "Fügen Sie Benutzernamen ein, oder wählen Sie eine Datei, nicht beides.",
  missing: "Fügen Sie Benutzernamen ein, oder wählen Sie eine Datei, in der welche stehen.",
  problems: {
    noText:
      "Das ist kein reiner Text. Speichern Sie die Liste als Text oder CSV, mit einem Benutzernamen pro Zeile, in UTF-8 oder in UTF-16 mit Byte Order Mark.",
    tooLarge: "Diese Datei ist größer als 4 MB. Teilen Sie sie in kleinere auf.",
    none: "In dieser Liste steht kein Benutzername.",
    tooMany: (usernames, most) =>
      `Diese Liste hat ${number(usernames)} Benutzernamen. Höchstens ${number(most)} werden auf einmal gelesen.`,
    noTable:
      "Diese Tabelle ist nicht lesbar: Ein Anführungszeichen ist nicht geschlossen. Speichern Sie sie noch einmal als CSV, oder fügen Sie nur die Benutzernamen ein.",
    packageKey: (line) => `In Zeile ${number(line)} steht ein Paketschlüssel. Hierher gehören nur Benutzernamen.`,
    tooLong: (line) =>
      `Zeile ${number(line)} ist länger als jeder Benutzername. Jede Zeile hat einen Benutzernamen und sonst nichts.`,
  },
};
