import type { refusals as English } from "@/text/en/refusals";

export const refusals: typeof English = {
  signedOut: {
    title: "Sie sind abgemeldet",
    advice:
      "Was Sie gesendet haben, wurde nicht gelesen, weil mit diesem Browser niemand mehr angemeldet ist. Melden Sie sich in einem anderen Tab an. Gehen Sie dann hier eine Seite zurück, wo Ihr Browser Ihre Eingaben noch hat, und senden Sie sie erneut.",
    link: "Anmelden",
  },
  busy: {
    title: "Im Moment wird zu viel gesendet",
    advice: "Es wurde nichts geändert. Warten Sie einige Sekunden, gehen Sie eine Seite zurück und senden Sie erneut.",
    link: "Seite neu öffnen",
  },
  tooManyChanges: {
    title: "Andere Änderungen von Ihnen laufen noch",
    advice:
      "Diese hat nichts geändert. Warten Sie eine Sekunde, gehen Sie eine Seite zurück und senden Sie sie erneut.",
    link: "Seite neu öffnen",
  },
  download: {
    title: "Von hier herunterladen",
    advice:
      "Ein Link einer anderen Website hat hierher geführt. Ein Download wird unter Ihrem Namen protokolliert und beginnt deshalb erst, wenn Sie ihn auf dieser Seite anfordern.",
    link: "Datei herunterladen",
  },
  malformed: {
    title: "Dieses Formular ist nicht lesbar",
    advice:
      "Es kam unvollständig an oder wurde unterwegs verändert. Es wurde nichts geändert. Gehen Sie eine Seite zurück und senden Sie es erneut.",
    link: "Seite neu öffnen",
  },
};
