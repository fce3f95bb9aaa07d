/** The English catalogue: it says what there is to say, and every other language says the same (typeof en). */
import { amounts } from "./en/amounts";
import { forms } from "./en/forms";
import { lists } from "./en/lists";
import { number } from "./en/numbers";
import { shell } from "./en/shell";
import { userParts } from "./en/user-parts";
import { words } from "./en/words";

export const en = { number, amounts, forms, lists, shell, userParts, words };

export type Catalogue = typeof en;
