import assert from "node:assert/strict";
import { test } from "node:test";
import { cancelTypedData } from "@assay/sdk/hashing";
import { privateKeyToAccount } from "viem/accounts";
import { createChainClient } from "./clients.ts";
import { isSignedBy } from "./signature.ts";

const signer = privateKeyToAccount(`0x${"11".repeat(32)}`);
const typed = cancelTypedData({ chainId: 31337, jobId: "one", requester: signer.address });

test("behavior: bytes that a chain finds to be no signature are signed by nobody", async () => {
  const client = { verifyTypedData: async () => Promise.reject(new Error("malformed")) };
  assert.equal(await isSignedBy(client, signer.address, typed, "0x12"), false);
});

test("behavior: without a chain nothing passes that another key signed", async () => {
  const client = createChainClient({ chainId: 31337, rpcUrl: "http://127.0.0.1:1" });
  const other = privateKeyToAccount(`0x${"22".repeat(32)}`);
  const signature = await other.signTypedData(typed as never);
  assert.equal(await isSignedBy(client, signer.address, typed, signature), false);
});
