import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { CONTRACT_NAMES, type Deployment } from "@assay/sdk/deployment";
import {
  type DeploymentParameters,
  type DeploymentResult,
  DeploymentResultType,
  deploy,
} from "@nomicfoundation/ignition-core";
import { type Address, createPublicClient, type Hex, http, type PublicClient } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { assayOn } from "../modules/Assay.ts";
import { local } from "../parameters/local.ts";
import type { AssayParameters } from "../parameters/types.ts";
import { artifactReader } from "./artifacts.ts";
import { isLive, readDeployment, writeDeployment } from "./deployment.ts";
import { isProfileName, namedProfile, PROFILE_NAMES } from "./profiles.ts";
import { signingProvider } from "./provider.ts";

const ROOT = resolve(import.meta.dirname, "..", "..");
/** chain id of anvil and Hardhat nodes, where blocks may be mined on demand */
const DEV_CHAIN_ID = 31_337;

export interface DeployAssayParameters {
  readonly rpcUrl: string;
  /** the deployer; it receives the token's whole supply */
  readonly privateKey: Hex;
  /** default: the local chain's (ignition/parameters/local.ts) */
  readonly parameters?: AssayParameters;
  /** blocks to wait for after each transaction; default: 1 on a development chain, else Ignition's own */
  readonly confirmations?: number;
  /** path of deployment.json; Ignition's journal goes beside it, so that an interrupted deployment is continued */
  readonly out: string;
}

/** The deployment stopped; running it again continues where it stopped. */
export class DeploymentFailed extends Error {
  override readonly name = "DeploymentFailed";
  readonly code = "DEPLOYMENT_FAILED";
  constructor(result: DeploymentResult) {
    super(`The deployment stopped (${result.type}): ${JSON.stringify(result)}. Fix the cause and deploy again.`);
  }
}

/** The parameters by module, as ignition/modules names them. */
function moduleParameters({ governance, randomness, ...assay }: AssayParameters): DeploymentParameters {
  const { paramSet, gates, ...addresses } = assay;
  const { kind, ...source } = randomness;
  return {
    Assay: {
      ...addresses,
      paramSet: { ...paramSet, splitBps: [...paramSet.splitBps] },
      gates: gates.map((gate) => ({ ...gate })),
    },
    Governance: { ...governance },
    [kind === "vrf" ? "Vrf" : "BlockHashes"]: { ...source },
  };
}

/** Mines at once on a development chain, so that a deployment takes no block interval per step. */
async function mineOnDemand(client: PublicClient): Promise<void> {
  await client.request({ method: "evm_mine" } as unknown as Parameters<typeof client.request>[0]);
}

/** The first block of this deployment, remembered across a continued run. */
async function firstBlock(client: PublicClient, journal: string): Promise<number> {
  const path = join(journal, "start-block");
  await mkdir(journal, { recursive: true });
  try {
    await writeFile(path, String(await client.getBlockNumber()), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return Number(await readFile(path, "utf8"));
}

/**
 * Deploys the protocol and writes deployment.json, or returns the one that is there when it lives on this chain.
 * @example
 * await deployAssay({ rpcUrl, privateKey, parameters: local, out: ".assay/deployment.json" });
 */
export async function deployAssay({
  rpcUrl,
  privateKey,
  parameters = local,
  confirmations,
  out,
}: DeployAssayParameters): Promise<Deployment> {
  const client = createPublicClient({ transport: http(rpcUrl) });
  const existing = await readDeployment(out);
  if (existing !== undefined && (await isLive(client, existing))) return existing;

  const [chainId, genesis] = await Promise.all([client.getChainId(), client.getBlock({ blockNumber: 0n })]);
  // A restarted development chain has the same id and another genesis; its journal must not be continued.
  const journal = join(dirname(out), "ignition", `${chainId}-${genesis.hash.slice(2, 18)}`);
  const startBlock = await firstBlock(client, journal);
  const isDev = chainId === DEV_CHAIN_ID;
  const account = privateKeyToAccount(privateKey);
  const module = assayOn(parameters.randomness.kind);
  const requiredConfirmations = confirmations ?? (isDev ? 1 : undefined);

  const result = await deploy({
    ignitionModule: module,
    deploymentParameters: moduleParameters(parameters),
    deploymentDir: join(journal, "journal"),
    artifactResolver: artifactReader(join(ROOT, "artifacts", "contracts")),
    provider: signingProvider(rpcUrl, account, async () => (isDev ? mineOnDemand(client) : undefined)),
    accounts: [account.address],
    config: {
      ...(isDev ? { blockPollingInterval: 50 } : {}),
      ...(requiredConfirmations === undefined ? {} : { requiredConfirmations }),
    },
  });
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) throw new DeploymentFailed(result);

  const addresses = Object.fromEntries(
    CONTRACT_NAMES.map((name) => [name, result.contracts[module.results[name].id]?.address as Address]),
  ) as Deployment["addresses"];
  const deployment = { chainId, startBlock: BigInt(startBlock), addresses };
  await writeDeployment(out, deployment);
  return deployment;
}

const USAGE = `usage: DEPLOYER_KEY=0x... node ignition/deploy/deploy.ts --rpc URL [--out FILE] [--profile ${PROFILE_NAMES.join("|")}]
A public profile also needs --treasury A --guardian A --vrf-coordinator A --vrf-key-hash HASH --vrf-subscription N.`;

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rpc: { type: "string" },
      out: { type: "string", default: ".assay/deployment.json" },
      profile: { type: "string", default: "local" },
      treasury: { type: "string" },
      guardian: { type: "string" },
      "vrf-coordinator": { type: "string" },
      "vrf-key-hash": { type: "string" },
      "vrf-subscription": { type: "string" },
    },
  });
  const privateKey = process.env.DEPLOYER_KEY;
  const profile = isProfileName(values.profile) ? namedProfile(values.profile, values) : undefined;
  if (values.rpc === undefined || privateKey === undefined || profile === undefined) {
    console.error(USAGE);
    process.exit(2);
  }
  const parameters = profile;
  console.log(await deployAssay({ rpcUrl: values.rpc, privateKey: privateKey as Hex, parameters, out: values.out }));
}
