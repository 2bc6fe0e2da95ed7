import {
  type Hex,
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
const TYPES = {
  Voucher: [
    { name: "payer", type: "address" },
    { name: "payee", type: "address" },
    { name: "token", type: "address" },
    { name: "cumulative", type: "uint256" },
    { name: "chargesRoot", type: "bytes32" },
  ],
} as const;

/** Gas of redeeming one voucher, and per voucher in a batch of 20 payers and one payee; channels already in use. */
export async function measurePayments(protocol: Protocol): Promise<{ voucher: number; voucher_batch20: number }> {
  const payee = await protocol.account("payee");
  const payers: PrivateKeyAccount[] = [];
  for (let i = 0; i < BATCH; i++) payers.push(await openChannel(protocol, `payer ${i}`, payee));

  const redeemAll = async (cumulative: bigint): Promise<number> => {
    const signed = await Promise.all(payers.map((payer) => sign(protocol, payer, payee, cumulative)));
    const args = [signed.map(({ voucher }) => voucher), signed.map(({ signature }) => signature)];
    return protocol.send(payee, "payments", "redeemBatch", args);
  };
  await redeemAll(TOKEN);
  const batch = await redeemAll(2n * TOKEN);

  const [payer] = payers;
  if (payer === undefined) throw new Error("no payer");
  const { voucher, signature } = await sign(protocol, payer, payee, 3n * TOKEN);
  const single = await protocol.send(payee, "payments", "redeem", [voucher, signature]);
  return { voucher: single, voucher_batch20: Math.ceil(batch / BATCH) };
}

async function openChannel(protocol: Protocol, name: string, payee: PrivateKeyAccount): Promise<PrivateKeyAccount> {
  const { token, payments } = protocol.addresses;
  const payer = await protocol.account(name, 100n * TOKEN);
  await protocol.send(payer, "token", "approve", [payments, 100n * TOKEN]);
  await protocol.send(payer, "payments", "deposit", [payee.address, token, 10n * TOKEN]);
  return payer;
}

async function sign(protocol: Protocol, payer: PrivateKeyAccount, payee: PrivateKeyAccount, cumulative: bigint) {
  const { token, payments } = protocol.addresses;
  const chargesRoot = keccak256(toHex(`charges ${cumulative}`));
  const voucher = { payer: payer.address, payee: payee.address, token, cumulative, chargesRoot };
  const signature: Hex = await payer.signTypedData({
    domain: { name: "Assay Payments", version: "1", chainId: 31_337, verifyingContract: payments },
    types: TYPES,
    primaryType: "Voucher",
    message: voucher,
  });
  const compact = signatureToCompactSignature(parseSignature(signature));
  return { voucher, signature: serializeCompactSignature(compact) };
}
