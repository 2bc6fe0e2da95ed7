import { createRequire } from "node:module";
import { join } from "node:path";
import hardhatToolboxViem from "@nomicfoundation/hardhat-toolbox-viem";
import { defineConfig } from "hardhat/config";
import { fastBuilds } from "./scripts/build/hardhat/fastBuilds.ts";

const require = createRequire(import.meta.url);

// The compiler comes from npm, so building needs no download.
const compiler = { version: "0.8.37", path: require.resolve("solc/soljson.js") };
const evmVersion = "cancun";
const optimizer = { enabled: true, runs: 200 };

/**
 * Contracts whose gas people pay often, and those that the older code generator cannot compile. Hardhat gives each of them
 * a job of its own, so that every core has one.
 */
const VIA_IR = [
  "admission/Admission",
  "datanet/DatanetRegistry",
  "judging/Audits",
  "judging/Availability",
  "judging/FraudProofs",
  "judging/LeafChallenges",
  "judging/SeatExclusions",
  "mocks/TranscriptHarness",
  "model/ModelRegistry",
  "payment/Payments",
  "reward/RewardDistributor",
  "stake/StakeManager",
  "token/AssayToken",
].map((name) => `contracts/${name}.sol`);
const viaIR = { ...compiler, settings: { viaIR: true, optimizer, evmVersion } };
/** For the rest, in one job: the older generator takes a tenth of the time, and nobody's gas depends on it. */
const simple = { ...compiler, settings: { viaIR: false, optimizer, evmVersion } };

/**
 * Where builds go. Coverage needs one of its own (scripts/setup/allSuites.ts): it counts by code put into the contracts,
 * which nobody may deploy afterwards.
 */
const build = process.env.ASSAY_CONTRACT_BUILD ?? ".";

/** Sequences of 100 calls in each campaign of the invariants: a few in every `npm test`, thousands before a release. */
const campaigns = Number(process.env.ASSAY_CAMPAIGNS ?? 150);

export default defineConfig({
  plugins: [hardhatToolboxViem, fastBuilds],
  paths: {
    sources: "contracts",
    tests: "test/contracts",
    artifacts: join(build, "artifacts"),
    cache: join(build, "cache"),
  },
  solidity: {
    compilers: [simple],
    overrides: Object.fromEntries(VIA_IR.map((path) => [path, viaIR])),
    splitTestsCompilation: true,
  },
  test: {
    solidity: {
      fsPermissions: { readDirectory: ["test/golden"] },
      fuzz: { runs: 200, seed: "0xa55a" },
      invariant: { runs: campaigns, depth: 100, failOnRevert: true },
    },
  },
});
