import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CONTRACT_NAMES, CONTRACTS, type SolidityName } from "@assay/sdk/deployment";
import { type Abi, type Address, type Hex, numberToHex, padHex } from "viem";
import { type AnvilWithClient, startAnvilWithClient } from "../../../../test/support/anvilWithClient.ts";
import { emitCall, emitterCode } from "./emitter.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");

/** A contract by its Solidity name. */
export type Contract = SolidityName;
const NAMES: readonly Contract[] = Object.values(CONTRACTS);

/** Address of a contract's emitter. */
export function emitterAddress(contract: Contract): Address {
  return numberToHex(0xe000 + NAMES.indexOf(contract), { size: 20 });
}

export function word(value: number | bigint): Hex {
  return padHex(numberToHex(value), { size: 32 });
}

export function person(value: number): Address {
  return numberToHex(0xa000 + value, { size: 20 });
}

/** An anvil chain whose "contracts" emit exactly the events a test asks for. */
export interface ProtocolChain {
  readonly anvil: AnvilWithClient;
  readonly deployment: {
    readonly chainId: number;
    readonly startBlock: number;
    readonly addresses: Record<string, Address>;
  };
  /** Mines one block with this event in it. */
  emit(contract: Contract, event: string, args: Readonly<Record<string, unknown>>): Promise<void>;
}

export async function startProtocolChain(): Promise<ProtocolChain> {
  const anvil = await startAnvilWithClient();
  const { client } = anvil;
  const [sender] = await client.getAddresses();
  if (sender === undefined) throw new Error("anvil gave no account.");
  for (const contract of NAMES) await client.setCode({ address: emitterAddress(contract), bytecode: emitterCode() });
  const abis = new Map(NAMES.map((contract) => [contract, readAbi(contract)] as const));
  const emit = async (contract: Contract, event: string, args: Readonly<Record<string, unknown>>) => {
    const data = emitCall(abis.get(contract) ?? [], event, args);
    const hash = await client.sendTransaction({ account: sender, to: emitterAddress(contract), data, gas: 3_000_000n });
    await client.waitForTransactionReceipt({ hash });
  };
  const addresses = Object.fromEntries(CONTRACT_NAMES.map((name) => [name, emitterAddress(CONTRACTS[name])] as const));
  return { anvil, emit, deployment: { chainId: 31_337, startBlock: 0, addresses } };
}

export function readAbi(contract: Contract): Abi {
  return JSON.parse(readFileSync(join(ROOT, "subgraph", "abis", `${contract}.json`), "utf8")) as Abi;
}
