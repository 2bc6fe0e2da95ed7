import { AssayError } from "../errors/assay-error.ts";

/** A GraphQL request, its variables JSON-serialisable. */
export type GraphVariables = Readonly<Record<string, unknown>>;

export type GraphClient = {
  /** Runs a query document and returns its `data`. Throws AssayError GRAPH_* on transport and GraphQL errors. */
  query<Data>(document: string, variables?: GraphVariables, options?: { signal?: AbortSignal }): Promise<Data>;
};

type GraphResponse<Data> = { data?: Data | null; errors?: readonly { message: string }[] };

async function send(fetcher: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetcher(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new AssayError(`The index at ${url} can't be reached.`, {
      code: "GRAPH_UNREACHABLE",
      hint: "Check that the indexer runs, then try again.",
      cause,
    });
  }
}

async function readBody<Data>(response: Response): Promise<GraphResponse<Data>> {
  try {
    return (await response.json()) as GraphResponse<Data>;
  } catch (cause) {
    throw new AssayError(`The index answered ${response.status} without JSON.`, { code: "GRAPH_RESPONSE", cause });
  }
}

/** A client for the subgraph's GraphQL; `fetch` can be given for tests. */
export function createGraphClient(config: { url: string; fetch?: typeof fetch }): GraphClient {
  return {
    async query<Data>(document: string, variables: GraphVariables = {}, options: { signal?: AbortSignal } = {}) {
      const response = await send(config.fetch ?? globalThis.fetch, config.url, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ query: document, variables }),
        ...options,
      });
      const body = await readBody<Data>(response);
      if (body.errors !== undefined && body.errors.length > 0) {
        throw new AssayError(`The index refused the query: ${body.errors.map((error) => error.message).join("; ")}`, {
          code: "GRAPH_QUERY",
        });
      }
      if (body.data === undefined || body.data === null) {
        throw new AssayError(`The index answered ${response.status} without data.`, { code: "GRAPH_RESPONSE" });
      }
      return body.data;
    },
  };
}
