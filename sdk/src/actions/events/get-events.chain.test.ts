import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { getEvents } from "./get-events.ts";

test("default: all events of a kind since the deployment, oldest first", async () => {
  const { deployment, client } = await chainAt("staked");
  const events = await getEvents(client, { deployment, contract: "stake", eventName: "EvaluatorStaked" });
  assert.deepEqual(
    events.map(({ args }) => [args.stakerId, args.units]),
    [
      [1, 10n],
      [2, 10n],
      [3, 10n],
    ],
  );
});

test("args: fromBlock and toBlock", async () => {
  const { deployment, client } = await chainAt("staked");
  const all = await getEvents(client, { deployment, contract: "stake", eventName: "EvaluatorStaked" });
  const second = all[1]?.blockNumber;
  const range = { fromBlock: second, toBlock: second };
  const found = await getEvents(client, { deployment, contract: "stake", eventName: "EvaluatorStaked", ...range });
  assert.deepEqual(
    found.map(({ args }) => args.stakerId),
    [2],
  );
});
