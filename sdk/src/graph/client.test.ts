import assert from "node:assert/strict";
import { test } from "node:test";
import { HomeDocument, RoundDocument } from "../../generated/graph.ts";
import { createGraphClient } from "./client.ts";

/** A client whose server answers with `response`; keeps what was sent. */
function clientOf(response: Response | Error) {
  const sent: unknown[] = [];
  const client = createGraphClient({
    url: "http://index/graphql",
    fetch: async (_url, init) => {
      sent.push(JSON.parse(String(init?.body)));
      if (response instanceof Error) throw response;
      return response;
    },
  });
  return { client, sent };
}

test("default: sends document and variables, returns data", async () => {
  const { client, sent } = clientOf(Response.json({ data: { round: null } }));
  assert.deepEqual(await client.query(RoundDocument, { id: "1" }), { round: null });
  assert.deepEqual(sent, [{ query: RoundDocument.toString(), variables: { id: "1" } }]);
});

const failures: [string, Response | Error, string][] = [
  ["GraphQL errors", Response.json({ data: null, errors: [{ message: "no such field" }] }), "GRAPH_QUERY"],
  ["no JSON", new Response("<html>", { status: 502 }), "GRAPH_RESPONSE"],
  ["no data", Response.json({}), "GRAPH_RESPONSE"],
  ["no server", new TypeError("fetch failed"), "GRAPH_UNREACHABLE"],
];

for (const [name, response, code] of failures) {
  test(`error: ${name}`, async () => {
    await assert.rejects(clientOf(response).client.query(HomeDocument), { name: "AssayError", code });
  });
}

test("behavior: an abort stays an abort", async () => {
  const abort = new DOMException("stopped", "AbortError");
  await assert.rejects(clientOf(abort).client.query(HomeDocument), { name: "AbortError" });
});
