/** The English catalogue: it says what there is to say, and every other language says the same (typeof en). */
import { amounts } from "./en/amounts";
import { lists } from "./en/lists";
import { number } from "./en/numbers";
import { shell } from "./en/shell";
import { words } from "./en/words";

export const en = { number, amounts, words, shell, lists };

export type Catalogue = typeof en;
