import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { deposit, signVoucher, transferToken } from "@assay/sdk/actions";
import { voucherFor } from "@assay/sdk/channel";
import type { Deployment } from "@assay/sdk/deployment";
import type { Charge } from "@assay/sdk/hashing";
import { type Address, bytesToHex, type Hex, parseEther } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { type Anvil, startAnvil } from "../../../test/support/anvil.ts";
import type { SignedVoucher } from "../gateway/payments/voucher.ts";
import { createChainClient, createRoleWallet, type RoleWallet } from "../platform/chain/clients.ts";
import { loadDeployment } from "../platform/config.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const MNEMONIC = "test test test test test test test test test test test junk";
const CHAIN_ID = 31337;

/** Private key of a development account. */
export function devKey(index: number): Hex {
  return bytesToHex(mnemonicToAccount(MNEMONIC, { addressIndex: index }).getHdKey().privateKey ?? new Uint8Array());
}

/** The protocol on a throw-away chain that mines every transaction at once, with payers who hold tokens. For tests. */
export async function startMoneyChain(payers: number[]) {
  const home = await mkdtemp(join(tmpdir(), "assay-money-"));
  const anvil: Anvil = await startAnvil(["--chain-id", String(CHAIN_ID), "--accounts", "20"]);
  const settings = { chainId: CHAIN_ID, rpcUrl: anvil.rpcUrl };
  const out = join(home, "deployment.json");
  await promisify(execFile)(
    process.execPath,
    [join(ROOT, "ignition/deploy/deploy.ts"), "--rpc", anvil.rpcUrl, "--out", out],
    {
      env: { ...process.env, DEPLOYER_KEY: devKey(0) },
      cwd: ROOT,
    },
  );
  const deployment: Deployment = loadDeployment({ chainId: CHAIN_ID, deploymentPath: out });
  const wallet = (index: number): RoleWallet => createRoleWallet(settings, devKey(index));
  for (const index of payers)
    await transferToken(wallet(0), { deployment, to: wallet(index).account.address, amount: parseEther("1000") });
  const client = createChainClient(settings);
  return {
    home,
    client,
    deployment,
    wallet,
    /** Opens or tops up a payer's channel. */
    deposit: (payer: number, payee: Address, amount: bigint) => deposit(wallet(payer), { deployment, payee, amount }),
    /** A payer's signed voucher over its charges so far. */
    async sign(payer: number, payee: Address, charges: Charge[]): Promise<SignedVoucher> {
      const ends = { payer: wallet(payer).account.address, payee, token: deployment.addresses.token };
      const voucher = voucherFor(ends, charges);
      return { voucher, charges, signature: await signVoucher(wallet(payer), { deployment, voucher }) };
    },
    /** Lets time pass on the chain, seconds. */
    async pass(seconds: number): Promise<void> {
      await client.request({ method: "evm_increaseTime", params: [seconds] } as never);
      await client.request({ method: "evm_mine" } as never);
    },
    async close(): Promise<void> {
      await anvil.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export type MoneyChain = Awaited<ReturnType<typeof startMoneyChain>>;
