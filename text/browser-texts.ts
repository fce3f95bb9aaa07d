/** What components tell that also run in the browser. */
import { browser as de } from "./de/browser";
import { browser as en } from "./en/browser";
import { type Language, language } from "./language";

const TEXTS: Record<Language, typeof en> = { en, de };

export function browserTexts(): typeof en {
  return browserTextsIn(language());
}

export function browserTextsIn(spoken: Language): typeof en {
  return TEXTS[spoken];
}
