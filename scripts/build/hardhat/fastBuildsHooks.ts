import { availableParallelism } from "node:os";
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

/** The least optimising under which every contract's variables fit the stack; "u" is the unused pruner alone. */
function forCoverage(input: CompilerInput): CompilerInput {
  if (input.settings.viaIR !== true) return input;
  const details = { yul: true, yulDetails: { stackAllocation: true, optimizerSteps: "u:" } };
  return { ...input, settings: { ...input.settings, optimizer: { enabled: false, details } } };
}

/** Hook handlers of `fastBuilds`. */
export async function fastBuildsHooks(): Promise<Partial<SolidityHooks>> {
  return {
    build: (context, files, options, next) => next(context, files, { concurrency: availableParallelism(), ...options }),
    preprocessSolcInputBeforeBuilding: async (context, input, next) => {
      if (Object.keys(input.sources).some((source) => source.startsWith(TEST_SOURCE)))
        return next(context, forTestsOnly(input));
      return next(context, context.globalOptions.coverage ? forCoverage(input) : input);
    },
  };
}
