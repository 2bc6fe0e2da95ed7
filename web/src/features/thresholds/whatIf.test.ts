import assert from "node:assert/strict";
import { test } from "node:test";
import { differenceOf, type JudgedModel, kMin, type Levels, outcomeOf, standingOf } from "./whatIf.ts";

/** The table on chain at 80%, as docs/protocol.md has it. */
const TABLE: Record<number, (number | undefined)[]> = {
  24: [23, 24, 24, 24, undefined, undefined, undefined, undefined],
  32: [30, 31, 31, 32, 32, 32, undefined, undefined],
  48: [44, 44, 45, 46, 46, 47, 47, 47],
  64: [57, 58, 59, 60, 60, 61, 61, 62],
  96: [84, 85, 86, 87, 88, 88, 89, 90],
  128: [111, 112, 113, 114, 115, 116, 117, 117],
};

test("at 80% the gate is the table on chain, for every size and attempt", () => {
  for (const [items, row] of Object.entries(TABLE))
    assert.deepEqual(
      row.map((_, i) => kMin(Number(items), i + 1, 0.8)),
      row,
      items,
    );
});

const NOW: Levels = { rate: 0.8, minStake: 500, exposure: 2 };
const model = (id: string, passes: number, rest: Partial<JudgedModel> = {}): JudgedModel => ({
  id,
  publisher: `p${id}`,
  datanet: "1",
  state: "ADMITTED",
  stake: 500,
  items: 32,
  attempt: 1,
  worst: { label: "other formats", passes },
  calls: 100,
  fees: 10,
  ...rest,
});
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test("a stricter rate makes models fall, a looser one lets refused ones in", () => {
  const models = [model("1", 32), model("2", 30), model("3", 28)];
  const now = outcomeOf(models, NOW);
  const strict = differenceOf(now, outcomeOf(models, { ...NOW, rate: 0.9 }));
  assert.deepEqual(
    [strict.falls, strict.rises].map((list) => list.map((one) => one.model.id)),
    [["2"], []],
  );
  assert.match(strict.falls[0]?.because ?? "", /^30 of 32 under "other formats", 32 needed$/);
  const loose = differenceOf(now, outcomeOf(models, { ...NOW, rate: 0.7 }));
  assert.deepEqual(
    [loose.falls, loose.rises].map((list) => list.map((one) => one.model.id)),
    [[], ["3"]],
  );
});

test("a later attempt is held to less doubt, up to none that suffices", () => {
  const later = (attempt: number) => standingOf(model("1", 31, { attempt }), NOW);
  assert.equal(later(3).passes, true);
  assert.match(later(4).because ?? "", /32 needed/);
  assert.match(later(7).because ?? "", /^no count of 32 items/);
});

test("stake below the minimum falls out, whatever the counts", () => {
  assert.equal(standingOf(model("1", 32), { ...NOW, minStake: 501 }).because, "too little stake to be judged");
});

test("calls of a fallen model go to those that stand on its datanet, in proportion; income with them", () => {
  const models = [
    model("1", 32, { calls: 300, fees: 30 }),
    model("2", 32, { calls: 100, fees: 10 }),
    model("3", 20, { calls: 400, fees: 40 }),
    model("4", 32, { datanet: "2", calls: 200, fees: 20 }),
  ];
  const { traffic, income, lostCalls } = outcomeOf(models, NOW);
  // 600, 200, 0, 200 calls.
  assert.equal(traffic.total, 1000);
  assert.equal(lostCalls, 0);
  near(traffic.hhi, 0.36 + 0.04 + 0.04);
  assert.equal(income.total, 100);
  near(income.hhi, 0.36 + 0.04 + 0.04);
});

test("exposure caps what a model earns, and shares of one publisher add up", () => {
  const models = [
    model("1", 32, { publisher: "a", fees: 900, stake: 500 }),
    model("2", 32, { publisher: "a", fees: 100, datanet: "2" }),
    model("3", 32, { publisher: "b", fees: 500, datanet: "3" }),
  ];
  const { income } = outcomeOf(models, { ...NOW, exposure: 1 });
  // a earns 500 + 100, b 500.
  assert.equal(income.total, 1100);
  near(income.gini, 0.5 * (100 / 1100));
});

test("where nobody stands the calls are lost", () => {
  const { traffic, lostCalls } = outcomeOf([model("1", 10, { calls: 70 })], NOW);
  assert.deepEqual([traffic.total, traffic.gini, traffic.hhi, lostCalls], [0, 0, 0, 70]);
});

test("models without calls share their datanet's evenly", () => {
  const models = [model("1", 32, { calls: 0 }), model("2", 32, { calls: 0 }), model("3", 1, { calls: 60 })];
  near(outcomeOf(models, NOW).traffic.hhi, 0.5);
});
