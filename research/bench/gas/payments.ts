import * as calls from "@assay/sdk/calls";
import { voucherTypedData } from "@assay/sdk/hashing";
import {
  keccak256,
  type PrivateKeyAccount,
  parseSignature,
  serializeCompactSignature,
  signatureToCompactSignature,
  toHex,
} from "viem";
import type { Protocol } from "./protocol.ts";

const TOKEN = 10n ** 18n;
const BATCH = 20;

/** Gas of redeeming one voucher, and per voucher in a batch of 20 payers and one payee; channels already in use. */
export async function measurePayments(protocol: Protocol): Promise<{ voucher: number; voucher_batch20: number }> {
  const payee = await protocol.account("payee");
  const payers: PrivateKeyAccount[] = [];
  for (let i = 0; i < BATCH; i++) payers.push(await openChannel(protocol, `payer ${i}`, payee));

  const redeemAll = async (cumulative: bigint): Promise<number> => {
    const vouchers = await Promise.all(payers.map((payer) => sign(protocol, payer, payee, cumulative)));
    return protocol.send(payee, calls.payments.redeemBatch(protocol.deployment, { vouchers }));
  };
  await redeemAll(TOKEN);
  const batch = await redeemAll(2n * TOKEN);

  const [payer] = payers;
  if (payer === undefined) throw new Error("no payer");
  const signed = await sign(protocol, payer, payee, 3n * TOKEN);
  const single = await protocol.send(payee, calls.payments.redeem(protocol.deployment, signed));
  return { voucher: single, voucher_batch20: Math.ceil(batch / BATCH) };
}

async function openChannel(protocol: Protocol, name: string, payee: PrivateKeyAccount): Promise<PrivateKeyAccount> {
  const { deployment } = protocol;
  const payer = await protocol.account(name, 100n * TOKEN);
  const deposit = calls.payments.deposit(deployment, { payee: payee.address, amount: 10n * TOKEN });
  await protocol.send(payer, calls.token.approve(deployment, { spender: deposit.address, amount: 100n * TOKEN }));
  await protocol.send(payer, deposit);
  return payer;
}

async function sign(protocol: Protocol, payer: PrivateKeyAccount, payee: PrivateKeyAccount, cumulative: bigint) {
  const { chainId, addresses } = protocol.deployment;
  const { token, payments } = addresses;
  const chargesRoot = keccak256(toHex(`charges ${cumulative}`));
  const voucher = { payer: payer.address, payee: payee.address, token, cumulative, chargesRoot };
  const signature = await payer.signTypedData(voucherTypedData({ chainId, payments, voucher }));
  const compact = signatureToCompactSignature(parseSignature(signature));
  return { voucher, signature: serializeCompactSignature(compact) };
}
