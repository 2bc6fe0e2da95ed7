/** A throw-away local chain with the protocol on it, for tests beside the code. Node only; not part of the package. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Abi,
  type Account,
  type Address,
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  type TestClient,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { deployContract, getBlockNumber, waitForTransactionReceipt, writeContract } from "viem/actions";
import { foundry } from "viem/chains";
import { local } from "../../../ignition/parameters/local.ts";
import type { AssayWallet } from "../actions/transaction.ts";
import type { ContractName, Deployment } from "../deployment.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const MNEMONIC = "test test test test test test test test test test test junk";
const POLL_MS = 50;

/** The eight contracts' sources under artifacts/contracts. */
const SOURCES: Record<ContractName, string> = {
  token: "token/AssayToken",
  params: "governance/ProtocolParams",
  datanets: "datanet/DatanetRegistry",
  models: "model/ModelRegistry",
  stake: "stake/StakeManager",
  admission: "admission/Admission",
  payments: "payment/Payments",
  rewards: "reward/RewardDistributor",
};

export type LocalChain = {
  deployment: Deployment;
  /** Wallet of the n-th development account; 0 is the deployer and holds all tokens. */
  wallet(index: number): AssayWallet;
  test: TestClient<"anvil">;
  close(): Promise<void>;
};

async function startAnvil(): Promise<{ child: ChildProcess; url: string }> {
  const machine = process.arch === "x64" ? "amd64" : process.arch;
  const binary = fileURLToPath(import.meta.resolve(`@foundry-rs/anvil-${process.platform}-${machine}/bin/anvil`));
  const child = spawn(binary, ["--port", "0", "--host", "127.0.0.1"], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const found = /Listening on (\S+)/.exec(output)?.[1];
      if (found !== undefined) resolve(`http://${found}`);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`anvil ended with code ${code}`)));
  });
  return { child, url };
}

async function readArtifact(name: ContractName): Promise<{ abi: Abi; bytecode: Hex }> {
  const source = SOURCES[name];
  const file = `${source}.sol/${source.split("/").at(-1)}.json`;
  return JSON.parse(await readFile(join(ROOT, "artifacts", "contracts", file), "utf8"));
}

async function deploy(client: AssayWallet, name: ContractName, args: readonly unknown[]): Promise<Address> {
  const { abi, bytecode } = await readArtifact(name);
  const hash = await deployContract(client, { abi, bytecode, args });
  const { contractAddress } = await waitForTransactionReceipt(client, { hash });
  if (!contractAddress) throw new Error(`${name} was not deployed`);
  return contractAddress;
}

/** Deploys as ignition/modules/Assay.ts does, with the local parameters. */
async function deployProtocol(client: AssayWallet): Promise<Deployment> {
  const deployer = client.account.address;
  const startBlock = await getBlockNumber(client);
  const token = await deploy(client, "token", [deployer]);
  const params = await deploy(client, "params", [deployer, local.paramSet, local.gates]);
  const datanets = await deploy(client, "datanets", []);
  const models = await deploy(client, "models", [datanets]);
  const stake = await deploy(client, "stake", [token, params, models, deployer]);
  const admission = await deploy(client, "admission", [token, params, datanets, models, stake]);
  const payments = await deploy(client, "payments", [params, [token]]);
  const rewards = await deploy(client, "rewards", [token, params, deployer]);
  const linked = { datanets, models, stake } as const;
  for (const [name, address] of Object.entries(linked)) {
    const { abi } = await readArtifact(name as keyof typeof linked);
    const hash = await writeContract(client, { address, abi, functionName: "connectAdmission", args: [admission] });
    await waitForTransactionReceipt(client, { hash });
  }
  const addresses = { token, params, datanets, models, stake, admission, payments, rewards };
  return { chainId: foundry.id, startBlock, addresses };
}

/** Starts a chain, deploys the protocol and hands out wallets. Close it when done. */
export async function startLocalChain(): Promise<LocalChain> {
  const { child, url } = await startAnvil();
  const transport = http(url);
  const wallet = (index: number): AssayWallet => {
    const account: Account = mnemonicToAccount(MNEMONIC, { addressIndex: index });
    return createWalletClient({ account, chain: foundry, transport, pollingInterval: POLL_MS, cacheTime: 0 });
  };
  return {
    deployment: await deployProtocol(wallet(0)),
    wallet,
    test: createTestClient({ mode: "anvil", chain: foundry, transport }),
    async close() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
