/** The subgraph's GraphQL: every document the project asks with, typed by the schema in the build, and a client. */
export * from "../../generated/graph.ts";
export * from "./client.ts";
