/**
 * The Latin letters of the text are asked for with the page and not only by its styles, so that they are there when it is
 * drawn. Letters of other alphabets, and those of usernames and keys, are fetched where a page has them.
 */
import { preload } from "react-dom";
import inter from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2";

export function preloadTextFont(): void {
  preload(inter, { as: "font", type: "font/woff2", crossOrigin: "anonymous" });
}
