/** "None", "1 of 1 works", "2 of 3 work": how many keys there are, and how many of them a gate would let pass. */
export function keysAtWork({ keys, workingKeys }: { keys: number; workingKeys: number }): string {
  if (keys === 0) return "None";
  const [all, working] = [keys, workingKeys].map((count) => count.toLocaleString("en"));
  return `${working} of ${all} ${workingKeys === 1 ? "works" : "work"}`;
}
