import { chatRoutes } from "./gateway.ts";
import { graphqlApi, indexerApi } from "./indexer.ts";
import { rehearsalRoutes } from "./rehearsal.ts";
import { reputationRoutes } from "./reputation.ts";
import { trainingRoutes } from "./trainer.ts";

export * from "./account-health.ts";
export * from "./chain-health.ts";
export * from "./client.ts";
export * from "./curator.ts";
export * from "./engine.ts";
export * from "./evaluator.ts";
export * from "./events.ts";
export * from "./gateway.ts";
export * from "./grading.ts";
export * from "./indexer.ts";
export * from "./job-events.ts";
export * from "./live.ts";
export * from "./openapi.ts";
export * from "./portal.ts";
export * from "./rehearsal.ts";
export * from "./reputation.ts";
export * from "./route.ts";
export * from "./shapes.ts";
export * from "./trainer.ts";
export * from "./version-detail.ts";

/** Everything a trainer answers. */
export const trainerApi = { ...trainingRoutes, ...rehearsalRoutes };
/** Everything a gateway answers. */
export const gatewayApi = { ...chatRoutes, ...reputationRoutes };
/** The indexer with what graphql-yoga answers beside it. */
export const indexApi = { ...indexerApi, ...graphqlApi };
