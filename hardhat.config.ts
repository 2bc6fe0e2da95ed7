import { createRequire } from "node:module";
import { join } from "node:path";
import hardhatToolboxViem from "@nomicfoundation/hardhat-toolbox-viem";
import { defineConfig } from "hardhat/config";
import { plainTests } from "./scripts/build/hardhat/plainTests.ts";

const require = createRequire(import.meta.url);

// The compiler comes from npm, so building needs no download.
const compiler = { version: "0.8.37", path: require.resolve("solc/soljson.js") };
const evmVersion = "cancun";
const optimizer = { enabled: true, runs: 200 };

/** Contracts that nobody's gas depends on; the older code generator builds them in a tenth of the time. */
const SIMPLE = ["AssayGovernor", "AssayTimelock", "VotingAssay"].map((name) => `contracts/governance/${name}.sol`);
const simple = { ...compiler, settings: { viaIR: false, optimizer, evmVersion } };

/**
 * Where builds go. Coverage needs one of its own (scripts/setup/allSuites.ts): it counts by code put into the contracts,
 * which nobody may deploy afterwards.
 */
const build = process.env.ASSAY_CONTRACT_BUILD ?? ".";

export default defineConfig({
  plugins: [hardhatToolboxViem, plainTests],
  paths: {
    sources: "contracts",
    tests: { solidity: "test/contracts", nodejs: "test/contracts-ts" },
    artifacts: join(build, "artifacts"),
    cache: join(build, "cache"),
  },
  solidity: {
    compilers: [{ ...compiler, settings: { viaIR: true, optimizer, evmVersion } }],
    overrides: Object.fromEntries(SIMPLE.map((path) => [path, simple])),
    splitTestsCompilation: true,
  },
  test: {
    solidity: {
      fsPermissions: { readDirectory: ["test/golden"] },
      fuzz: { runs: 200, seed: "0xa55a" },
      invariant: { runs: 24, depth: 60, failOnRevert: true },
    },
  },
});
