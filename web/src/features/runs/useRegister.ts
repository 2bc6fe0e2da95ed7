import { registerModel } from "@assay/sdk/actions";
import { useGraph } from "../../data/graph.ts";
import { postJson } from "../../data/http.ts";
import { useWrite } from "../../data/wallet/useWrite.ts";

type ModelInput = Parameters<typeof registerModel>[1]["input"];

/** JSON carries the uint256 fields as text; the chain wants integers. */
function asModelInput(json: unknown): ModelInput {
  const input = json as Record<string, unknown> & {
    parent: string | number;
    sources: { datanetId: string | number; version: number; weightBps: number }[];
  };
  return {
    ...input,
    parent: BigInt(input.parent ?? 0),
    sources: input.sources.map((source) => ({ ...source, datanetId: BigInt(source.datanetId) })),
  } as unknown as ModelInput;
}

/** Registers what a run produced, with its cleanup as it stands now; the caller becomes its publisher. */
export const useRegister = (jobId: string) =>
  useWrite(async (wallet, deployment, _none: undefined) => {
    const { modelInput } = await postJson<{ modelInput: unknown }>(`/api/trainer/jobs/${jobId}/model`, {});
    return registerModel(wallet, { deployment, input: asModelInput(modelInput) });
  });

const QUERY = `query ByAdapter($cid: String!) { models(where: { adapterCid: $cid }, first: 1, orderBy: registeredAt) { id } }`;

/** The model already registered with this adapter, if any. */
export function useModelOfAdapter(cid: string | undefined): string | undefined {
  return useGraph<{ models: { id: string }[] }>("by-adapter", QUERY, { cid }, cid !== undefined).data?.models[0]?.id;
}
