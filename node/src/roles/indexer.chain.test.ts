import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CONTRACT_NAMES } from "@assay/sdk/deployment";
import { AssayError } from "@assay/sdk/errors";
import { startProtocolChain } from "../indexer/testing/protocolChain.ts";
import { attach } from "../indexer/testing/runningIndexer.ts";
import { createDatanet } from "../indexer/testing/story.ts";
import { loadConfig } from "../platform/config.ts";
import { silentLogger } from "../platform/log.ts";
import { startIndexer } from "./indexer.ts";

test("startIndexer: serves the configured deployment, keeps it, and stops with the signal", async (t) => {
  const chain = await startProtocolChain();
  t.after(() => chain.anvil.close());
  const home = mkdtempSync(join(tmpdir(), "assay-home-"));
  t.after(() => rmSync(home, { recursive: true }));
  const { chainId, addresses, startBlock } = chain.deployment;
  // The subgraph reads a few of the contracts; a deployment names them all.
  const others = Object.fromEntries(CONTRACT_NAMES.map((name) => [name, addresses.params]));
  writeFileSync(join(home, "config.json"), JSON.stringify({ chainId, rpcUrl: chain.anvil.rpcUrl }));
  writeFileSync(
    join(home, "deployment.json"),
    JSON.stringify({ chainId, startBlock, addresses: { ...others, ...addresses } }),
  );
  const config = loadConfig(home);
  await createDatanet(chain, 1n, "first");

  const stop = new AbortController();
  const role = await startIndexer({ config, log: silentLogger, signal: stop.signal });
  const indexer = attach(chain, role.url ?? "", () => role.close());
  await indexer.caughtUp();
  assert.deepEqual(await indexer.query("{ datanets { metadataCid } }"), { datanets: [{ metadataCid: "first" }] });
  const health = await fetch(`${indexer.url}/health`);
  assert.equal(health.status, 200);
  assert.equal(((await health.json()) as { ok: boolean }).ok, true);
  stop.abort();
  await role.close();
  await assert.rejects(fetch(`${indexer.url}/health`));

  const again = await startIndexer({ config, log: silentLogger, signal: new AbortController().signal });
  const kept = await fetch(`${again.url}/graphql?query=${encodeURIComponent("{ datanets { id } }")}`);
  assert.deepEqual(await kept.json(), { data: { datanets: [{ id: "1" }] } });
  await again.close();
});

test("error: a subgraph that was not built is named, with the command that builds it", async (t) => {
  const home = mkdtempSync(join(tmpdir(), "assay-home-"));
  t.after(() => rmSync(home, { recursive: true }));
  const addresses = Object.fromEntries(CONTRACT_NAMES.map((name) => [name, `0x${"11".repeat(20)}`]));
  const roles = { indexer: { subgraphPath: join(home, "nowhere") } };
  writeFileSync(join(home, "config.json"), JSON.stringify({ chainId: 31_337, rpcUrl: "http://127.0.0.1:1", roles }));
  writeFileSync(join(home, "deployment.json"), JSON.stringify({ chainId: 31_337, startBlock: 0, addresses }));
  const start = startIndexer({ config: loadConfig(home), log: silentLogger, signal: new AbortController().signal });
  await assert.rejects(
    start,
    (error) => error instanceof AssayError && error.code === "subgraph_missing" && /npm run build/.test(error.message),
  );
});
