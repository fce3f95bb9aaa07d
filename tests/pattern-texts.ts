/** Long texts made of a regular expression's own pieces: what keeps it busy, if anything does. */
import { type AST, RegExpParser } from "@eslint-community/regexpp";

type Element = AST.Alternative["elements"][number];
/** What stands before, and what is repeated after it. */
type Pump = { readonly before: string; readonly piece: string };

/** The last one matches hardly any pattern, so that what came before is tried in every other way. */
const ENDINGS = ["", "\u0001"];
const CHARACTERS = Array.from("aZ0 -_.:/@\"'\\=;,<([{*%\n\t\u0001é\u202E\uFEFF\u{1F511}\uD800");
const MOST_PAIRED = 12;

export function textsFor(pattern: RegExp, length: number): string[] {
  const { alternatives } = new RegExpParser().parsePattern(pattern.source, 0, pattern.source.length, {
    unicode: pattern.flags.includes("u"),
  });
  const pumps = alternatives.flatMap((alternative) => pumpsOf(alternative, "", pattern.flags));
  const texts = [...pumps, ...pairsOf(pumps)].flatMap(({ before, piece }) =>
    ENDINGS.map((ending) => {
      const room = length - before.length - ending.length;
      return before + piece.repeat(Math.ceil(room / piece.length)).slice(0, room) + ending;
    }),
  );
  return [...new Set(texts)];
}

/** Two pieces in turn: what ends a part, and begins it again. */
function pairsOf(pumps: readonly Pump[]): Pump[] {
  const pieces = [...new Set(pumps.map(({ piece }) => piece))].slice(0, MOST_PAIRED);
  return pieces.flatMap((one) => pieces.map((other) => ({ before: "", piece: one + other })));
}

function pumpsOf({ elements }: AST.Alternative, before: string, flags: string): Pump[] {
  const shortest = elements.map((element) => samplesOf(element, flags)[0] ?? "");
  const own = elements.flatMap((element, place) => {
    const prefix = before + shortest.slice(0, place).join("");
    const following = shortest[place + 1] ?? "";
    const pieces = samplesOf(element, flags).flatMap((sample) => [sample, sample + following]);
    const here = pieces.flatMap((piece) => [
      { before: prefix, piece },
      { before: "", piece },
    ]);
    return [...here, ...innerOf(element).flatMap((alternative) => pumpsOf(alternative, prefix, flags))];
  });
  const whole = [shortest.join(""), ...wordsOf(elements)].map((piece) => ({ before, piece }));
  return [...whole, ...own].filter(({ piece }) => piece !== "");
}

/** Characters that stand side by side. */
function wordsOf(elements: readonly Element[]): string[] {
  const marked = elements.map((element) => (element.type === "Character" ? String.fromCodePoint(element.value) : "\0"));
  return marked
    .join("")
    .split("\0")
    .filter((word) => word.length > 1);
}

/** The alternatives of a group, of a look ahead or behind, and of what is repeated. */
function innerOf(element: Element): readonly AST.Alternative[] {
  if (element.type === "Quantifier") return innerOf(element.element);
  return "alternatives" in element ? element.alternatives : [];
}

/** Texts that the element matches, the simplest one first. */
function samplesOf(element: Element, flags: string): string[] {
  switch (element.type) {
    case "Character":
      return [element.raw.length === 1 ? element.raw : String.fromCodePoint(element.value)];
    case "CharacterSet":
    case "CharacterClass":
      return spread(
        [...CHARACTERS, ...Array.from(element.raw)].filter((one) => new RegExp(`^${element.raw}$`, flags).test(one)),
      );
    case "Quantifier":
      return samplesOf(element.element, flags).map((sample) => sample.repeat(Math.max(element.min, 1)));
    case "Group":
    case "CapturingGroup":
      return element.alternatives.map(({ elements }) =>
        elements.map((inner) => samplesOf(inner, flags)[0] ?? "").join(""),
      );
    default:
      return [];
  }
}

function spread(characters: readonly string[]): string[] {
  const [first, middle, last] = [characters[0], characters[characters.length >> 1], characters.at(-1)];
  return [...new Set([first, middle, last])].filter((character) => character !== undefined);
}
