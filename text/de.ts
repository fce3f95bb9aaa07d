/** The German catalogue. */
import { amounts } from "./de/amounts";
import { lists } from "./de/lists";
import { number } from "./de/numbers";
import { shell } from "./de/shell";
import { words } from "./de/words";
import type { Catalogue } from "./en";

export const de: Catalogue = { number, amounts, words, shell, lists };
