import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { MODEL } from "../../../../test/support/documents.ts";
import { stakeModel } from "../stake/stake-model.ts";
import { watchEvents } from "./watch-events.ts";

test("default: reports new events and stops", async () => {
  const { deployment, wallet } = await chainAt("staked");
  const client = wallet("publisher");
  const seen = new Promise<bigint>((resolve, reject) => {
    const stop = watchEvents(client, {
      deployment,
      contract: "stake",
      eventName: "ModelStaked",
      onError: reject,
      onEvents: ([event]) => {
        stop();
        if (event !== undefined) resolve(event.args.amount);
      },
    });
  });
  await stakeModel(client, { deployment, ...MODEL, amount: 5n });
  assert.equal(await seen, 5n);
});
