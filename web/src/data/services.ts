import { createApiClient, curatorApi, evaluatorApi, gatewayApi, portalApi, trainerApi } from "@assay/sdk/api";

/** The stack's services as this page reaches them: through the portal that served it. */
export const portal = createApiClient("", portalApi, { name: "The portal" });
export const curator = createApiClient("/api/curator", curatorApi, { name: "The curator" });
export const trainer = createApiClient("/api/trainer", trainerApi, { name: "The trainer" });
export const evaluator = createApiClient("/api/evaluator", evaluatorApi, { name: "The evaluator" });
export const gateway = createApiClient("", gatewayApi, { name: "The gateway" });
