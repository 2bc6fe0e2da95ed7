/** Payers whose wallet is a contract: what the gateway takes, the chain redeems. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readChannel, redeem, transferToken } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import { voucherFor } from "@assay/sdk/channel";
import { addCall, voucherTypedData } from "@assay/sdk/hashing";
import { encodeFunctionData, type Hex, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { sendTransaction } from "viem/actions";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { contractWallet } from "../../../../test/support/contractWallet.ts";
import { openDatabase } from "../../platform/database.ts";
import { createVoucherDesk } from "./voucherDesk.ts";
import { voucherMigrations } from "./voucherStore.ts";

const PRICE = { servingAmount: parseEther("1"), feeAmount: parseEther("1") };
const DEPOSIT = parseEther("5");

/** A gateway's desk, and a call that a contract wallet pays; its owner's signature is given the form of `by`. */
async function paidCall(by: (wrap: (signature: Hex) => Hex, signature: Hex) => Hex, options: { deployed: boolean }) {
  const { deployment, wallet, address, client } = await chainAt("channel");
  const owner = privateKeyToAccount(generatePrivateKey());
  const own = contractWallet(owner.address);
  const ada = wallet("ada");
  const payee = address("gateway");
  const { payments, token } = deployment.addresses;
  if (options.deployed) {
    await own.deploy(ada);
    await transferToken(ada, { deployment, to: own.address, amount: DEPOSIT });
    const approve = encodeFunctionData(calls.token.approve(deployment, { spender: payments, amount: DEPOSIT }));
    const deposit = encodeFunctionData(calls.payments.deposit(deployment, { payee, amount: DEPOSIT }));
    for (const args of [
      [token, approve],
      [payments, deposit],
    ]) {
      const data = encodeFunctionData({ abi: own.abi, functionName: "call", args });
      const hash = await sendTransaction(ada, { account: ada.account, chain: ada.chain, to: own.address, data });
      await client.waitForTransactionReceipt({ hash });
    }
  }
  const db = await openDatabase(":memory:", voucherMigrations);
  const channelOf = (payer: Hex) => readChannel(client, { deployment, payer, payee });
  const domain = { chainId: deployment.chainId, payments };
  const desk = createVoucherDesk({
    db,
    client,
    ...domain,
    token,
    payee,
    readChannel: channelOf,
    refusalOf: async () => undefined,
    tryRedeem: (signed) => client.simulateContract({ ...calls.payments.redeem(deployment, signed), account: payee }),
  });
  const charges = addCall([], 1n, PRICE);
  const voucher = voucherFor({ payer: own.address, payee, token }, charges);
  const signature = by(own.wrap, await owner.signTypedData(voucherTypedData({ ...domain, voucher })));
  return { deployment, wallet, db, desk, signed: { voucher, charges, signature } };
}

const withOldV = (signature: Hex): Hex => `${signature.slice(0, -2) as Hex}${signature.endsWith("1b") ? "00" : "01"}`;

for (const [form, by] of Object.entries({
  "its owner's bytes": (_: unknown, signature: Hex) => signature,
  "v of 0 or 1": (_: unknown, signature: Hex) => withOldV(signature),
  "wrapped as before its deployment (ERC-6492)": (wrap: (bytes: Hex) => Hex, signature: Hex) => wrap(signature),
})) {
  test(`default: a contract wallet pays with ${form}, and the chain redeems it`, async () => {
    const { deployment, wallet, db, desk, signed } = await paidCall(by, { deployed: true });
    const reservation = await desk.reserve(signed, 1n, PRICE);
    await reservation.commit(db);
    const kept = (await desk.unredeemed()).accounts[0]?.signed ?? assert.fail("nothing was kept");
    assert.deepEqual(kept, reservation.signed);
    const { amount } = await redeem(wallet("gateway"), { deployment, ...kept });
    assert.equal(amount, parseEther("2"));
  });
}

test("error: a wallet that is not deployed can't pay, because no contract takes its signature", async () => {
  const { desk, signed } = await paidCall((wrap, signature) => wrap(signature), { deployed: false });
  await assert.rejects(desk.reserve(signed, 1n, PRICE), {
    code: "voucher_refused",
    field: "signature",
    message: /is not deployed, .* deploy it first\.$/,
  });
});

test("error: what the wallet does not accept", async () => {
  const stranger = await privateKeyToAccount(generatePrivateKey()).sign({ hash: `0x${"11".repeat(32)}` });
  const { desk, signed } = await paidCall(() => stranger, { deployed: true });
  await assert.rejects(desk.reserve(signed, 1n, PRICE), {
    field: "signature",
    message: /does not accept the signature\.$/,
  });
});
