/** The German catalogue. */
import { amounts } from "./de/amounts";
import { forms } from "./de/forms";
import { lists } from "./de/lists";
import { number } from "./de/numbers";
import { shell } from "./de/shell";
import { userParts } from "./de/user-parts";
import { words } from "./de/words";
import type { Catalogue } from "./en";

export const de: Catalogue = { number, amounts, forms, lists, shell, userParts, words };
