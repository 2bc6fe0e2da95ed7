import { readContract as viemReadContract } from "viem/actions";

/** viem's readContract, whose failures come back as AssayError like those of writes. */
export const readContract: typeof viemReadContract = async (client, parameters) => {
  try {
    return await viemReadContract(client, parameters);
  } catch (error) {
    // Late: the sentences of every refusal are large, and a page that reads without failing never needs them.
    const { toAssayError } = await import("../errors/to-assay-error.ts").catch(() => Promise.reject(error));
    throw toAssayError(error);
  }
};
