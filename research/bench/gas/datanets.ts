import * as calls from "@assay/sdk/calls";
import { keccak256, type PrivateKeyAccount, toHex } from "viem";
import type { Protocol } from "./protocol.ts";

/** Contributions a version carries in the measurement. */
const CONTRIBUTIONS = 1_000;
/** A real CIDv1 has 59 characters. */
export const CID = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";

export interface Datanet {
  readonly datanetId: bigint;
  readonly custodian: PrivateKeyAccount;
  /** gas of publishing a version and sealing its exam, divided by its 1,000 contributions */
  readonly contribution: number;
}

/** Creates a datanet, publishes two versions of 1,000 contributions each, and measures the second. */
export async function measureContribution(protocol: Protocol): Promise<Datanet> {
  const curator = await protocol.account("curator");
  const { deployment } = protocol;
  const custodian = await protocol.account("custodian");
  const word = (name: string) => keccak256(toHex(name));
  await protocol.send(
    curator,
    calls.datanets.create(deployment, {
      metadataHash: word("metadata"),
      metadataCid: CID,
      custodian: custodian.address,
    }),
  );

  let gas = 0;
  for (const version of [1, 2]) {
    const input = {
      rowsRoot: word(`rows ${version}`),
      contributorsRoot: word(`contributors ${version}`),
      rowCount: 10 * CONTRIBUTIONS,
      contributorCount: CONTRIBUTIONS,
      totalWeight: BigInt(10 * CONTRIBUTIONS),
      manifestHash: word(`manifest ${version}`),
      manifestCid: CID,
    };
    const holdout = {
      holdoutRoot: word(`holdout ${version}`),
      batchCount: 100,
      examManifestHash: word(`exam ${version}`),
      examManifestCid: CID,
    };
    gas = await protocol.send(curator, calls.datanets.publishVersion(deployment, { datanetId: 1n, input }));
    await protocol.passEpochs();
    gas += await protocol.send(
      custodian,
      calls.datanets.sealHoldout(deployment, { datanetId: 1n, version, input: holdout }),
    );
  }
  return { datanetId: 1n, custodian, contribution: Math.ceil(gas / CONTRIBUTIONS) };
}
