import assert from "node:assert/strict";
import { test } from "node:test";
import { pickReferences, type RoundHistory } from "./references.ts";

const history: RoundHistory = {
  parents: new Map([
    [1n, 0n],
    [2n, 1n],
    [3n, 0n],
    [4n, 2n],
  ]),
  datanets: new Map([
    [1n, 10n],
    [2n, 10n],
    [3n, 11n],
    [4n, 10n],
    [5n, 10n],
  ]),
  openedAt: new Map([
    [1n, 100n],
    [4n, 500n],
    [5n, 900n],
  ]),
  ended: [
    { roundId: 1n, modelId: 1n, passed: true, at: 200n },
    { roundId: 2n, modelId: 2n, passed: false, at: 300n },
    { roundId: 3n, modelId: 3n, passed: true, at: 400n },
    { roundId: 4n, modelId: 4n, passed: true, at: 800n },
  ],
};

test("default: the parent as registered, the incumbent as the last that passed on the same exam datanet", () => {
  assert.deepEqual(pickReferences(history, 4n, 4n), { parent: 2n, incumbent: 1n });
});

test("behavior: what passed after the round was opened does not count, nor the model itself", () => {
  assert.deepEqual(pickReferences(history, 5n, 3n), { incumbent: 4n });
  assert.deepEqual(pickReferences(history, 5n, 4n), { parent: 2n, incumbent: 1n });
  assert.deepEqual(pickReferences(history, 1n, 1n), {});
});
