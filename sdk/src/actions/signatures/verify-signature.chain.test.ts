import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, createClient, custom, type Hex, hashMessage, http, slice, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { contractWallet } from "../../../../test/support/contractWallet.ts";
import { canonicalSignature } from "../../hashing/signature.ts";
import { verifySignature } from "./verify-signature.ts";

const owner = privateKeyToAccount(`0x${"11".repeat(32)}`);
const eve = privateKeyToAccount(`0x${"22".repeat(32)}`);
const hash = hashMessage("in any form");
const noChain = createClient({
  transport: custom({ request: async () => assert.fail("a key's signature needs no chain") }),
});

/** One signature in the forms that wallets give it. */
async function formsBy(signer = owner): Promise<Record<string, Hex>> {
  const full = await signer.sign({ hash });
  const parity = slice(full, 64) === "0x1b" ? 0 : 1;
  const s = BigInt(slice(full, 32, 64)) | (BigInt(parity) << 255n);
  return {
    "v of 27 or 28": full,
    "v of 0 or 1": concat([slice(full, 0, 64), parity === 0 ? "0x00" : "0x01"]),
    "EIP-2098": concat([slice(full, 0, 32), toHex(s, { size: 32 })]),
  };
}

test("default: every form of a key's signature, without a chain", async () => {
  for (const [form, signature] of Object.entries(await formsBy())) {
    const check = await verifySignature(noChain, { address: owner.address, hash, signature });
    assert.deepEqual(check, { valid: true, signature: canonicalSignature(signature) }, form);
  }
});

test("default: every form by the owner of a deployed contract wallet", async () => {
  const { client, wallet } = await chainAt("channel");
  const own = contractWallet(owner.address);
  await own.deploy(wallet("ada"));
  for (const [form, signature] of Object.entries(await formsBy())) {
    for (const given of [signature, own.wrap(signature)]) {
      const check = await verifySignature(client, { address: own.address, hash, signature: given });
      assert.equal(check.valid, true, form);
      assert.ok(check.valid && check.signature, "a contract takes it");
      assert.equal(
        (await verifySignature(client, { address: own.address, hash, signature: check.signature })).valid,
        true,
      );
    }
  }
  for (const signature of Object.values(await formsBy(eve))) {
    const check = await verifySignature(client, { address: own.address, hash, signature });
    assert.deepEqual(check, {
      valid: false,
      kind: "refused",
      fault: `The contract wallet ${own.address} does not accept the signature.`,
    });
  }
});

test("default: a contract wallet that is not deployed yet signs, but no contract takes that", async () => {
  const { client } = await chainAt("channel");
  const own = contractWallet(owner.address);
  for (const [form, signature] of Object.entries(await formsBy())) {
    const check = await verifySignature(client, { address: own.address, hash, signature: own.wrap(signature) });
    assert.deepEqual(check, { valid: true, signature: undefined }, form);
  }
  const forged = own.wrap(await eve.sign({ hash }));
  assert.equal((await verifySignature(client, { address: own.address, hash, signature: forged })).valid, false);
  const elsewhere = own.wrap(await owner.sign({ hash }));
  assert.equal(
    (await verifySignature(client, { address: owner.address, hash: hashMessage("no"), signature: elsewhere })).valid,
    false,
  );
});

test("error: bytes that nobody signed are refused in a sentence", async () => {
  const { client } = await chainAt("channel");
  const full = await owner.sign({ hash });
  const magic: Hex = `0x${"6492".repeat(16)}`;
  const refused: [Hex, RegExp][] = [
    ["0x", /is empty/],
    ["0x12", /not 1\./],
    [slice(full, 0, 63), /not 63\./],
    [concat([full, "0x00"]), /not 66\./],
    [await eve.sign({ hash }), new RegExp(`not ${owner.address}'s`)],
    [magic, /not 32\./],
    [concat([full, magic]), /not 97\./],
    ["nonsense" as Hex, /bytes in hex/],
  ];
  for (const [signature, sentence] of refused) {
    const check = await verifySignature(client, { address: owner.address, hash, signature });
    assert.equal(check.valid, false);
    assert.match(check.valid ? "" : check.fault, sentence);
  }
});

test("error: a chain that can't be asked says nothing about the signature", async () => {
  const away = createClient({ transport: http("http://127.0.0.1:1", { retryCount: 0 }) });
  const signature = await eve.sign({ hash });
  await assert.rejects(verifySignature(away, { address: owner.address, hash, signature }), { code: "RPC_UNREACHABLE" });
});
