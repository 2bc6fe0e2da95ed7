import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { CONTRACT_NAMES, parseDeployment } from "@assay/sdk/deployment";
import {
  type Abi,
  type Address,
  createPublicClient,
  createTestClient,
  getAddress,
  type Hex,
  http,
  keccak256,
  parseAbi,
  publicActions,
  toHex,
  walletActions,
  zeroAddress,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { receiptOf } from "../../research/bench/gas/receipt.ts";
import { withChain } from "../../test/support/scratchChain.ts";
import { local } from "../parameters/local.ts";
import { opStack } from "../parameters/opStack.ts";
import type { AssayParameters } from "../parameters/types.ts";
import { artifactReader } from "./artifacts.ts";
import { DeploymentFailed, deployAssay } from "./deploy.ts";
import { writeDeployment } from "./deployment.ts";

/** Anvil's first development key: worthless on any other chain. */
const KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const ARTIFACTS = join(import.meta.dirname, "..", "..", "artifacts", "contracts");
const ABI = parseAbi([
  "function admission() view returns (address)",
  "function currentId() view returns (uint256)",
  "function kMin(uint16 items, uint8 attempt) view returns (uint16)",
  "function isAccepted(address token) view returns (bool)",
  "function owner() view returns (address)",
  "function guardian() view returns (address)",
  "function hasRole(bytes32 role, address account) view returns (bool)",
  "function getMinDelay() view returns (uint256)",
  "function jobMarket() view returns (address)",
  "function jury() view returns (address)",
  "function isJudge(address account) view returns (bool)",
  "function isClient(address account) view returns (bool)",
  "function coordinator() view returns (address)",
  "function epochLength() view returns (uint256)",
]);
/** The judges of a round, which Admission is told once. */
const JUDGES = ["jury", "fraudProofs", "availability", "challenges", "audits", "exclusions"] as const;

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

test("behavior: every link is made, once and by the deployment", async () => {
  await withChain(async ({ rpcUrl, folder }) => {
    const { addresses } = await deployAssay({ rpcUrl, privateKey: KEY, out: join(folder, "deployment.json") });
    const client = createPublicClient({ transport: http(rpcUrl) });
    const read = (
      address: Address,
      functionName: "isJudge" | "isClient" | "jury" | "jobMarket",
      args: [Address] | [],
    ) => client.readContract({ address, abi: ABI, functionName, args } as never) as Promise<unknown>;
    for (const name of JUDGES) assert.equal(await read(addresses.admission, "isJudge", [addresses[name]]), true, name);
    for (const name of ["challenges", "rewards", "jobs"] as const)
      assert.equal(await read(addresses.jury, "isClient", [addresses[name]]), true, name);
    assert.equal(await read(addresses.rewards, "jury", []), addresses.jury);
    assert.equal(await read(addresses.grants, "jobMarket", []), addresses.jobs);
  });
});

test("behavior: the timelock owns the parameters, the governor alone proposes, the deployer keeps no role", async () => {
  await withChain(async ({ rpcUrl, folder }) => {
    const { addresses } = await deployAssay({ rpcUrl, privateKey: KEY, out: join(folder, "deployment.json") });
    const client = createPublicClient({ transport: http(rpcUrl) });
    const deployer = privateKeyToAccount(KEY).address;
    const params = { address: addresses.params, abi: ABI } as const;
    assert.equal(await client.readContract({ ...params, functionName: "owner" }), addresses.timelock);
    assert.equal(await client.readContract({ ...params, functionName: "guardian" }), deployer);
    const timelock = { address: addresses.timelock, abi: ABI, functionName: "hasRole" } as const;
    const holds = (role: Hex, account: Address) => client.readContract({ ...timelock, args: [role, account] });
    const [proposer, canceller, executor] = ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"].map((role) =>
      keccak256(toHex(role)),
    ) as [Hex, Hex, Hex];
    for (const role of [proposer, canceller]) {
      assert.equal(await holds(role, addresses.governor), true);
      assert.equal(await holds(role, deployer), false);
    }
    assert.equal(await holds(executor, zeroAddress), true);
    assert.equal(await holds(`0x${"0".repeat(64)}`, deployer), false);
    assert.equal(await holds(`0x${"0".repeat(64)}`, addresses.timelock), true);
  });
});

test("behavior: the OP stack profile deploys to a second chain, beside the local one", async () => {
  await withChain(async (first) => {
    await withChain(
      async (second) => {
        const coordinator = await deployCoordinator(second.rpcUrl, 901);
        const guardian = `0x${"9".repeat(40)}` as const;
        const parameters = withVrf(opStack, coordinator);
        const [here, there] = await Promise.all([
          deployAssay({ rpcUrl: first.rpcUrl, privateKey: KEY, out: join(first.folder, "deployment.json") }),
          deployAssay({
            rpcUrl: second.rpcUrl,
            privateKey: KEY,
            parameters: { ...parameters, guardian, treasury: guardian },
            confirmations: 1,
            out: join(second.folder, "deployment.json"),
          }),
        ]);
        assert.equal(here.chainId, 31_337);
        assert.equal(there.chainId, 901);
        const client = createPublicClient({ transport: http(second.rpcUrl) });
        const randomness = { address: there.addresses.randomness, abi: ABI } as const;
        assert.equal(
          await client.readContract({ ...randomness, functionName: "coordinator" }),
          getAddress(coordinator),
        );
        assert.equal(await client.readContract({ ...randomness, functionName: "epochLength" }), 43_200n);
        const timelock = { address: there.addresses.timelock, abi: ABI, functionName: "getMinDelay" } as const;
        assert.equal(await client.readContract(timelock), BigInt(opStack.governance.timelockDelay));
        const params = { address: there.addresses.params, abi: ABI, functionName: "guardian" } as const;
        assert.equal(await client.readContract(params), guardian);
      },
      ["--chain-id", "901", "--network", "optimism"],
    );
  });
});

/** A stand-in for the oracle's contract, which a public chain has. */
async function deployCoordinator(rpcUrl: string, id: number): Promise<Address> {
  const { abi, bytecode } = await artifactReader(ARTIFACTS).loadArtifact("MockVrfCoordinator");
  const client = createTestClient({ mode: "anvil", chain: { ...foundry, id }, transport: http(rpcUrl) })
    .extend(publicActions)
    .extend(walletActions);
  const account = privateKeyToAccount(KEY);
  const hash = await client.deployContract({ abi: abi as Abi, bytecode: bytecode as Hex, account });
  const { contractAddress } = await receiptOf(client, hash);
  assert.ok(contractAddress);
  return contractAddress;
}

function withVrf(parameters: AssayParameters, coordinator: Address): AssayParameters {
  const { randomness } = parameters;
  assert.ok(randomness.kind === "vrf");
  const config = { ...randomness.config, keyHash: keccak256(toHex("key")), subId: 1n };
  return { ...parameters, randomness: { kind: "vrf", coordinator, config } };
}

test("error: a public profile whose VRF nobody named stops the deployment", async () => {
  await withChain(async ({ rpcUrl, folder }) => {
    const coordinator = await deployCoordinator(rpcUrl, foundry.id);
    const { randomness } = opStack;
    assert.ok(randomness.kind === "vrf");
    const parameters = { ...opStack, randomness: { ...randomness, coordinator } };
    const run = deployAssay({ rpcUrl, privateKey: KEY, parameters, out: join(folder, "deployment.json") });
    await assert.rejects(run, (error) => error instanceof DeploymentFailed && /ConfigOutOfBounds/.test(error.message));
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
