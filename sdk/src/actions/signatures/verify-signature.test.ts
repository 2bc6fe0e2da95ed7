/** What RPC servers say when a contract wallet is asked: its refusal, and faults that are none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, custom, hashMessage } from "viem";
import { verifySignature } from "./verify-signature.ts";

const address = `0x${"c".repeat(40)}` as const;
const hash = hashMessage("pay");
const signature = `0x${"12".repeat(70)}` as const;

/** A server whose chain has the wallet's code, and that fails each call like this. */
function failing(code: number, message: string, data?: string) {
  const request = async ({ method }: { method: string }) => {
    if (method === "eth_getCode") return "0x6000";
    throw Object.assign(new Error(message), { code, ...(data === undefined ? {} : { data }) });
  };
  return createClient({ transport: custom({ request }, { retryCount: 0 }) });
}

const REFUSALS: [number, string, string?][] = [
  [3, "execution reverted", "0x"],
  [-32000, "execution reverted"],
  [-32603, "Internal JSON-RPC error: execution reverted: not the owner"],
  [-32000, "VM Exception while processing transaction: reverted with an unrecognized custom error"],
  [-32000, "out of gas"],
  [-32603, "EVM error OutOfGas"],
  [-32000, "invalid opcode: INVALID"],
  [-32603, "EVM error InvalidFEOpcode"],
  [-32015, "VM execution error."],
];
for (const [code, message, data] of REFUSALS) {
  test(`default: "${message}" (${code}) is the wallet's refusal`, async () => {
    const check = await verifySignature(failing(code, message, data), { address, hash, signature });
    assert.equal(check.valid ? "accepted" : check.kind, "refused");
  });
}

const FAULTS: [number, string][] = [
  [-32000, "header not found"],
  [-32000, "missing trie node"],
  [-32603, "Internal error"],
  [-32002, "resource unavailable"],
  [-32005, "limit exceeded"],
  [429, "Too many requests"],
];
for (const [code, message] of FAULTS) {
  test(`error: "${message}" (${code}) says nothing about the signature`, async () => {
    await assert.rejects(verifySignature(failing(code, message), { address, hash, signature }), {
      name: "AssayError",
      code: "RPC_UNREACHABLE",
    });
  });
}
