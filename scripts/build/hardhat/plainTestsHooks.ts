import type { SolidityHooks } from "hardhat/types/hooks";
import type { CompilerInput } from "hardhat/types/solidity";

/** How Hardhat names a source of this project's tests in the compiler's input. */
const TEST_SOURCE = "project/test/";

type Outputs = Record<string, string[]>;

function forTestsOnly(input: CompilerInput): CompilerInput {
  const outputs: Outputs = input.settings.outputSelection["*"] ?? {};
  const tests = Object.keys(input.sources).filter((source) => source.startsWith(TEST_SOURCE));
  // A contract that only a test compiles would overwrite nothing, but it would be compiled a second time.
  const outputSelection = Object.fromEntries(tests.map((source) => [source, outputs]));
  return { ...input, settings: { ...input.settings, viaIR: false, optimizer: { enabled: false }, outputSelection } };
}

/** Hook handlers of `plainTests`. */
export async function plainTestsHooks(): Promise<Partial<SolidityHooks>> {
  return {
    preprocessSolcInputBeforeBuilding: async (context, input, next) => {
      const isTestJob = Object.keys(input.sources).some((source) => source.startsWith(TEST_SOURCE));
      return next(context, isTestJob ? forTestsOnly(input) : input);
    },
  };
}
