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
  usernamesHint: (most) =>
    `Einer pro Zeile, oder eine Tabelle mit ihrer Überschrift; höchstens ${number(most)}. Namen, die zweimal dastehen, zählen einmal.`,
  file: "Oder eine Datei",
  fileHint: (most) =>
    `Reiner Text mit einem Benutzernamen pro Zeile, oder CSV mit einer Spalte „Username“. Kommas, Semikolons oder Tabs; UTF-8, oder UTF-16 mit Byte Order Mark; höchstens 4 MB und ${number(most)} Benutzernamen.`,
  review: "Prüfen",
  reading: "Wird gelesen …",
  both: "Fügen Sie Benutzernamen ein, oder wählen Sie eine Datei, nicht beides.",
  missing: "Fügen Sie Benutzernamen ein, oder wählen Sie eine Datei, in der welche stehen.",
  problems: {
    noText:
      "Das ist kein reiner Text. Speichern Sie die Liste als Text oder CSV, mit einem Benutzernamen pro Zeile, in UTF-8 oder in UTF-16 mit Byte Order Mark.",
    tooLarge: "Diese Datei ist größer als 4 MB. Teilen Sie sie in kleinere auf.",
    none: "In dieser Liste steht kein Benutzername.",
    tooMany: (most) =>
      `Diese Liste hat mehr als ${number(most)} Benutzernamen; mehr werden nicht auf einmal gelesen. Teilen Sie sie auf.`,
    noHeading:
      "Das sieht nach einer Tabelle aus, und keine der ersten Zeilen benennt eine Spalte „Username“. Schreiben Sie Username über die Spalte mit den Benutzernamen, oder bringen Sie nur die Benutzernamen, einen pro Zeile.",
    headingTwice: (line) =>
      `Die Überschrift in Zeile ${number(line)} hat mehr als eine Spalte mit Benutzernamen. Lassen Sie eine davon stehen, und benennen Sie die anderen um.`,
    separatorUnclear: (line) =>
      `Die Überschrift in Zeile ${number(line)} lässt sich mit mehr als einem Trennzeichen lesen. Speichern Sie die Tabelle noch einmal als CSV, mit einem Trennzeichen.`,
    quoteNotClosed: (line) =>
      `In der Tabellenzeile ab Zeile ${number(line)} ist ein Anführungszeichen nicht geschlossen. Speichern Sie die Tabelle noch einmal als CSV, oder fügen Sie nur die Benutzernamen ein.`,
    quoteMisplaced: (line) =>
      `In der Tabellenzeile ab Zeile ${number(line)} steht ein Anführungszeichen, wo keines stehen kann. Speichern Sie die Tabelle noch einmal als CSV, oder fügen Sie nur die Benutzernamen ein.`,
    packageKey: (line) => `In Zeile ${number(line)} steht ein Paketschlüssel. Hierher gehören nur Benutzernamen.`,
    tooLong: (line) =>
      `Zeile ${number(line)} ist länger als jeder Benutzername. Jede Zeile hat einen Benutzernamen und sonst nichts.`,
  },
};
