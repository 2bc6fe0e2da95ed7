import assert from "node:assert/strict";
import { test } from "node:test";
import {
  encodeErrorResult,
  InternalRpcError,
  InvalidInputRpcError,
  RpcRequestError,
  TransactionExecutionError,
  UnknownRpcError,
  UserRejectedRequestError,
} from "viem";
import { paymentsAbi } from "../abi.ts";
import { toAssayError } from "./to-assay-error.ts";

type Case = { who: string; thrown: unknown; code: string; words?: RegExp };

/** As a wallet's JSON answer comes out of viem's transport and action. */
const throughViem = (cause: Error) => new TransactionExecutionError(cause as never, { account: null, data: "0x" });
const thrown = (message: string, more: object = {}) => Object.assign(new Error(message), more);

const CASES: Case[] = [
  {
    who: "EIP-1193 rejection",
    thrown: { code: 4001, message: "MetaMask Tx Signature: User denied transaction signature." },
    code: "USER_REJECTED",
  },
  {
    who: "rejection through viem",
    thrown: throughViem(new UserRejectedRequestError(new Error("User rejected the request."))),
    code: "USER_REJECTED",
  },
  { who: "Frame's rejection", thrown: { code: 4001, message: "User declined transaction" }, code: "USER_REJECTED" },
  { who: "WalletConnect's rejection", thrown: { code: 5000, message: "User rejected." }, code: "USER_REJECTED" },
  {
    who: "ethers' rejection",
    thrown: thrown("user rejected action", { code: "ACTION_REJECTED", info: { error: { code: 4001 } } }),
    code: "USER_REJECTED",
  },
  {
    who: "rejection inside an internal error",
    thrown: new InternalRpcError(
      thrown("Internal JSON-RPC error.", {
        code: -32603,
        data: { originalError: { code: 4001, message: "User rejected the request." } },
      }),
    ),
    code: "USER_REJECTED",
  },
  {
    who: "rejection on a Ledger",
    thrown: thrown("Ledger device: Condition of use not satisfied (denied by the user?) (0x6985)", {
      name: "TransportStatusError",
      statusCode: 0x6985,
    }),
    code: "USER_REJECTED",
  },
  {
    who: "locked Ledger, through MetaMask and viem",
    thrown: throughViem(
      new InternalRpcError(
        thrown("Internal JSON-RPC error.", {
          data: { code: -32603, message: "Ledger device: Locked device (0x5515)" },
        }),
      ),
    ),
    code: "WALLET_LOCKED",
    words: /Locked device \(0x5515\)/,
  },
  {
    who: "locked Ledger by its error's name",
    thrown: thrown("", { name: "LockedDeviceError" }),
    code: "WALLET_LOCKED",
  },
  {
    who: "locked Rabby",
    thrown: { code: -32603, message: "Internal error", data: { message: "Please unlock your wallet first" } },
    code: "WALLET_LOCKED",
    words: /Please unlock your wallet first/,
  },
  {
    who: "Ledger without its app",
    thrown: thrown("Ledger device: CLA_NOT_SUPPORTED (0x6e00)"),
    code: "WALLET_APP_CLOSED",
    words: /0x6e00/,
  },
  {
    who: "Ledger without blind signing",
    thrown: thrown("Please enable Blind signing or Contract data in the Ethereum app Settings"),
    code: "WALLET_BLIND_SIGNING",
    words: /Blind signing/,
  },
  {
    who: "Frame without its device",
    thrown: { code: -1, message: "Signer unavailable", error: { message: "Ledger: unable to open the device" } },
    code: "WALLET_DEVICE_AWAY",
    words: /unable to open/,
  },
  {
    who: "MetaMask with an open request",
    thrown: {
      code: -32002,
      message: "Request of type 'wallet_requestPermissions' already pending for origin http://127.0.0.1. Please wait.",
    },
    code: "WALLET_BUSY",
    words: /wallet_requestPermissions/,
  },
  { who: "-32002 without words", thrown: { code: -32002, message: "" }, code: "WALLET_BUSY" },
  {
    who: "chain that was never added",
    thrown: new UnknownRpcError(
      thrown('Unrecognized chain ID "0x7a69". Try adding the chain using wallet_addEthereumChain first.', {
        code: 4902,
      }),
    ),
    code: "CHAIN_UNKNOWN",
    words: /0x7a69/,
  },
  {
    who: "chain unknown, as MetaMask's phone app says it",
    thrown: {
      code: -32603,
      message: "Internal error",
      data: { originalError: { code: 4902, message: "Unrecognized chain ID" } },
    },
    code: "CHAIN_UNKNOWN",
    words: /Unrecognized chain ID/,
  },
  {
    who: "nonce in data.message",
    thrown: throughViem(
      new InternalRpcError(
        thrown("Internal JSON-RPC error.", {
          code: -32603,
          data: { code: -32000, message: "nonce too low: next nonce 5, tx nonce 4" },
        }),
      ),
    ),
    code: "NONCE_USED",
    words: /next nonce 5, tx nonce 4/,
  },
  {
    who: "nonce in a text of JSON",
    thrown: thrown("processing response error", {
      body: '{"jsonrpc":"2.0","error":{"code":-32000,"message":"nonce too low"}}',
    }),
    code: "NONCE_USED",
    words: /nonce too low/,
  },
  {
    who: "nonce too high",
    thrown: { code: -32603, message: "Nonce too high. Expected nonce to be 2 but got 9." },
    code: "NONCE_TOO_HIGH",
    words: /Expected nonce to be 2/,
  },
  {
    who: "replacement underpriced",
    thrown: new InvalidInputRpcError(thrown("replacement transaction underpriced")),
    code: "FEE_TOO_LOW",
    words: /underpriced/,
  },
  {
    who: "no ether, from a node",
    thrown: throughViem(
      new RpcRequestError({
        body: {},
        url: "http://x",
        error: { code: -32000, message: "insufficient funds for gas * price + value: balance 0" },
      }),
    ),
    code: "NO_GAS",
    words: /balance 0/,
  },
  {
    who: "no ether, through ethers",
    thrown: thrown("could not", {
      code: "INSUFFICIENT_FUNDS",
      error: { message: "insufficient funds for intrinsic transaction cost" },
    }),
    code: "NO_GAS",
    words: /intrinsic/,
  },
  {
    who: "account not shared",
    thrown: { code: 4100, message: "The requested account and/or method has not been authorized by the user." },
    code: "WALLET_UNAUTHORIZED",
    words: /authorized by the user/,
  },
  {
    who: "disconnected",
    thrown: { code: 4900, message: "The Provider is disconnected from all chains." },
    code: "WALLET_DISCONNECTED",
  },
  {
    who: "method unknown",
    thrown: { code: 4200, message: "The method eth_sign is not supported." },
    code: "WALLET_UNSUPPORTED",
    words: /eth_sign/,
  },
];

for (const { who, thrown: error, code, words } of CASES) {
  test(`error: ${who}: ${code}`, () => {
    const read = toAssayError(error);
    assert.equal(read.code, code);
    assert.match(read.message, words ?? /\w/);
    assert.match(read.message, /^[A-Z].*\.$/);
    assert.match(read.hint ?? "", /\.$/);
  });
}

test("behavior: words of an unknown kind are shown, not the layers around them", () => {
  const deep = throughViem(
    new InternalRpcError(
      thrown("Internal JSON-RPC error.", { data: { originalError: { message: "The moon is full" } } }),
    ),
  );
  assert.deepEqual([toAssayError(deep).code, toAssayError(deep).message], ["UNEXPECTED", "The moon is full"]);
  assert.equal(toAssayError({ code: -1, message: "Nope." }).message, "Nope.");
  assert.equal(toAssayError({}).message, "The wallet or the chain failed without saying why.");
});

test("behavior: a contract's refusal inside a wallet's error stays the contract's", () => {
  const data = encodeErrorResult({ abi: paymentsAbi, errorName: "EmptyBatch" });
  const wrapped = { code: -32603, message: "Internal JSON-RPC error.", data: { originalError: { code: 3, data } } };
  assert.equal(toAssayError(wrapped).code, "REVERT_EMPTY_BATCH");
  const words = thrown("execution reverted: insufficient funds in the vault");
  assert.notEqual(toAssayError(words).code, "NO_GAS");
});

test("behavior: an address that begins like a device's status word is none", () => {
  for (const word of ["0x6985", "0x5515", "0x6b0c", "0x6804", "0x6e00", "0x6511", "0x6d02", "0x6a80"]) {
    const address = word.padEnd(42, "1");
    assert.equal(toAssayError(thrown(`The account ${address} is not known here.`)).code, "UNEXPECTED", word);
    assert.notEqual(toAssayError(thrown(`Ledger device: failed (${word})`)).code, "UNEXPECTED", word);
  }
});

test("behavior: a node's timeout has a wallet's number and is none", () => {
  assert.notEqual(toAssayError({ code: -32002, message: "request timed out" }).code, "WALLET_BUSY");
});

test("behavior: errors that wrap each other in a circle end", () => {
  const one = thrown("one");
  const two = thrown("nonce too low", { cause: one });
  Object.assign(one, { data: two });
  assert.equal(toAssayError(one).code, "NONCE_USED");
});
