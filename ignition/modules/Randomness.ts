import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** Block hashes, for local chains. Parameter: `blocksPerEpoch`. */
export const BlockHashes = buildModule("BlockHashes", (m) => ({
  randomness: m.contract("BlockHashRandomness", [m.getParameter("blocksPerEpoch")]),
}));

/** Chainlink's VRF v2.5, for public chains. Parameters: `coordinator` and `config` (contracts/randomness/VrfRandomness.sol). */
export const Vrf = buildModule("Vrf", (m) => ({
  randomness: m.contract("VrfRandomness", [m.getParameter("coordinator"), m.getParameter("config")]),
}));
