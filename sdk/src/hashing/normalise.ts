import { CLASSES, FOLDINGS } from "./unicode.ts";

/** The last code point that Unicode has, and one. */
const CODE_POINTS = 0x110000;
/** Runs of white space, `_` and `-`, spelt out: languages disagree on what white space is. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python and the contracts count 0x1c to 0x1f as white space.
const GAPS = /[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000_-]+/g;

/** U unknown to Unicode 14, W letter or digit, M mark, O anything else. */
type Kind = "U" | "W" | "M" | "O";

function readClasses(): { starts: number[]; kinds: Kind[] } {
  const starts: number[] = [];
  const kinds: Kind[] = [];
  let start = 0;
  for (const [, kind, length] of CLASSES.matchAll(/([UOWM])([0-9a-z]*)/g)) {
    starts.push(start);
    kinds.push(kind as Kind);
    start += length ? Number.parseInt(length, 36) : 1;
  }
  if (start !== CODE_POINTS) throw new Error(`unicode.ts covers ${start} code points instead of ${CODE_POINTS}.`);
  return { starts, kinds };
}

function readFoldings(): Map<string, string> {
  const letter = (digits: string) => String.fromCodePoint(Number.parseInt(digits, 36));
  return new Map(
    FOLDINGS.split(" ").map((entry) => {
      const [from = "", to = ""] = entry.split(":");
      return [letter(from), to.split("+").map(letter).join("")];
    }),
  );
}

let tables: ({ foldings: Map<string, string> } & ReturnType<typeof readClasses>) | undefined;

/** Read at the first use, so that importing this module costs nothing. */
function readTables() {
  tables ??= { ...readClasses(), foldings: readFoldings() };
  return tables;
}

function kindOf(letter: string): Kind {
  const { starts, kinds } = readTables();
  const code = letter.codePointAt(0) ?? 0;
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= code) low = middle;
    else high = middle;
  }
  return kinds[low] as Kind;
}

function foldKnown(text: string): string {
  const { foldings } = readTables();
  const folded = Array.from(text.normalize("NFKC"), (letter) => foldings.get(letter) ?? letter.toLowerCase());
  return folded.join("").normalize("NFKC");
}

/** The text in compatibility form with its cases folded. */
function fold(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  let folded = "";
  let known = "";
  // Nothing composes across an unknown code point, so what is between two of them can be folded alone.
  for (const letter of text) {
    if (kindOf(letter) !== "U") {
      known += letter;
      continue;
    }
    folded += foldKnown(known) + letter;
    known = "";
  }
  return folded + foldKnown(known);
}

/**
 * The normal form of a label or an answer, by which the graders `normalised` and `label-set` compare: compatibility
 * form, cases folded, runs of white space, `_` and `-` as one space, nothing at the ends but letters and digits (a mark
 * stays with the letter or digit that it follows). Two labels of one normal form are one label to a grader.
 *
 * Forms are hashed and compared on chain, so the rule names one Unicode version (14.0): a code point that it does not
 * assign stays as it is and is neither letter nor digit. The twin of node/worker/assay_worker/data/normalise.py:
 * test/golden/normalise.json binds both, over all code points.
 *
 * @example
 * normalise("STRASSE") === normalise("straße"); // true
 */
export function normalise(text: string): string {
  const letters = Array.from(fold(text).replace(GAPS, " "));
  const kinds = letters.map(kindOf);
  const first = kinds.indexOf("W");
  if (first === -1) return "";
  let end = kinds.lastIndexOf("W") + 1;
  while (kinds[end] === "M") end++;
  return letters.slice(first, end).join("");
}
