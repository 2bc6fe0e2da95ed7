import type { RobustnessKind } from "@assay/sdk/documents";
import type { Hyperparameters } from "./job.ts";

/** An item that failed, wherever it was found: a round's evidence or a rehearsal. */
export interface FailedItem {
  key: string;
  text: string;
  expected: string;
  /** conditions with a failed trial */
  conditions: string[];
}

/** What the address asks to fix: items of a model's round, or the newest rehearsal of a run. */
export type FixRequest =
  | { from: "round"; modelId: string; roundId: string; slots: number[] }
  | { from: "run"; jobId: string };

/**
 * Reads `?fix=<modelId>&items=<roundId>:<slot>,<slot>` or `?run=<jobId>`; undefined when nothing is asked for.
 * @throws Error with one sentence when the address is damaged
 */
export function parseFix(params: URLSearchParams): FixRequest | undefined {
  const jobId = params.get("run");
  if (jobId) return { from: "run", jobId };
  const modelId = params.get("fix");
  if (!modelId) return undefined;
  const [roundId = "", list = ""] = (params.get("items") ?? "").split(":");
  const slots = list.split(",").filter((slot) => slot !== "");
  if (!/^\d+$/.test(modelId) || !/^\d+$/.test(roundId) || !slots.every((slot) => /^\d+$/.test(slot)))
    throw new Error('This address names no items to fix. Open the model\'s evidence and choose "Fix this" again.');
  return { from: "round", modelId, roundId, slots: slots.map(Number) };
}

/** A change to make, and why. */
export interface Advice {
  why: string;
  change?: Partial<Hyperparameters>;
}

/** What of the mix trains for a condition; for the others only more rows help. */
const KINDS_FOR: Record<string, RobustnessKind[]> = {
  "carry-over": ["earlier turns"],
  sharded: ["earlier turns"],
  retry: ["earlier turns"],
  format: ["casing", "template", "spacing", "typos"],
  edge: ["template", "spacing"],
};
/** Conditions under which the message stands as written. */
const PLAIN = new Set(["first", "repeat"]);
const SHARE_STEP = 0.2;
const LABELS_NAMED = 3;

const items = (count: number): string => (count === 1 ? "1 item" : `${count} items`);

/** More of the mix, with the kinds that train for what failed; undefined where the mix is full already. */
function mixAdvice(perturbed: FailedItem[], settings: Hyperparameters): Advice | undefined {
  const wanted = new Set(perturbed.flatMap(({ conditions }) => conditions.flatMap((name) => KINDS_FOR[name] ?? [])));
  const missing = [...wanted].filter((kind) => !settings.robustnessKinds.includes(kind));
  const share = Math.min(1, Math.round((settings.robustnessMix + SHARE_STEP) * 100) / 100);
  if (wanted.size === 0 || (missing.length === 0 && share === settings.robustnessMix)) return undefined;
  return {
    why: `${items(perturbed.length)} passed as written and failed when altered. Show more examples with ${[...wanted].join(", ")}.`,
    change: { robustnessMix: share, robustnessKinds: [...settings.robustnessKinds, ...missing] },
  };
}

/** What to change before the next run, from what failed; the weightiest advice first. */
export function adviseFor(failed: FailedItem[], settings: Hyperparameters): Advice[] {
  const plain = failed.filter(({ conditions }) => conditions.some((name) => PLAIN.has(name)));
  const perturbed = failed.filter(
    ({ conditions }) => !conditions.includes("first") && conditions.some((name) => KINDS_FOR[name]),
  );
  const mix = mixAdvice(perturbed, settings);
  const labels = [...new Set(plain.map(({ expected }) => expected))]
    .map((label) => ({ label, count: plain.filter(({ expected }) => expected === label).length }))
    .sort((a, b) => b.count - a.count)
    .slice(0, LABELS_NAMED)
    .map(
      ({ label, count }): Advice => ({
        why: `${items(count)} with the label "${label}" failed as written. Add rows with that label, in different wordings.`,
      }),
    );
  if (mix === undefined) return labels;
  return plain.length > perturbed.length ? [...labels, mix] : [mix, ...labels];
}
