import { ROBUSTNESS_KINDS, type RobustnessKind } from "@assay/sdk/documents";

/** What each kind does to an example, for people. */
export const KIND_WORDS: Record<RobustnessKind, { label: string; help: string }> = {
  "earlier turns": {
    label: "Earlier turns",
    help: "before the row: small talk, rows of the same task, or a doubt about the row's own answer",
  },
  casing: { label: "Casing", help: "capitals where they do not belong, but never in the whole text" },
  template: { label: "Templates", help: "the row inside a different wording" },
  spacing: { label: "Spacing", help: "tabs, dashes or dots between words" },
  typos: { label: "Typos", help: "spelling by ear, wrong vowels, digits for letters, words written together" },
};

/** Share of altered examples when nothing is set, and what `true` meant in older jobs. */
export const DEFAULT_SHARE = 0.5;

/** The share of an older or newer job.json. */
export function shareOf(mix: boolean | number | undefined): number {
  if (typeof mix === "number") return mix;
  return mix === false ? 0 : DEFAULT_SHARE;
}

/** The kinds of an older or newer job.json, in their fixed order. */
export const kindsOf = (kinds: readonly string[] | undefined): RobustnessKind[] =>
  ROBUSTNESS_KINDS.filter((kind) => kinds === undefined || kinds.includes(kind));

function shareWords(share: number): string {
  if (share === 0.5) return "half of the examples";
  return share === 1 ? "all examples" : `${Number((share * 100).toFixed(1))} of 100 examples`;
}

/** `half of the examples altered: earlier turns, typos`, `off`. */
export function mixWords(mix: boolean | number | undefined, kinds: readonly string[] | undefined): string {
  const share = shareOf(mix);
  const names = kindsOf(kinds);
  if (share === 0 || names.length === 0) return "off";
  const what = names.length === ROBUSTNESS_KINDS.length ? "" : `: ${names.join(", ")}`;
  return `${shareWords(share)} altered${what}`;
}
