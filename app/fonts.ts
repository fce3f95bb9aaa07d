/**
 * The Latin letters of both fonts are asked for with the page and not only by its styles, so that they are there when it
 * is drawn. Letters of other alphabets are fetched where somebody's name has them.
 */
import { preload } from "react-dom";
import inter from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2";
import jetBrainsMono from "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2";

export function preloadTextFont(): void {
  preloadFont(inter);
}

/**
 * For lists of usernames and keys; a word or two on another page may wait. A page says it before it waits for anything, or
 * else its head is sent without it.
 */
export function preloadCodeFont(): void {
  preloadFont(jetBrainsMono);
}

function preloadFont(address: string): void {
  preload(address, { as: "font", type: "font/woff2", crossOrigin: "anonymous" });
}
