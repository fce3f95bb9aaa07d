"use client";

import { useEffect } from "react";

// In which language the page was loaded. What comes by links after that brings its own words along.
let loaded: string | undefined;

// Loads the page anew where its words are in another language than before, as after the choice of one here or in another
// window: what the browser says by itself would go on in the language that was loaded.
export function SpokenLanguage({ language }: { language: string }): null {
  useEffect(() => {
    loaded ??= language;
    if (loaded !== language) location.reload();
  }, [language]);
  return null;
}
