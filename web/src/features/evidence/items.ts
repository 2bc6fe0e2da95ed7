import type { TranscriptDocument } from "@assay/sdk/documents";
import { lowerMedian } from "./reported.ts";

type Trial = TranscriptDocument["items"][number]["trials"][number];

/** A seat's transcript and the name of its column. */
export interface SeatTranscript {
  seat: number;
  redraw: number;
  name: string;
  transcript: TranscriptDocument;
}

/** One trial position of an item: what each seat got, in the order of the seats; undefined where a seat did not run it. */
export interface TrialRow {
  position: number;
  condition: string;
  variant: string;
  cells: (Trial | undefined)[];
}

export interface ItemEvidence {
  slot: number;
  rows: TrialRow[];
  failedTrials: number;
  /** Seats in which at least one of the rows failed. */
  failedSeats: number;
}

/** Items side by side over the seats, those that failed most first; a condition narrows the trials. */
export function itemsOf(seats: SeatTranscript[], condition?: string): ItemEvidence[] {
  const slots = new Set(seats.flatMap(({ transcript }) => transcript.items.map(({ slot }) => slot)));
  const items = [...slots].map((slot) => itemOf(seats, slot, condition)).filter(({ rows }) => rows.length > 0);
  return items.toSorted((a, b) => b.failedSeats - a.failedSeats || b.failedTrials - a.failedTrials || a.slot - b.slot);
}

function itemOf(seats: SeatTranscript[], slot: number, condition: string | undefined): ItemEvidence {
  const trials = seats.map(({ transcript }) =>
    (transcript.items.find((item) => item.slot === slot)?.trials ?? []).filter(
      (trial) => condition === undefined || trial.condition === condition,
    ),
  );
  const positions = [...new Set(trials.flat().map(({ position }) => position))].sort((a, b) => a - b);
  const rows = positions.map((position) => {
    const cells = trials.map((own) => own.find((trial) => trial.position === position));
    const any = cells.find((cell) => cell !== undefined);
    return { position, condition: any?.condition ?? "", variant: any?.variant ?? "", cells };
  });
  return {
    slot,
    rows,
    failedTrials: trials.flat().filter(({ pass }) => !pass).length,
    failedSeats: trials.filter((own) => own.some(({ pass }) => !pass)).length,
  };
}

export interface ConditionCount {
  condition: string;
  /** Items that failed in at least one seat. */
  failing: number;
  total: number;
}

/** How many items failed under each condition, in the order the conditions ran. */
export function failingByCondition(seats: SeatTranscript[]): ConditionCount[] {
  const conditions = new Set(
    seats.flatMap(({ transcript }) => transcript.items.flatMap((item) => item.trials.map((trial) => trial.condition))),
  );
  return [...conditions].map((condition) => {
    const items = itemsOf(seats, condition);
    return { condition, failing: items.filter(({ failedSeats }) => failedSeats > 0).length, total: items.length };
  });
}

/** Failed items as the round counts them under one condition: those of the middle seat by passes, the lower on a tie. */
export function countedFailures(items: Pick<ItemEvidence, "rows">[], seats: number): number {
  const failures = Array.from(
    { length: seats },
    (_, seat) => items.filter(({ rows }) => rows.some(({ cells }) => cells[seat]?.pass === false)).length,
  );
  return items.length - lowerMedian(failures.map((failed) => items.length - failed));
}

export interface AskedPrompt {
  prompt: string;
  /** The trials that asked it, each with the columns of the seats that did. */
  trials: { row: TrialRow; columns: number[] }[];
}

/** The prompts of an item, each once, in the order they were asked. */
export function promptsOf(item: Pick<ItemEvidence, "rows">): AskedPrompt[] {
  const prompts = new Map<string, AskedPrompt["trials"]>();
  for (const row of item.rows) {
    for (const prompt of new Set(row.cells.flatMap((cell) => cell?.prompt ?? []))) {
      const columns = [...row.cells.keys()].filter((column) => row.cells[column]?.prompt === prompt);
      prompts.set(prompt, [...(prompts.get(prompt) ?? []), { row, columns }]);
    }
  }
  return [...prompts].map(([prompt, trials]) => ({ prompt, trials }));
}

/** The studio with these items before it, to be fixed. */
export const fixPath = (modelId: string, roundId: string, slots: number[]): string =>
  `/studio?fix=${modelId}&items=${roundId}:${slots.join(",")}`;
