/**
 * What the operator may name, where they have not. Apart from the whole catalogue, because the gate reads the same
 * settings, tells nobody anything, and shall not remember all the words for it.
 */
import { unnamed as de } from "./de/unnamed";
import { unnamed as en } from "./en/unnamed";
import { type Language, language } from "./language";

const UNNAMED: Record<Language, typeof en> = { en, de };

export function unnamed(): typeof en {
  return UNNAMED[language()];
}
