import * as calls from "@assay/sdk/calls";
import { concat, type Hex, keccak256, toHex } from "viem";
import { rewardLeaf } from "../../../sdk/src/hashing/reward-trees.ts";
import type { Protocol } from "./protocol.ts";

const TOKEN = 10n ** 18n;
/** Levels of a tree of a million leaves (2^20). */
const LEVELS = 20;
/** A place with as many ones as zeros in its bits. */
const INDEX = 0b1010_1010_1010_1010_1010n;
const ONE = keccak256(toHex("sum root"));

/** Gas of a first claim to an empty wallet by a proof of 20 levels; others have claimed before. */
export async function measureClaim(protocol: Protocol, epochWindow: number): Promise<{ claim_1m: number }> {
  const { deployer, deployment } = protocol;
  const fees = { amount: 100n * TOKEN, statementHash: ONE, statementCid: "bafystatement" };
  const allowance = { spender: deployment.addresses.rewards, amount: 1_000_000n * TOKEN };
  await protocol.send(deployer, calls.token.approve(deployment, allowance));
  await protocol.send(deployer, calls.rewards.fund(deployment, fees));

  let gas = 0;
  let total = 0n;
  for (const name of ["first", "second"]) {
    const { address } = await protocol.account(`claimer ${name}`);
    const proof = Array.from({ length: LEVELS }, (_, level) => keccak256(toHex(`${name} sibling ${level}`)));
    const leaf = rewardLeaf({ account: address, token: deployment.addresses.token, cumulative: TOKEN });
    total += 10n * TOKEN;
    const input = {
      top: topOf(leaf, proof),
      left: { hash: ONE, sum: total },
      right: { hash: ONE, sum: 0n },
      depth: LEVELS,
      asOfBlock: (await protocol.blockNumber()) - 1n,
      attributionHash: ONE,
      cid: "bafyepoch",
    };
    await protocol.send(deployer, calls.rewards.postEpoch(deployment, { input }));
    await protocol.pass(epochWindow);
    const claim = { account: address, index: INDEX, cumulative: TOKEN, proof };
    gas = await protocol.send(deployer, calls.rewards.claim(deployment, claim));
  }
  return { claim_1m: gas };
}

/** Top of the tree in which place INDEX holds `leaf`. */
function topOf(leaf: Hex, proof: readonly Hex[]): Hex {
  return proof.reduce((node, sibling, level) => {
    const isRight = (INDEX >> BigInt(level)) & 1n;
    return keccak256(concat(isRight ? [sibling, node] : [node, sibling]));
  }, leaf);
}
