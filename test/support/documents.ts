/** What the tests' datanet, exam and model are made of. */
import { batchKeyHash, holdoutTree } from "@assay/sdk/hashing";
import { type Address, type Hex, keccak256, stringToHex, zeroAddress } from "viem";

export const CID = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
export const hashOf = (text: string): Hex => keccak256(stringToHex(text));

export const DATANET = { datanetId: 1n };
export const MODEL = { modelId: 1n };
export const ROUND = { roundId: 1n };

export const BATCH_KEY = hashOf("batch key");
/** The exam's only batch. */
export const BATCH = {
  batchId: 0,
  ciphertextHash: hashOf("ciphertext"),
  keyHash: batchKeyHash(BATCH_KEY),
  itemsRoot: hashOf("items"),
  contributorsRoot: hashOf("contributors"),
};

export const VERSION = {
  rowsRoot: hashOf("rows"),
  contributorsRoot: hashOf("contributors"),
  manifestHash: hashOf("manifest"),
  manifestCid: CID,
  rowCount: 320,
  contributorCount: 4,
  totalWeight: 320n,
};

export const HOLDOUT = {
  holdoutRoot: holdoutTree([BATCH]).root,
  batchCount: 1,
  examManifestHash: hashOf("exam"),
  examManifestCid: CID,
};

export function modelInput(trainer: Address) {
  return {
    baseId: hashOf("base id"),
    baseHash: hashOf("base"),
    adapterHash: hashOf("adapter"),
    runManifestHash: hashOf("run"),
    tokenizerHash: hashOf("tokenizer"),
    templateHash: hashOf("template"),
    servingProfileHash: hashOf("profile"),
    maxTemperatureMilli: 300,
    trainer,
    baseAuthor: zeroAddress,
    parent: 0n,
    adapterCid: CID,
    runCid: CID,
    sources: [{ ...DATANET, version: 1, weightBps: 10_000 }],
  };
}
