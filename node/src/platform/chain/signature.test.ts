import assert from "node:assert/strict";
import { test } from "node:test";
import { cancelTypedData } from "@assay/sdk/hashing";
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { chainDouble } from "../../testing/chainDouble.ts";
import { createChainClient } from "./clients.ts";
import { assertSigned, signatureFault } from "./signature.ts";

const signer = privateKeyToAccount(`0x${"11".repeat(32)}`);
const other = privateKeyToAccount(`0x${"22".repeat(32)}`);
const typedData = cancelTypedData({ chainId: 31337, jobId: "one", requester: signer.address });
/** A chain without contracts: only keys can have signed. */
const { client } = chainDouble();
const away = createChainClient({ chainId: 31337, rpcUrl: "http://127.0.0.1:1" });
const claim = (signature: Hex) => ({ address: signer.address, typedData, signature, over: "over stopping job one" });

test("default: a key's signature with v of 0 or 1 passes without a chain", async () => {
  const full = await signer.signTypedData(typedData);
  const old: Hex = `${full.slice(0, -2) as Hex}${full.endsWith("1b") ? "00" : "01"}`;
  for (const signature of [full, old]) assert.equal(await signatureFault(away, claim(signature)), undefined);
});

test("error: malformed bytes, and somebody else's signature, are refused in one sentence each", async () => {
  assert.equal(await signatureFault(client, claim("0x")), "The signature is empty; sign again.");
  assert.match((await signatureFault(client, claim("0x12"))) ?? "", /^A key's signature has 65 bytes, .* not 1\.$/);
  await assert.rejects(assertSigned(client, claim(await other.signTypedData(typedData)), 403), {
    code: "signature_invalid",
    status: 403,
    field: "signature",
    message: `signature is not ${signer.address}'s over stopping job one; sign it with that account.`,
  });
});

test("error: without a chain nobody knows whether a contract wallet signed, so it is neither taken nor refused", async () => {
  const signature = await other.signTypedData(typedData);
  await assert.rejects(assertSigned(away, claim(signature)), { code: "chain_unreachable", status: 503 });
});
