import type { HardhatPlugin } from "hardhat/types/plugins";

/**
 * Compiles Solidity tests without the optimizer, and nothing beside them. Tests deploy the contracts from their artifacts,
 * so optimising test code would take four fifths of a build and show nothing.
 */
export const plainTests: HardhatPlugin = {
  id: "assay:plain-tests",
  hookHandlers: { solidity: async () => ({ default: (await import("./plainTestsHooks.ts")).plainTestsHooks }) },
};
