/** The seats of the tests' round and what they find: every trial of 31 items passes, none of the last. */
import { type AssayWallet, readParams, readRound, readSeat } from "@assay/sdk/actions";
import { commitmentHash, saltFromSignature, saltMessage, transcriptTree } from "@assay/sdk/hashing";
import { stringToHex } from "viem";
import { local } from "../../ignition/parameters/local.ts";
import { EVALUATORS } from "./cast.ts";
import type { TestChain } from "./chain.ts";
import { CID, hashOf, ROUND } from "./documents.ts";

const { itemsPerBatch, trialMask } = local.paramSet;
const POSITIONS = Array.from({ length: 44 }, (_, position) => position).filter(
  (position) => (trialMask >> BigInt(position)) & 1n,
);

/** The primaries' seats in order, and the wallets of those who hold them. */
export async function seatsOf({ deployment, client, wallet }: TestChain) {
  const { seats } = await readParams(client, { deployment });
  const holders = new Map(EVALUATORS.map((name) => [wallet(name).account.address, wallet(name)]));
  return await Promise.all(
    Array.from({ length: seats }, async (_, seat) => {
      const { evaluator } = await readSeat(client, { deployment, ...ROUND, seat });
      const holder = holders.get(evaluator);
      if (holder === undefined) throw new Error(`Seat ${seat} was drawn to a stranger, ${evaluator}.`);
      return { seat, client: holder };
    }),
  );
}

/** The holder of a primary's seat. */
export async function holderOf(chain: TestChain, seat: number): Promise<AssayWallet> {
  const found = (await seatsOf(chain)).find((one) => one.seat === seat);
  if (found === undefined) throw new Error(`There is no seat ${seat}.`);
  return found.client;
}

/** One wrapped key for each seat and reserve. */
export async function wrapsOf({ deployment, client }: TestChain) {
  const { seats, reserves } = await readRound(client, { deployment, ...ROUND });
  return Array.from({ length: seats + reserves }, (_, seat) => stringToHex(`wrap for seat ${seat}`));
}

/** A seat's transcript. */
export function transcriptOf(seat: number) {
  const items = Array.from({ length: itemsPerBatch }, (_, slot) => ({
    slot,
    trialBits: slot === itemsPerBatch - 1 ? 0n : trialMask,
    trials: POSITIONS.map((position) => ({
      position,
      promptHash: hashOf(`prompt ${seat} ${slot} ${position}`),
      outIdsHash: hashOf(`ids ${slot}`),
      answerHash: hashOf("answer"),
    })),
  }));
  return { items, tree: transcriptTree(items, trialMask) };
}

/** What the holder of a seat commits, shows and is finalised by. */
export async function resultOf({ deployment }: TestChain, holder: AssayWallet, seat: number) {
  const { root, rootNode, lanes } = transcriptOf(seat).tree;
  const { chainId } = deployment;
  const id = { chainId, admission: deployment.addresses.admission, ...ROUND, seat };
  const salt = saltFromSignature(await holder.signMessage({ message: { raw: saltMessage(id) } }));
  return {
    commitment: commitmentHash({ ...id, evaluator: holder.account.address, root, lanes, salt }),
    shown: { rootNode, salt, transcriptCid: CID, reportCid: CID },
    result: { seat, root, lanes },
  };
}
