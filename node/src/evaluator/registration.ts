import { assayTokenAbi, protocolParamsAbi, stakeManagerAbi } from "@assay/sdk/abi";
import type { Deployment } from "@assay/sdk/deployment";
import { bytesToHex, hexToBytes, keccak256, stringToHex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { ChainClient } from "../platform/chain/clients.ts";
import type { Outbox } from "../platform/chain/outbox.ts";
import { deriveKeyPair, type EncryptionKeyPair } from "../platform/crypto/hpke.ts";
import type { Logger } from "../platform/log.ts";

/** Units staked when the configuration names none: enough to hold every seat of a round and the next. */
const ROUNDS_COVERED = 4n;

/** The identity's X25519 pair, derived from its key: nothing to store, nothing to lose. */
export async function encryptionKeyPair(account: PrivateKeyAccount, chainId: number): Promise<EncryptionKeyPair> {
  const signature = await account.signMessage({
    message: { raw: stringToHex(`assay evaluator encryption key ${chainId}`) },
  });
  return deriveKeyPair(hexToBytes(keccak256(signature)));
}

export interface RegistrationOptions {
  client: ChainClient;
  outbox: Outbox;
  deployment: Deployment;
  keys: EncryptionKeyPair;
  /** units to have staked; by default what `ROUNDS_COVERED` full rounds lock */
  units: bigint | undefined;
  log: Logger;
}

/**
 * Registers the encryption key and stakes once the account holds gas and tokens. Returns true when both are done;
 * false while the account is not funded, so that it can be tried again.
 */
export async function registerAndStake(options: RegistrationOptions): Promise<boolean> {
  const { client, outbox, deployment, keys, log } = options;
  const { stake, token } = deployment.addresses;
  const stakeContract = { address: stake, abi: stakeManagerAbi } as const;
  const address = outbox.address;
  if ((await client.getBalance({ address })) === 0n) return false;
  const publicKey = bytesToHex(keys.publicKey);
  const registered = await client.readContract({ ...stakeContract, functionName: "encryptionKeyOf", args: [address] });
  if (registered !== publicKey) {
    await outbox.call(`register:${publicKey}`, stake, {
      abi: stakeManagerAbi,
      functionName: "registerEvaluator",
      args: [publicKey],
    });
    log.info("evaluator_registered", { evaluator: address });
  }
  const [staked] = await client.readContract({ ...stakeContract, functionName: "unitsOf", args: [address] });
  if (staked > 0n) return true;
  const { wanted, unit } = await stakeSize(options);
  const balance = await client.readContract({
    address: token,
    abi: assayTokenAbi,
    functionName: "balanceOf",
    args: [address],
  });
  const affordable = balance / unit;
  // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigint
  const units = wanted > affordable ? affordable : wanted;
  if (units === 0n) return false;
  await outbox.call("approve:first-stake", token, {
    abi: assayTokenAbi,
    functionName: "approve",
    args: [stake, units * unit],
  });
  await outbox.call("stake:first", stake, { abi: stakeManagerAbi, functionName: "stakeUnits", args: [units] });
  log.info("evaluator_staked", { evaluator: address, units });
  return true;
}

async function stakeSize({
  client,
  deployment,
  units,
}: RegistrationOptions): Promise<{ wanted: bigint; unit: bigint }> {
  const call = { address: deployment.addresses.params, abi: protocolParamsAbi } as const;
  const id = await client.readContract({ ...call, functionName: "currentId" });
  const set = await client.readContract({ ...call, functionName: "get", args: [id] });
  return { wanted: units ?? BigInt(set.seats + set.reserves) * ROUNDS_COVERED, unit: set.stakeUnit };
}
