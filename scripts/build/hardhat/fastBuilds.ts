import type { HardhatPlugin } from "hardhat/types/plugins";

/**
 * Builds no slower than they must be. Solidity tests compile without the optimizer, and nothing beside them: they deploy
 * the contracts from their artifacts, so optimising test code would take four fifths of a build and show nothing. What is
 * built to count coverage is optimised only as far as the stack demands. Every core compiles.
 */
export const fastBuilds: HardhatPlugin = {
  id: "assay:fast-builds",
  hookHandlers: { solidity: async () => ({ default: (await import("./fastBuildsHooks.ts")).fastBuildsHooks }) },
};
