/**
 * What some of the users tell about how common a text is among all of them, learnt anew every ten minutes. It only says
 * which way to search is quick: a wrong guess costs time, and finds the same.
 */
import { rows } from "@/access/database";

/** About so many, wherever in the table they are; all of them where there are fewer. */
const SIZE = 1_000;

const KEPT_MS = 600_000;

type Sample = { readonly texts: readonly string[]; readonly trigrams: Map<string, number> };

let kept: { readonly sample: Promise<Sample>; readonly since: number } | undefined;

/** The share of the users who have the text in a field, from 0 to 1. */
export async function shareOf(text: string): Promise<number> {
  const { texts } = await presentSample();
  return share(texts, text.normalize("NFKC").toLowerCase());
}

/** The same for a text of which very many are asked, and which is remembered therefore. */
export async function shareOfTrigram(trigram: string): Promise<number> {
  const { texts, trigrams } = await presentSample();
  const known = trigrams.get(trigram) ?? share(texts, trigram);
  trigrams.set(trigram, known);
  return known;
}

function share(texts: readonly string[], text: string): number {
  return texts.length === 0 ? 0 : texts.filter((each) => each.includes(text)).length / texts.length;
}

function presentSample(): Promise<Sample> {
  const now = performance.now();
  if (!kept || now - kept.since > KEPT_MS) {
    const sample = takeSample();
    kept = { sample, since: now };
    sample.catch(() => (kept = undefined));
  }
  return kept.sample;
}

async function takeSample(): Promise<Sample> {
  const found = await rows<{ text: string }>`
    SELECT u.search_text AS text FROM users u
    TABLESAMPLE SYSTEM ((
      SELECT least(100, 100.0 * ${SIZE}::int / greatest(reltuples, 1)) FROM pg_class WHERE oid = 'users'::regclass))
    LIMIT ${SIZE}`;
  return { texts: found.map(({ text }) => text), trigrams: new Map() };
}
