import type { views as English } from "@/text/en/views";

export const views: typeof English = {
  title: "Ansichten",
  view: "Ansicht",
  usersCrumb: "Benutzer",
  caption: "Ihre Ansichten und die, die andere teilen",
  columns: { name: "Name", whose: "Von wem", seenBy: "Wer sie sieht", actions: "Aktionen" },
  yours: "Von Ihnen",
  seenByAll: "Alle mit Zugang zur Konsole",
  seenByYou: "Nur Sie",
  settings: (view) => `Einstellungen der Ansicht ${view}`,
  none: {
    title: "Noch keine Ansichten",
    advice: "Suchen oder filtern Sie die Benutzer, und wählen Sie dort „Ansicht speichern“.",
  },
  save: "Ansicht speichern",
  share: "Teilen",
  shareHint: "Dann sehen sie alle, die Zugang zur Konsole haben.",
  remove: "Ansicht entfernen",
  removing: "Wird entfernt …",
  name: {
    label: "Name",
    missing: "Geben Sie einen Namen ein.",
    tooLong: (most) => `Ein Name hat höchstens ${most} Zeichen.`,
    unreadable: "Ein Name darf keine Steuerzeichen enthalten.",
    hasKey: "Ein Name darf keinen Paketschlüssel enthalten.",
    taken: "Eine Ansicht dieses Namens gibt es schon.",
    tooMany: (most) => `Sie haben ${most} Ansichten. Entfernen Sie erst eine.`,
  },
};
