import { createRequire } from "node:module";
import hardhatToolboxViem from "@nomicfoundation/hardhat-toolbox-viem";
import { defineConfig } from "hardhat/config";
import { plainTests } from "./scripts/build/hardhat/plainTests.ts";

const require = createRequire(import.meta.url);

export default defineConfig({
  plugins: [hardhatToolboxViem, plainTests],
  paths: {
    sources: "contracts",
    tests: { solidity: "test/contracts", nodejs: "test/contracts-ts" },
    artifacts: "artifacts",
    cache: "cache",
  },
  solidity: {
    version: "0.8.37",
    // The compiler comes from npm, so building needs no download.
    path: require.resolve("solc/soljson.js"),
    settings: { viaIR: true, optimizer: { enabled: true, runs: 200 }, evmVersion: "cancun" },
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
