import type { TypedDocumentString } from "../../generated/graph.ts";
import { AssayError } from "../errors/assay-error.ts";

/** A document with its result and variables as types (`sdk/src/graph/documents`). Variables are JSON-serialisable. */
export type GraphDocument<Data, Variables> = TypedDocumentString<Data, Variables>;

export type QueryOptions = { signal?: AbortSignal };

/** What follows the document: its variables, left out where it has none, and options. */
export type QueryArguments<Variables> =
  Record<string, never> extends Variables
    ? [variables?: Variables, options?: QueryOptions]
    : [variables: Variables, options?: QueryOptions];

export type GraphClient = {
  /** Runs a document and returns its `data`. Throws AssayError GRAPH_* on transport and GraphQL errors. */
  query<Data, Variables>(document: GraphDocument<Data, Variables>, ...rest: QueryArguments<Variables>): Promise<Data>;
};

type GraphResponse<Data> = { data?: Data | null; errors?: readonly { message: string }[] };

async function send(fetcher: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetcher(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new AssayError(`The index at ${url} can't be reached.`, {
      code: "GRAPH_UNREACHABLE",
      status: 503,
      hint: "Check that the indexer runs, then try again.",
      cause,
    });
  }
}

async function readBody<Data>(response: Response): Promise<GraphResponse<Data>> {
  try {
    return (await response.json()) as GraphResponse<Data>;
  } catch (cause) {
    throw new AssayError(`The index answered ${response.status} without JSON.`, {
      code: "GRAPH_RESPONSE",
      status: 503,
      cause,
    });
  }
}

/**
 * A client for the subgraph's GraphQL.
 * @param config.fetch stands in for the global one, to add a deadline or in tests
 */
export function createGraphClient(config: { url: string; fetch?: typeof fetch }): GraphClient {
  return {
    async query<Data, Variables>(
      document: GraphDocument<Data, Variables>,
      ...[variables, { signal } = {}]: QueryArguments<Variables>
    ) {
      const response = await send(config.fetch ?? globalThis.fetch, config.url, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ query: document.toString(), variables: variables ?? {} }),
        ...(signal === undefined ? {} : { signal }),
      });
      const body = await readBody<Data>(response);
      if (body.errors !== undefined && body.errors.length > 0) {
        throw new AssayError(`The index refused the query: ${body.errors.map((error) => error.message).join("; ")}`, {
          code: "GRAPH_QUERY",
        });
      }
      if (body.data === undefined || body.data === null) {
        throw new AssayError(`The index answered ${response.status} without data.`, {
          code: "GRAPH_RESPONSE",
          status: 503,
        });
      }
      return body.data;
    },
  };
}
