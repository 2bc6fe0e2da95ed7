import type { curatorApi, evaluatorApi, gatewayApi, portalApi, trainerApi } from "@assay/sdk/api";
import { createApiClient } from "@assay/sdk/client";
import {
  curatorEndpoints,
  evaluatorEndpoints,
  gatewayEndpoints,
  portalEndpoints,
  trainerEndpoints,
} from "@assay/sdk/endpoints";

/** The stack's services as this page reaches them: through the portal that served it. */
export const portal = createApiClient<typeof portalApi>("", portalEndpoints, { name: "The portal" });
export const curator = createApiClient<typeof curatorApi>("/api/curator", curatorEndpoints, { name: "The curator" });
export const trainer = createApiClient<typeof trainerApi>("/api/trainer", trainerEndpoints, { name: "The trainer" });
export const evaluator = createApiClient<typeof evaluatorApi>("/api/evaluator", evaluatorEndpoints, {
  name: "The evaluator",
});
export const gateway = createApiClient<typeof gatewayApi>("", gatewayEndpoints, { name: "The gateway" });
