import { readParams } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { IndexHeadDocument, OwnBondsDocument } from "@assay/sdk/graph";
import type { ChainClient } from "../platform/chain/clients.ts";
import { nextKey } from "../platform/chain/outbox/numbering.ts";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
import { createEachItem } from "../platform/eachItem.ts";
import type { Graph } from "../platform/graph.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import type { Logger } from "../platform/log.ts";
import { createEpochChain, MAX_BLOCK_AGE } from "./epochChain.ts";
import { createEpochComputer } from "./epochDocument.ts";
import { createEpochWatch } from "./epochWatch.ts";

export interface EpochOptions {
  graph: Graph;
  ipfs: Ipfs;
  client: ChainClient;
  outbox: Outbox;
  /** lets the distributor take this much of the gateway's tokens, in wei */
  approveRewards(amount: bigint): Promise<void>;
  deployment: Deployment;
  log: Logger;
}

/**
 * Posts the next reward epoch when the last one is final and fees wait, and watches what others post. Fees of a model
 * without a share table wait, and so do fees above what its stake answers for.
 */
export function createEpochPoster({ graph, ipfs, client, outbox, approveRewards, deployment, log }: EpochOptions) {
  const chain = createEpochChain({ client, ipfs, deployment });
  const computer = createEpochComputer({ graph, ipfs, client, deployment, chain, log });
  const watch = createEpochWatch({ chain, computer, ipfs, outbox, deployment, log });

  const eachBond = createEachItem({ fault: "bond_retry", log });

  async function approveBond(): Promise<void> {
    const { epochBond } = await readParams(client, { deployment });
    await approveRewards(epochBond);
  }

  return {
    /** Posts at most one epoch, after discarding a wrong one. Returns its number, or undefined when there was none. */
    async post(): Promise<bigint | undefined> {
      let last = await chain.newest();
      if (last !== undefined && last.state !== "final") {
        if (!(await watch.look(last))) return undefined;
        last = await chain.newest();
        if (last !== undefined && last.state !== "final") return undefined;
      }
      const { _meta } = await graph.query(IndexHeadDocument);
      if (_meta === null) return undefined;
      const head = await client.getBlockNumber({ cacheTime: 0 });
      // The contract takes past blocks only, and the index may be behind.
      const block = Math.min(_meta.block.number, Number(head) - 1);
      if (head - BigInt(block) > MAX_BLOCK_AGE / 2n) return undefined;
      const base = await chain.baseOf(last);
      const epoch = (last?.epoch ?? 0n) + 1n;
      const computed = await computer.compute(epoch, block, base);
      if (computed === undefined) return undefined;

      const { top, left, right, depth } = computed.allocation;
      const cid = await ipfs.addBytes(computed.bytes);
      await approveBond();
      const input = { top, left, right, depth, asOfBlock: BigInt(block), attributionHash: computed.hash, cid };
      // Each look computes from a newer block. What was sent first counts until it ends, or each would be posted.
      const key = await nextKey(outbox, `epoch:${epoch}`);
      const receipt = await outbox.call(key, calls.rewards.postEpoch(deployment, { input }));
      log.info("epoch_posted", { epoch, tx: receipt.transactionHash });
      return epoch;
    },
    /** Takes back the bonds of this account's final epochs and its bounties; who posts the next one does not matter. */
    async returnBonds(): Promise<void> {
      const creditKey = await nextKey(outbox, "credit");
      const { timestamp } = await client.getBlock();
      const { epochs } = await graph.query(OwnBondsDocument, {
        poster: outbox.address.toLowerCase(),
        now: timestamp.toString(),
      });
      const [claimable, credit] = await Promise.all([
        client.readContract(calls.rewards.claimableEpoch(deployment)),
        client.readContract(calls.rewards.creditOf(deployment, { account: outbox.address })),
      ]);
      const final = epochs.map((entry) => BigInt(entry.epoch)).filter((entry) => entry <= claimable);
      await eachBond(final, String, async (epoch) => {
        const { settled, poster } = await client.readContract(calls.rewards.epochOf(deployment, { epoch }));
        if (settled || poster !== outbox.address) return;
        await outbox.call(`bond:${epoch}`, calls.rewards.returnBond(deployment, { epoch }));
      });
      if (credit > 0n) await outbox.call(creditKey, calls.rewards.withdrawCredit(deployment));
    },
  };
}
