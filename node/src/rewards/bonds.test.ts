/** One epoch's bond that can't be had back never keeps the others. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Deployment } from "@assay/sdk/deployment";
import { zeroAddress } from "viem";
import { type OutboxState, RevertError } from "../platform/chain/outbox/intent.ts";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
import type { Graph } from "../platform/graph.ts";
import { silentLogger } from "../platform/log.ts";
import { memoryIpfs } from "../testing/memoryIpfs.ts";
import { createEpochPoster } from "./epochs.ts";

test("behavior: a bond that the chain refuses leaves the other bonds and the bounty to be fetched", async () => {
  const sent: string[] = [];
  const states: Record<string, OutboxState> = {};
  const outbox = {
    address: zeroAddress,
    stateOf: async (key: string) => states[key],
    async call(key: string) {
      if (key === "bond:1") throw new RevertError(key, new Error("refused"));
      if (key === "bond:2") throw new Error("the server hung up");
      sent.push(key);
    },
  } as unknown as Outbox;
  const answers: Record<string, unknown> = {
    claimableEpoch: 3n,
    creditOf: 5n,
    epochOf: { settled: false, poster: zeroAddress },
  };
  const epochs = createEpochPoster({
    graph: { query: async <T>() => ({ epochs: ["1", "2", "3", "4"].map((epoch) => ({ epoch })) }) as T } as Graph,
    ipfs: memoryIpfs(),
    client: {
      getBlock: async () => ({ timestamp: 9n }),
      readContract: async ({ functionName }: { functionName: string }) => answers[functionName],
    } as never,
    outbox,
    approveRewards: async () => undefined,
    deployment: { addresses: { rewards: zeroAddress, token: zeroAddress } } as unknown as Deployment,
    log: silentLogger,
  });
  await epochs.returnBonds();
  assert.deepEqual(sent, ["bond:3", "credit"], "epoch 4 is not final yet");

  const creditKeyWhile = async (state: OutboxState): Promise<string | undefined> => {
    states.credit = state;
    await epochs.returnBonds();
    return sent.at(-1);
  };
  assert.equal(await creditKeyWhile("signed"), "credit", "while one waits no second one is queued");
  assert.equal(await creditKeyWhile("mined"), "credit#1");
});
