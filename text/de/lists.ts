import type { lists as English } from "@/text/en/lists";
import { number } from "./numbers";

export const lists: typeof English = {
  search: "Suchen",
  searchIn: "Suchen in",
  searched: (text) => `Suche: ${text}`,
  perPage: "Ergebnisse pro Seite",
  filters: "Filter",
  active: " aktiv",
  apply: "Anwenden",
  any: "Alle",
  unknown: "unbekannt",
  activeFilters: "Aktive Filter",
  removeFilter: "Filter entfernen: ",
  pages: "Seiten",
  first: "Erste Seite",
  previous: "Vorige Seite",
  next: "Nächste Seite",
  last: "Letzte Seite",
  noResults: "Keine Ergebnisse",
  displaying: ({ from, rows, count, more }) => {
    const results = `von ${more ? "mehr als " : ""}${number(count)} ${count === 1 ? "Ergebnis" : "Ergebnissen"}`;
    const shown = from === null ? number(rows) : `${number(from)} - ${number(from + rows - 1)}`;
    return `${shown} ${results}`;
  },
  ignored: (names, more) => {
    const told = names.length === 0 ? "etwas" : `${names.join(", ")}${more ? " und mehr" : ""}`;
    return `Diese Adresse fragt nach etwas, das die Liste nicht kennt: ${told}. Sie wird ohne das gezeigt.`;
  },
};
