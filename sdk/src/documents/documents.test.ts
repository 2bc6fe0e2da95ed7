import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeDocument, parseDocument } from "./documents.ts";

const job = {
  schemaVersion: 1,
  base: "smollm2-135m",
  method: "lora",
  hyperparameters: { learningRate: 0.001, epochs: 2, rank: 16, robustnessMix: true },
  datanet: "1",
  version: 1,
} as const;

const refusals: [string, unknown, string][] = [
  ["missing field", { ...job, base: undefined }, "job.base is missing."],
  [
    "unknown field",
    { ...job, hyperparameters: { rnak: 8 } },
    "job.hyperparameters.rnak is not a known field; remove it.",
  ],
  ["enum", { ...job, method: "full" }, "job.method must be one of lora, qlora."],
  ["range", { ...job, hyperparameters: { epochs: 0 } }, "job.hyperparameters.epochs must be >= 1."],
  [
    "unknown kind of the robustness mix",
    { ...job, hyperparameters: { robustnessKinds: ["casing", "magic"] } },
    "job.hyperparameters.robustnessKinds[1] must be one of earlier turns, casing, template, spacing, typos.",
  ],
  ["type", { ...job, version: "1" }, "job.version must be of type integer."],
  ["pattern", { ...job, datanet: "one" }, "job.datanet must be a whole number as a decimal string."],
  ["version of the schema", { ...job, schemaVersion: 2 }, "job.schemaVersion must be 1."],
  ["no object", [], "job must be of type object."],
];

for (const [name, value, sentence] of refusals) {
  test(`error: ${name}`, () => {
    assert.throws(() => parseDocument("job", JSON.stringify(value)), { name: "AssayError", message: sentence });
  });
}

test("default: a document survives encoding and parsing", () => {
  const { bytes, hash } = encodeDocument("job", job);
  assert.deepEqual(parseDocument("job", bytes), job);
  assert.equal(hash, encodeDocument("job", { ...job }).hash);
});

test("error: bytes that are no UTF-8 JSON", () => {
  for (const source of [new Uint8Array([0xff, 0xfe]), new TextEncoder().encode("{"), new Uint8Array()]) {
    assert.throws(() => parseDocument("job", source), { code: "NOT_JSON", message: "job.json must be UTF-8 JSON." });
  }
});

const account = `0x${"11".repeat(20)}`;

test("error: shares that do not add up, and an address in an array", () => {
  const hash = `0x${"22".repeat(32)}`;
  const table = (ppm: number) => ({
    schemaVersion: 1 as const,
    chainId: 31337,
    modelId: "1",
    roundId: "1",
    adapterHash: hash,
    seed: hash,
    itemsCid: "bafkreiexample",
    shares: [{ contributor: account, ppm }],
  });
  assert.equal(parseDocument("attribution", JSON.stringify(table(1_000_000))).shares[0]?.ppm, 1_000_000);
  assert.throws(() => encodeDocument("attribution", table(999_999)), {
    message: "attribution.shares must add up to 1000000 ppm, not 999999.",
  });
  assert.throws(() => encodeDocument("attribution", { ...table(1), shares: [{ contributor: "0x12", ppm: 1 }] }), {
    message: "attribution.shares[0].contributor must be a 20-byte address (0x and 40 hex digits).",
  });
});

test("error: a statement whose fees are not its redemptions", () => {
  const statement = {
    schemaVersion: 1,
    chainId: 31337,
    gateway: account,
    token: account,
    redemptions: [{ payer: account, cumulative: "9", modelId: "1", feeAmount: "4", txHash: `0x${"22".repeat(32)}` }],
    fees: [{ modelId: "1", amount: "5" }],
    total: "5",
  } as const;
  assert.throws(() => encodeDocument("statement", statement), { code: "INVALID_DOCUMENT" });
  encodeDocument("statement", { ...statement, fees: [{ modelId: "1", amount: "4" }], total: "4" });
});
