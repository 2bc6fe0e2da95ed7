import { readParams } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { bytesToHex, hexToBytes, keccak256, stringToHex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { ChainClient } from "../platform/chain/clients.ts";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
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
  const address = outbox.address;
  if ((await client.getBalance({ address })) === 0n) return false;
  const publicKey = bytesToHex(keys.publicKey);
  const registered = await client.readContract(calls.stake.encryptionKeyOf(deployment, { evaluator: address }));
  if (registered !== publicKey) {
    const register = calls.stake.registerEvaluator(deployment, { encryptionKey: publicKey });
    await outbox.call(`register:${publicKey}`, register);
    log.info("evaluator_registered", { evaluator: address });
  }
  const [staked] = await client.readContract(calls.stake.unitsOf(deployment, { evaluator: address }));
  if (staked > 0n) return true;
  const { wanted, unit } = await stakeSize(options);
  const balance = await client.readContract(calls.token.balanceOf(deployment, { account: address }));
  const affordable = balance / unit;
  // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigint
  const units = wanted > affordable ? affordable : wanted;
  if (units === 0n) return false;
  const stake = calls.stake.stakeUnits(deployment, { units });
  const allowance = { spender: stake.address, amount: units * unit };
  // The amount is part of its name: tokens that come later raise what is staked, and so what must be approved.
  await outbox.call(`approve:first-stake:${allowance.amount}`, calls.token.approve(deployment, allowance));
  await outbox.call("stake:first", stake);
  log.info("evaluator_staked", { evaluator: address, units });
  return true;
}

async function stakeSize({
  client,
  deployment,
  units,
}: RegistrationOptions): Promise<{ wanted: bigint; unit: bigint }> {
  const set = await readParams(client, { deployment });
  return { wanted: units ?? BigInt(set.seats + set.reserves) * ROUNDS_COVERED, unit: set.stakeUnit };
}
