/** Whether there are words for what is stored under this name, which a newer version may have written. */
export function isKnown<Words extends object>(words: Words, name: string): name is Extract<keyof Words, string> {
  return Object.hasOwn(words, name);
}
