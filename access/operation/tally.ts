/**
 * What this process has done since it began, in plain numbers, which become metrics when somebody asks for them. Labels are
 * words of the product: nothing that a person has typed, so that there is an end of them.
 */

export type Counted = "signIns" | "refusals" | "statusChanges" | "scimCalls";
export type Labels = Readonly<Record<string, string>>;

type Count = { readonly labels: Labels; times: number };

declare global {
  // Counted in the built pages, which bring a copy of this module along, and read by the server around them.
  var latchkeyTally: Map<Counted, Map<string, Count>> | undefined;
}

function countsOf(what: Counted): Map<string, Count> {
  const tally = (globalThis.latchkeyTally ??= new Map<Counted, Map<string, Count>>());
  const counts = tally.get(what) ?? new Map<string, Count>();
  tally.set(what, counts);
  return counts;
}

export function count(what: Counted, labels: Labels): void {
  const key = JSON.stringify(labels);
  const known = countsOf(what).get(key);
  if (known) known.times += 1;
  else countsOf(what).set(key, { labels, times: 1 });
}

export function tallied(what: Counted): readonly { readonly labels: Labels; readonly times: number }[] {
  return [...countsOf(what).values()];
}
