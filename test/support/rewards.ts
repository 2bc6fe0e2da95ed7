/** The tests' reward epoch: two tokens of fees of model 1, of which ada contributed all data. */
import { readParams } from "@assay/sdk/actions";
import { allocateEpoch, type EpochAllocation } from "@assay/sdk/hashing";
import { parseEther, zeroAddress } from "viem";
import { EVALUATORS } from "./cast.ts";
import type { TestChain } from "./chain.ts";
import { CID, hashOf, MODEL } from "./documents.ts";

/** What the gateway pays in. */
export const FUNDING = { amount: parseEther("2"), statementHash: hashOf("statement"), statementCid: CID };

/** Who earns what of the fees. */
export async function allocationOf({ deployment, client, address }: TestChain): Promise<EpochAllocation> {
  const { splitBps } = await readParams(client, { deployment });
  return allocateEpoch({
    fees: [
      {
        ...MODEL,
        amount: FUNDING.amount,
        splitBps,
        publisher: address("publisher"),
        trainer: address("trainer"),
        baseAuthor: zeroAddress,
        evaluators: EVALUATORS.map(address),
        shares: [{ contributor: address("ada"), ppm: 1_000_000 }],
      },
    ],
    treasury: address("treasury"),
    token: deployment.addresses.token,
    previous: [],
  });
}

/** The epoch as it is posted on top of the newest block. */
export async function epochInput(chain: TestChain) {
  const { top, left, right, depth } = await allocationOf(chain);
  const asOfBlock = (await chain.client.getBlockNumber()) - 1n;
  return { top, left, right, depth, asOfBlock, attributionHash: hashOf("epoch"), cid: CID };
}
