/** A contract wallet of one owner (ERC-1271), deployed or only foreseen (ERC-6492). */
import { readFileSync } from "node:fs";
import type { AssayWallet } from "@assay/sdk/actions";
import {
  type Abi,
  type Address,
  concat,
  encodeDeployData,
  getContractAddress,
  type Hex,
  keccak256,
  serializeErc6492Signature,
} from "viem";
import { sendTransaction, waitForTransactionReceipt } from "viem/actions";

/** Deploys what follows a salt with CREATE2; anvil has it from the first block. */
const FACTORY: Address = "0x4e59b44847b379578588920cA78FbF26c0B4956C";

const artifact = JSON.parse(
  readFileSync(
    new URL("../../artifacts/contracts/mocks/ContractWallet.sol/ContractWallet.json", import.meta.url),
    "utf8",
  ),
) as { abi: Abi; bytecode: Hex };

/** The wallet that `owner` would have, and what deploys it. */
export function contractWallet(owner: Address, salt: Hex = keccak256(owner)) {
  const code = encodeDeployData({ ...artifact, args: [owner] });
  const factoryData = concat([salt, code]);
  return {
    abi: artifact.abi,
    address: getContractAddress({ opcode: "CREATE2", from: FACTORY, salt, bytecode: code }),
    /** the signature with what deploys the wallet around it */
    wrap: (signature: Hex): Hex => serializeErc6492Signature({ address: FACTORY, data: factoryData, signature }),
    /** Deploys it; anyone can. */
    async deploy(payer: AssayWallet): Promise<void> {
      const { account, chain } = payer;
      const hash = await sendTransaction(payer, { account, chain, to: FACTORY, data: factoryData });
      await waitForTransactionReceipt(payer, { hash });
    },
  };
}
