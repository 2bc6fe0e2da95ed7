import assert from "node:assert/strict";
import { test } from "node:test";
import { type Abi, type AbiParameter, encodeErrorResult, pad, UserRejectedRequestError, zeroAddress } from "viem";
import * as abis from "../abi.ts";
import { AssayError } from "./assay-error.ts";
import { decodeRevert } from "./decode-revert.ts";
import { SENTENCES } from "./sentences.ts";
import { toAssayError } from "./to-assay-error.ts";

const errors = new Map(
  Object.values(abis)
    .flatMap((abi: Abi) => abi.filter((item) => item.type === "error"))
    .map((item) => [`${item.name}(${item.inputs.map((input) => input.type)})`, item]),
);

/** Errors of libraries that our calls can't run into: their decoded name is enough. */
const FOREIGN =
  /^(ERC20|ERC2612|ERC3009|ECDSA|Ownable|SafeERC20|SafeCast|InvalidAccountNonce|InvalidShortString|StringTooLong|Reentrancy|Panic|Error|Governor|Timelock|AccessControl|Checkpoint|ERC6372|ERC5805|Votes|FailedCall)/;

function sample(type: string): unknown {
  if (type === "address") return zeroAddress;
  if (type === "bytes32") return pad("0x61", { dir: "right" });
  if (type === "bool") return true;
  if (type === "string") return "x";
  if (type === "bytes") return "0x00";
  const bits = Number(/^uint(\d+)$/.exec(type)?.[1]);
  return bits > 48 ? 1n : 1;
}

for (const [signature, item] of errors) {
  test(`error: ${signature} has a sentence of its own`, () => {
    const args = item.inputs.map((input: AbiParameter) => sample(input.type));
    const revert = decodeRevert(encodeErrorResult({ abi: [item], args }));
    assert.equal(revert?.name, item.name);
    assert.doesNotMatch(revert.sentence, /undefined|NaN/);
    if (!FOREIGN.test(item.name)) assert.doesNotMatch(revert.sentence, /^The contract refused with/);
  });
}

test("behavior: every sentence belongs to an error of the contracts", () => {
  const known = new Set([...errors.values()].map((item) => item.name));
  const unknown = Object.keys(SENTENCES).filter((name) => !known.has(name));
  assert.deepEqual(unknown, []);
});

test("decodeRevert: finds data down the chain of causes, names unknown selectors", () => {
  const data = encodeErrorResult({ abi: abis.paymentsAbi, errorName: "EmptyBatch" });
  const nested = new Error("outer", { cause: Object.assign(new Error("inner"), { data: { data } }) });
  assert.equal(decodeRevert(nested)?.name, "EmptyBatch");
  assert.equal(decodeRevert("0xdeadbeef")?.sentence, "The contract refused with an unknown error 0xdeadbeef.");
  assert.equal(decodeRevert(new Error("no revert")), undefined);
});

test("toAssayError: wallets, strangers and its own kind", () => {
  const own = new AssayError("x", { code: "OWN" });
  assert.equal(toAssayError(own), own);
  assert.equal(toAssayError(new UserRejectedRequestError(new Error("no"))).code, "USER_REJECTED");
  const stranger = toAssayError(new Error("boom"));
  assert.deepEqual([stranger.code, stranger.message], ["UNEXPECTED", "boom"]);
  assert.equal(toAssayError("text").message, "text");
});
