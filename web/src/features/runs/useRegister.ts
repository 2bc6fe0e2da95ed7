import { registerModel } from "@assay/sdk/actions";
import type { ModelInput } from "@assay/sdk/api";
import { ModelOfAdapterDocument } from "@assay/sdk/graph";
import { useGraph } from "../../data/graph.ts";
import { trainer } from "../../data/services.ts";
import { useWrite } from "../../data/wallet/useWrite.ts";

/** JSON carries the uint256 fields as text; the chain wants integers. */
const asModelInput = ({ parent, sources, ...input }: ModelInput) => ({
  ...input,
  parent: BigInt(parent),
  sources: sources.map((source) => ({ ...source, datanetId: BigInt(source.datanetId) })),
});

/** Registers what a run produced, with its cleanup as it stands now; the caller becomes its publisher. */
export const useRegister = (jobId: string) =>
  useWrite(async (wallet, deployment, _none: undefined) => {
    const { modelInput } = await trainer.sealRun({ params: { id: jobId } });
    return registerModel(wallet, { deployment, input: asModelInput(modelInput) });
  });

/** The model already registered with this adapter, if any. */
export function useModelOfAdapter(cid: string | undefined): string | undefined {
  return useGraph(ModelOfAdapterDocument, { cid: cid ?? "" }, { enabled: cid !== undefined }).data?.models[0]?.id;
}
