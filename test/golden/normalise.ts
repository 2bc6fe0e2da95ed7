/**
 * Golden vectors of the one normal form of labels and answers: cases that people read, and two hashes that cover every
 * code point and many mixtures. Python's tests (node/worker/tests/data/test_normalise.py) compute the same from theirs.
 */
import { normalise } from "@assay/sdk/hashing";
import { sha256, stringToBytes } from "viem";

const CASES = [
  "Card_Arrival",
  "  card--arrival_ ",
  "STRASSE",
  "straße",
  "Straße",
  "STRAẞE",
  "İstanbul",
  "istanbul",
  "Istanbul",
  "ısı",
  "ΣΊΣΥΦΟΣ",
  "σίσυφος",
  "σίσυφοσ",
  "Ϊ\u0301",
  "\u0390",
  "ﬁnance",
  "ＦＵＬＬ　ｗｉｄｔｈ",
  "line\u2028separator",
  "no\u00a0break",
  "file\u001cseparator",
  "next\u0085line",
  "zero\u200dwidth\u200d",
  "\ufeffmark of byte order",
  "cafe\u0301",
  "x\u0323\u0307 \u0301",
  "\u0301x",
  "हिन्दी",
  "ไม่มี",
  "ꮳꮃꭹ",
  "ᏣᎳᎩ",
  "👍 yes 👍🏽",
  "❤️",
  "1️⃣",
  "¿שלום?",
  "مرحبا،",
  "a_-_ -b",
  "don't know.",
  "",
  " ",
  "?!…",
  "x² + ½",
  "№ 5",
  "Ⅷ",
  "①",
  "٣",
  "ª",
  "\u{1dff}",
  // Assigned after Unicode 14: outside words, whatever the runtime knows.
  "\u{1e4d0}a\u{11f00}b\u{16d40}",
  "\u{10d50}",
  "\ua7cb",
  "\u{378}Ä\u0308",
];

/** Every code point but surrogates, in the middle and at the end of a text, in both cases of its neighbours. */
function everyCodePoint(): string {
  const forms: string[] = [];
  for (let code = 0; code < 0x110000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const letter = String.fromCodePoint(code);
    forms.push(normalise(`A${letter}b${letter}`));
  }
  return sha256(stringToBytes(forms.join("\n")));
}

/** Stretches of code points where cases, marks, spaces, digits and unknown ones stand close together. */
const STRETCHES = [
  [0x20, 0x7f],
  [0x80, 0x24f],
  [0x300, 0x3ff],
  [0x5b0, 0x5ff],
  [0x900, 0x97f],
  [0x1100, 0x11ff],
  [0x1e00, 0x1fff],
  [0x2000, 0x206f],
  [0xa7c0, 0xa7ff],
  [0x11f00, 0x11f5f],
  [0x1f1e6, 0x1f64f],
] as const;
const MIXTURES = 20_000;

/** Texts of eight code points drawn by the "minimal standard" generator, which any language computes exactly. */
function mixtures(): string {
  let state = 20_261_129;
  const draw = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  const forms: string[] = [];
  for (let text = 0; text < MIXTURES; text++) {
    const letters = Array.from({ length: 8 }, () => {
      const [from, to] = STRETCHES[draw(STRETCHES.length)] as (typeof STRETCHES)[number];
      return String.fromCodePoint(from + draw(to - from + 1));
    });
    forms.push(normalise(letters.join("")));
  }
  return sha256(stringToBytes(forms.join("\n")));
}

/** What test/golden/normalise.json holds. */
export function normaliseVectors() {
  return {
    cases: CASES.map((text) => ({ text, form: normalise(text) })),
    everyCodePoint: everyCodePoint(),
    stretches: STRETCHES,
    mixtures: mixtures(),
  };
}
