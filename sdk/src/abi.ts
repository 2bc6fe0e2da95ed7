/** ABIs of every contract, generated from Hardhat's artifacts by scripts/build/abis.ts. */
export * from "../generated/abis.ts";
