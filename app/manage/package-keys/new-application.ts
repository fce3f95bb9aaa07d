/** What the choice of an application says for one that does not exist yet. */
export const NEW_APPLICATION = "new";
