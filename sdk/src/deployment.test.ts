import assert from "node:assert/strict";
import { test } from "node:test";
import { CONTRACT_NAMES, contractNameOf, parseDeployment } from "./deployment.ts";

const addresses = Object.fromEntries(CONTRACT_NAMES.map((name, i) => [name, `0x${String(i + 1).padStart(40, "a")}`]));
const json = { chainId: 31337, startBlock: 5, addresses };

test("default: numbers and decimal strings, checksummed addresses", () => {
  const deployment = parseDeployment({ ...json, startBlock: "5" });
  assert.equal(deployment.startBlock, 5n);
  assert.equal(deployment.addresses.token, "0xAaAAAaaAAAAAAaaAAAaaaaAaAaAAAAaAAaAaAaA1");
});

const refusals: [string, unknown, string][] = [
  ["no object", null, "deployment.json must be an object, not null."],
  ["chainId", { ...json, chainId: -1 }, "deployment.chainId must be a whole number, not -1."],
  ["addresses", { ...json, addresses: [] }, "deployment.addresses must be an object, not []."],
  [
    "one address",
    { ...json, addresses: { ...addresses, rewards: "0x1" } },
    'deployment.addresses.rewards must be a 20-byte address, not "0x1".',
  ],
];

for (const [name, value, message] of refusals) {
  test(`error: ${name}`, () => assert.throws(() => parseDeployment(value), { code: "DEPLOYMENT", message }));
}

test("contractNameOf: the short name of a contract, none for a stranger", () => {
  assert.equal(contractNameOf("ProtocolParams"), "params");
  assert.equal(contractNameOf("LeafChallenges"), "challenges");
  assert.equal(contractNameOf("FeeToken"), undefined);
});
