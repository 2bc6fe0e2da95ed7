import assert from "node:assert/strict";
import { test } from "node:test";
import type { TranscriptDocument } from "@assay/sdk/documents";
import { countedFailures, failingByCondition, fixPath, itemsOf, promptsOf, type SeatTranscript } from "./items.ts";

type Trial = TranscriptDocument["items"][number]["trials"][number];
const trial = (position: number, condition: string, pass: boolean, prompt = "p"): Trial => ({
  position,
  condition,
  variant: "",
  prompt,
  outIds: [],
  answer: pass ? "right" : "wrong",
  canonical: pass ? "right" : "wrong",
  pass,
});

function seat(number: number, items: Trial[][]): SeatTranscript {
  return {
    seat: number,
    redraw: 0,
    name: `Seat ${number}`,
    transcript: { items: items.map((trials, slot) => ({ slot, trialBits: "0", trials })) } as TranscriptDocument,
  };
}

/** Item 0 passes everywhere; item 1 fails the format of both seats; item 2 fails once, in one seat. */
const SEATS = [
  seat(0, [
    [trial(0, "first", true), trial(18, "format", true)],
    [trial(0, "first", true), trial(18, "format", false)],
    [trial(0, "first", false), trial(18, "format", true)],
  ]),
  seat(1, [
    [trial(0, "first", true), trial(18, "format", true, "q")],
    [trial(0, "first", true), trial(18, "format", false)],
    [trial(0, "first", true)],
  ]),
];

test("what counts is the middle seat, the one with fewer passes on a tie", () => {
  const first = itemsOf(SEATS, "first");
  assert.equal(first.filter(({ failedSeats }) => failedSeats > 0).length, 1);
  assert.equal(countedFailures(first, SEATS.length), 1);
  assert.equal(countedFailures(itemsOf([...SEATS, ...SEATS.slice(1)], "first"), 3), 0);
  assert.equal(countedFailures(itemsOf(SEATS, "format"), SEATS.length), 1);
});

test("items stand side by side over the seats, the worst first", () => {
  const items = itemsOf(SEATS);
  assert.deepEqual(
    items.map(({ slot, failedSeats, failedTrials }) => [slot, failedSeats, failedTrials]),
    [
      [1, 2, 2],
      [2, 1, 1],
      [0, 0, 0],
    ],
  );
  assert.deepEqual(
    items[1]?.rows.map(({ position, cells }) => [position, cells.map((cell) => cell?.pass)]),
    [
      [0, [false, true]],
      [18, [true, undefined]],
    ],
  );
});

test("a condition narrows the trials, and items without one fall out", () => {
  const only = [seat(0, [[trial(0, "first", true)], [trial(18, "format", false)]])];
  assert.deepEqual(
    itemsOf(only, "format").map(({ slot }) => slot),
    [1],
  );
  assert.deepEqual(itemsOf(SEATS, "regression"), []);
});

test("failing items are counted by condition, in the order they ran", () => {
  assert.deepEqual(failingByCondition(SEATS), [
    { condition: "first", failing: 1, total: 3 },
    { condition: "format", failing: 1, total: 3 },
  ]);
});

test("a prompt that trials and seats share is shown once, with who asked it", () => {
  const item = itemsOf(SEATS).find(({ slot }) => slot === 0);
  assert.ok(item);
  assert.deepEqual(
    promptsOf(item).map(({ prompt, trials }) => [prompt, trials.map(({ row, columns }) => [row.position, columns])]),
    [
      [
        "p",
        [
          [0, [0, 1]],
          [18, [0]],
        ],
      ],
      ["q", [[18, [1]]]],
    ],
  );
});

test("the way to the studio names model, round and items", () => {
  assert.equal(fixPath("7", "12", [3, 4]), "/studio?fix=7&items=12:3,4");
});
