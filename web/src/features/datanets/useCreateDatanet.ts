import { createDatanet } from "@assay/sdk/actions";
import type { Hex } from "viem";
import { useConfig } from "../../data/config.ts";
import type { DatanetDocument } from "../../data/entities/useDatanets.ts";
import { postJson } from "../../data/http.ts";
import { useWrite } from "../../data/wallet/useWrite.ts";

/** Pins datanet.json, then creates the datanet on chain with the caller as its curator. */
export function useCreateDatanet() {
  const { custodian } = useConfig();
  return useWrite(async (wallet, deployment, document: DatanetDocument) => {
    if (!custodian)
      throw new Error(
        "The portal does not name a key custodian. Set portal.custodian in its configuration, then reload.",
      );
    const { cid, hash } = await postJson<{ cid: string; hash: Hex }>("/api/curator/metadata", document);
    return createDatanet(wallet, { deployment, metadataHash: hash, metadataCid: cid, custodian });
  });
}
