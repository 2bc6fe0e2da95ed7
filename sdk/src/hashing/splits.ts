import { type Hex, hexToBytes, stringToBytes } from "viem";
import { AssayError } from "../errors/assay-error.ts";
import { keccakHex } from "./words.ts";

/** What the split looks at. Rows of one group (a sentence skeleton, say) are near-duplicates and stay together. */
export type SplitRow = { index: number; label: string; group: string };

export type SplitOptions = {
  batchCount: number;
  itemsPerBatch: number;
  /** Share of all rows that goes to validation, 0..0.5; default 0.12. */
  validationShare?: number;
  /** Most items one group gives; raised only where the data has too few groups. Default 4. */
  itemsPerGroup?: number;
};

/** Row indices by use. */
export type Splits = {
  train: number[];
  validation: number[];
  /** Exam items per batch, in slot order. */
  batches: number[][];
  /** Rows of exam groups that are no items: used nowhere, or near-duplicates of exam items would be trained on. */
  dropped: number[];
};

type Group = { key: string; label: string; order: string; rows: SplitRow[]; items: SplitRow[] };

const DEFAULT_VALIDATION_SHARE = 0.12;
const DEFAULT_ITEMS_PER_GROUP = 4;
/** Most of the rows an exam may take before groups give more items each instead. */
const EXAM_ROW_SHARE = 0.5;

/** Group of a row that names none: its text without case, punctuation and repeated spaces. */
export function defaultGroup(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** keccak256(seed ‖ utf8(key)): the order nobody could choose before the seed block. */
function seededOrder(seed: Hex, key: string): string {
  const text = stringToBytes(key);
  const bytes = new Uint8Array(32 + text.length);
  bytes.set(hexToBytes(seed), 0);
  bytes.set(text, 32);
  return keccakHex(bytes);
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function majorityLabel(rows: readonly SplitRow[]): string {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.label, (counts.get(row.label) ?? 0) + 1);
  const ranked = [...counts].sort(([a, x], [b, y]) => y - x || byText(a, b));
  return ranked[0]?.[0] ?? "";
}

/** Groups per label in seeded order. A row that contradicts its group's majority label is never an exam item. */
function groupsByLabel(rows: readonly SplitRow[], seed: Hex): Map<string, Group[]> {
  const members = new Map<string, SplitRow[]>();
  for (const row of rows) {
    const group = members.get(row.group);
    if (group === undefined) members.set(row.group, [row]);
    else group.push(row);
  }
  const groups = [...members].map(([key, own]): Group => {
    const label = majorityLabel(own);
    const items = own
      .filter((row) => row.label === label)
      .map((row) => ({ row, order: seededOrder(seed, `item ${row.index}`) }))
      .sort((a, b) => byText(a.order, b.order))
      .map(({ row }) => row);
    return { key, label, order: seededOrder(seed, key), rows: own, items };
  });
  groups.sort((a, b) => byText(a.order, b.order));
  const labels = new Map<string, Group[]>();
  for (const label of [...new Set(groups.map((group) => group.label))].sort(byText)) {
    labels.set(
      label,
      groups.filter((group) => group.label === label),
    );
  }
  return labels;
}

/**
 * Hands out whole groups, always to the label that has received least so far, keeping each label's last group for
 * training. Queues are shared between calls, so no group is handed out twice.
 */
class Dealer {
  readonly #queues: Map<string, Group[]>;

  constructor(labels: Map<string, Group[]>) {
    this.#queues = new Map([...labels].map(([label, groups]) => [label, [...groups]]));
  }

  /** Groups whose sizes add up to at least `wanted`, or undefined when too few are left. */
  take(wanted: number, sizeOf: (group: Group) => number): Group[] | undefined {
    const received = new Map<string, number>();
    const taken: Group[] = [];
    for (let total = 0; total < wanted; ) {
      const open = [...this.#queues].filter(([, queue]) => queue.length > 1);
      const next = open.reduce<[string, Group[]] | undefined>(
        (best, entry) =>
          best === undefined || (received.get(entry[0]) ?? 0) < (received.get(best[0]) ?? 0) ? entry : best,
        undefined,
      );
      const group = next?.[1].shift();
      if (group === undefined) return undefined;
      taken.push(group);
      total += sizeOf(group);
      // A group without a usable item still counts as a turn, or one label would be drained first.
      received.set(group.label, (received.get(group.label) ?? 0) + Math.max(sizeOf(group), 1));
    }
    return taken;
  }

  remaining(): Group[] {
    return [...this.#queues.values()].flat();
  }
}

/** `count` items out of a batch's groups: labels take turns, and within a label its groups do. */
function drawItems(groups: readonly Group[], count: number, itemsPerGroup: number, seed: Hex): number[] {
  const byLabel = new Map<string, SplitRow[]>();
  for (let rank = 0; rank < itemsPerGroup; rank++) {
    for (const group of groups) {
      const row = group.items[rank];
      if (row !== undefined) byLabel.set(group.label, [...(byLabel.get(group.label) ?? []), row]);
    }
  }
  const lists = [...byLabel].sort(([a], [b]) => byText(a, b)).map(([, list]) => list);
  const drawn: number[] = [];
  for (let rank = 0; drawn.length < count; rank++) {
    for (const list of lists) {
      const row = list[rank];
      if (row !== undefined && drawn.length < count) drawn.push(row.index);
    }
  }
  // Slots in seeded order, so that a slot number says nothing about the label.
  return drawn
    .map((index) => ({ index, order: seededOrder(seed, `slot ${index}`) }))
    .sort((a, b) => byText(a.order, b.order))
    .map(({ index }) => index);
}

function trySplit(rows: readonly SplitRow[], seed: Hex, options: Required<SplitOptions>): Splits | undefined {
  const { batchCount, itemsPerBatch, validationShare, itemsPerGroup } = options;
  const dealer = new Dealer(groupsByLabel(rows, seed));
  const itemsOf = (group: Group): number => Math.min(group.items.length, itemsPerGroup);
  const batches: number[][] = [];
  const examRows: number[] = [];
  for (let batch = 0; batch < batchCount; batch++) {
    // Batches share no group: when one is retired its items become public.
    const groups = dealer.take(itemsPerBatch, itemsOf);
    if (groups === undefined) return undefined;
    batches.push(drawItems(groups, itemsPerBatch, itemsPerGroup, seed));
    examRows.push(...groups.flatMap((group) => group.rows.map((row) => row.index)));
  }
  if (examRows.length > rows.length * EXAM_ROW_SHARE) return undefined;
  const validation = dealer.take(Math.floor(rows.length * validationShare), (group) => group.rows.length) ?? [];
  const items = new Set(batches.flat());
  const indices = (groups: readonly Group[]): number[] =>
    groups.flatMap((group) => group.rows.map((row) => row.index)).sort((a, b) => a - b);
  return {
    train: indices(dealer.remaining()),
    validation: indices(validation),
    batches,
    dropped: examRows.filter((index) => !items.has(index)).sort((a, b) => a - b),
  };
}

function requireOptions(options: Required<SplitOptions>): void {
  for (const field of ["batchCount", "itemsPerBatch", "itemsPerGroup"] as const) {
    if (!Number.isInteger(options[field]) || options[field] < 1) {
      throw new AssayError(`${field} must be a whole number above 0, not ${options[field]}.`, {
        code: "SPLIT_OPTION",
        field,
      });
    }
  }
  if (!(options.validationShare >= 0 && options.validationShare <= 0.5)) {
    throw new AssayError(`validationShare must lie in 0 .. 0.5, not ${options.validationShare}.`, {
      code: "SPLIT_OPTION",
      field: "validationShare",
    });
  }
}

/**
 * Splits a version's rows by the on-chain hold-out seed: whole groups per label to the exam batches, then to validation,
 * the rest to training. Pure: the custodian and anyone who checks it get the same answer. Throws EXAM_TOO_LARGE when the
 * rows can't fill the exam and still leave half of them, and one group of each label, to train on.
 */
export function assignSplits(rows: readonly SplitRow[], seed: Hex, options: SplitOptions): Splits {
  const settings: Required<SplitOptions> = {
    validationShare: DEFAULT_VALIDATION_SHARE,
    itemsPerGroup: DEFAULT_ITEMS_PER_GROUP,
    ...options,
  };
  requireOptions(settings);
  // Input order must not matter: only the seed decides.
  const ordered = [...rows].sort((a, b) => a.index - b.index);
  for (let cap = settings.itemsPerGroup; ; cap *= 2) {
    const splits = trySplit(ordered, seed, { ...settings, itemsPerGroup: cap });
    if (splits !== undefined) return splits;
    if (cap > settings.itemsPerBatch) break;
  }
  const { batchCount, itemsPerBatch } = settings;
  throw new AssayError(
    `${rows.length} rows can't fill ${batchCount} exam batches of ${itemsPerBatch} items and still leave half of them to train on; add rows or use fewer batches.`,
    { code: "EXAM_TOO_LARGE", field: "rows" },
  );
}
