import { type Address, concat, encodeAbiParameters, type Hex, keccak256, toHex } from "viem";
import type { Protocol } from "./protocol.ts";

const TOKEN = 10n ** 18n;
/** Levels of a tree of a million leaves (2^20). */
const LEVELS = 20;
const ONE = keccak256(toHex("sum root"));

/** Gas of a first claim to an empty wallet by a proof of 20 levels; others have claimed before. */
export async function measureClaim(protocol: Protocol, epochWindow: number): Promise<{ claim_1m: number }> {
  const { deployer, addresses } = protocol;
  await protocol.send(deployer, "token", "approve", [addresses.rewards, 1_000_000n * TOKEN]);
  await protocol.send(deployer, "rewards", "fund", [100n * TOKEN, ONE, "bafystatement"]);

  let gas = 0;
  for (const name of ["first", "second"]) {
    const { address } = await protocol.account(`claimer ${name}`);
    const proof = Array.from({ length: LEVELS }, (_, level) => keccak256(toHex(`${name} sibling ${level}`)));
    const root = proof.reduce(hashPair, leafOf(address, addresses.token, TOKEN));
    await protocol.send(deployer, "rewards", "postEpoch", [root, ONE, 10n * TOKEN, ONE, "bafyepoch"]);
    await protocol.pass(epochWindow);
    gas = await protocol.send(deployer, "rewards", "claim", [address, TOKEN, proof]);
  }
  return { claim_1m: gas };
}

function leafOf(account: Address, token: Address, cumulative: bigint): Hex {
  const types = [{ type: "address" }, { type: "address" }, { type: "uint256" }] as const;
  return keccak256(keccak256(encodeAbiParameters(types, [account, token, cumulative])));
}

function hashPair(a: Hex, b: Hex): Hex {
  return keccak256(concat(BigInt(a) < BigInt(b) ? [a, b] : [b, a]));
}
