/** How often strangers' questions can have the index read: once for all that wait, never once each. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Graph } from "../platform/graph.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { type Catalog, createCatalog } from "./catalog.ts";

let reads: number;
let catalog: Catalog;
beforeEach(async () => {
  reads = 0;
  const answer = { _meta: { block: { timestamp: null } }, models: [] };
  const graph = {
    query: async () => {
      reads++;
      return answer;
    },
  } as unknown as Graph;
  catalog = createCatalog({ graph, ipfs: {} as Ipfs, dir: "" });
  await catalog.list();
});

test("error: a model that is not registered is refused after one more reading", async () => {
  await assert.rejects(catalog.get("9"), { code: "unknown_model", status: 404, field: "model" });
  assert.equal(reads, 2);
});

test("behavior: many unknown models at once wait for the same reading", async () => {
  const asked = Array.from({ length: 50 }, (_, i) => catalog.get(String(i)).catch(() => undefined));
  await Promise.all(asked);
  assert.equal(reads, 2);
});

test("behavior: a question that comes later is answered by a later reading, half a second after the last", async () => {
  await assert.rejects(catalog.get("9"));
  const began = performance.now();
  await assert.rejects(catalog.get("9"));
  assert.equal(reads, 3);
  assert.ok(performance.now() - began > 300);
});
