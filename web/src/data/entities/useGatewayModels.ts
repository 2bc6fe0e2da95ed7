import type { GatewayModel } from "@assay/sdk/api";
import { useWatched } from "../live/useLive.ts";
import { gateway } from "../services.ts";

const ask = (signal: AbortSignal) => gateway.models({}, { signal });
const modelsOf = ({ data }: Awaited<ReturnType<typeof ask>>) => data;

/** The models that this portal's gateway knows, with their prices. */
export const useGatewayModels = () =>
  useWatched({ queryKey: ["gateway", "models"], path: "/v1/models", ask, select: modelsOf });

/** What one answer of a model costs, in wei. */
export const priceOf = ({ assay }: GatewayModel): bigint =>
  BigInt(assay.price.servingAmount) + BigInt(assay.price.feeAmount);

/** What one answer of a registered model costs here, in wei; undefined until the gateway says so. */
export function usePriceOf(modelId: string): bigint | undefined {
  const model = useGatewayModels().data?.find(({ id }) => id === `assay/model-${modelId}`);
  return model && priceOf(model);
}
