import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { CONTRACT_NAMES, parseDeployment } from "@assay/sdk/deployment";
import { createPublicClient, http, parseAbi } from "viem";
import { local } from "../ignition/parameters/local.ts";
import { withChain } from "./bench/gas/chain.ts";
import { artifactReader } from "./deploy/artifacts.ts";
import { writeDeployment } from "./deploy/deployment.ts";
import { DeploymentFailed, deployAssay } from "./deploy.ts";

/** Anvil's first development key: worthless on any other chain. */
const KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const ABI = parseAbi([
  "function admission() view returns (address)",
  "function currentId() view returns (uint256)",
  "function kMin(uint16 items, uint8 attempt) view returns (uint16)",
  "function isAccepted(address token) view returns (bool)",
]);

test("default: deploys, connects and parameterises every contract, and writes the file", async () => {
  await withChain(async ({ rpcUrl, folder }) => {
    const out = join(folder, "home", "deployment.json");
    const deployment = await deployAssay({ rpcUrl, privateKey: KEY, out });
    assert.deepEqual(parseDeployment(JSON.parse(await readFile(out, "utf8"))), deployment);
    assert.equal(deployment.chainId, 31_337);

    const client = createPublicClient({ transport: http(rpcUrl) });
    const { addresses } = deployment;
    for (const name of CONTRACT_NAMES)
      assert.ok(await client.getCode({ address: addresses[name] }), `${name} has no code`);
    for (const name of ["datanets", "models", "stake"] as const) {
      const linked = await client.readContract({ address: addresses[name], abi: ABI, functionName: "admission" });
      assert.equal(linked, addresses.admission);
    }
    const params = { address: addresses.params, abi: ABI } as const;
    assert.equal(await client.readContract({ ...params, functionName: "currentId" }), 1n);
    assert.equal(await client.readContract({ ...params, functionName: "kMin", args: [32, 1] }), 30);
    const accepted = { address: addresses.payments, abi: ABI, functionName: "isAccepted" } as const;
    assert.equal(await client.readContract({ ...accepted, args: [addresses.token] }), true);
  });
});

test("behavior: a second run sends nothing; a lost file is written again from the journal", async () => {
  await withChain(async ({ rpcUrl, folder }) => {
    const out = join(folder, "deployment.json");
    const first = await deployAssay({ rpcUrl, privateKey: KEY, out });
    const client = createPublicClient({ transport: http(rpcUrl), cacheTime: 0 });
    const block = await client.getBlockNumber();
    assert.deepEqual(await deployAssay({ rpcUrl, privateKey: KEY, out }), first);
    await rm(out);
    assert.deepEqual(await deployAssay({ rpcUrl, privateKey: KEY, out }), first);
    assert.equal(await client.getBlockNumber(), block);
  });
});

test("behavior: a file of another chain is replaced", async () => {
  await withChain(async ({ rpcUrl, folder }) => {
    const out = join(folder, "deployment.json");
    const first = await deployAssay({ rpcUrl, privateKey: KEY, out });
    await writeDeployment(out, { ...first, chainId: 1 });
    assert.deepEqual(await deployAssay({ rpcUrl, privateKey: KEY, out }), first);
  });
});

test("error: a parameter out of bounds stops the deployment with its name", async () => {
  await withChain(async ({ rpcUrl, folder }) => {
    const parameters = { ...local, paramSet: { ...local.paramSet, seats: 4 } };
    const run = deployAssay({ rpcUrl, privateKey: KEY, parameters, out: join(folder, "deployment.json") });
    await assert.rejects(run, (error) => error instanceof DeploymentFailed && /ParamOutOfBounds/.test(error.message));
  });
});

test("error: a missing artifact names the command to run", async () => {
  await assert.rejects(artifactReader(import.meta.dirname).loadArtifact("Nothing"), { code: "ARTIFACT_MISSING" });
});
