import { AssayError } from "@assay/sdk/errors";
import { createGraphClient, type GraphClient, type GraphDocument, type QueryArguments } from "@assay/sdk/graph";
import { readRunFile } from "./runFile.ts";

/** Asks the indexer of this stack, wherever it listens now. */
export type Graph = GraphClient;

/** A client that finds the indexer by its run file on every call, so that a restarted indexer is found again. */
export function createGraph(home: string): Graph {
  return {
    async query<Data, Variables>(document: GraphDocument<Data, Variables>, ...rest: QueryArguments<Variables>) {
      const url = readRunFile(home, "indexer")?.url;
      if (url === undefined)
        throw new AssayError("The indexer is not running yet; try again in a moment.", {
          code: "indexer_unreachable",
          status: 503,
        });
      return createGraphClient({ url: new URL("/graphql", url).href }).query(document, ...rest);
    },
  };
}
