import { createDatanet } from "@assay/sdk/actions";
import type { DatanetMetadata } from "@assay/sdk/api";
import { useConfig } from "../../data/config.ts";
import { curator } from "../../data/services.ts";
import { useWrite } from "../../data/wallet/useWrite.ts";

/** Pins datanet.json, then creates the datanet on chain with the caller as its curator. */
export function useCreateDatanet() {
  const { custodian } = useConfig();
  return useWrite(async (wallet, deployment, document: DatanetMetadata) => {
    if (!custodian)
      throw new Error(
        "The portal does not name a key custodian. Set portal.custodian in its configuration, then reload.",
      );
    const { cid, hash } = await curator.pinMetadata({ body: document });
    return createDatanet(wallet, { deployment, metadataHash: hash, metadataCid: cid, custodian });
  });
}
