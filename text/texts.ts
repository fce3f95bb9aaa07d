/**
 * Everything that the console tells people, in the language of the request. Components that also run in the browser take
 * browserTexts instead, so that no more than theirs is loaded there.
 */
import { de } from "./de";
import { type Catalogue, en } from "./en";
import { type Language, language } from "./language";

const CATALOGUES: Record<Language, Catalogue> = { en, de };

export function texts(): Catalogue {
  return textsIn(language());
}

export function textsIn(spoken: Language): Catalogue {
  return CATALOGUES[spoken];
}
