/**
 * In which language a page speaks. On the server it is that of the request under way (scripts/server/request-language.ts), in the
 * browser that of the page; work that nobody asked for by a request, such as a command, speaks English. Guarantees that
 * server and browser answer alike for the same page.
 */
import type {} from "@/access/request-under-way";

export const LANGUAGES = ["en", "de"] as const;

export type Language = (typeof LANGUAGES)[number];

/** Each by its own name, and which way it is written. */
export const LANGUAGE_FACTS: Record<Language, { readonly name: string; readonly direction: "ltr" | "rtl" }> = {
  en: { name: "English", direction: "ltr" },
  de: { name: "Deutsch", direction: "ltr" },
};

/** Holds the choice of a browser. Over TLS a prefix stands before it (access/browser.ts). */
export const LANGUAGE_COOKIE = "latchkey-language";

export function isLanguage(tag: unknown): tag is Language {
  return LANGUAGES.some((language) => language === tag);
}

export function language(): Language {
  const tag =
    typeof document === "undefined" ? globalThis.latchkeyRequests?.getStore()?.language : document.documentElement.lang;
  return isLanguage(tag) ? tag : "en";
}
