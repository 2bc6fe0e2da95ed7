import { readContract as viemReadContract } from "viem/actions";
import { toAssayError } from "../errors/to-assay-error.ts";

/** viem's readContract, whose failures come back as AssayError like those of writes. */
export const readContract: typeof viemReadContract = async (client, parameters) => {
  try {
    return await viemReadContract(client, parameters);
  } catch (error) {
    throw toAssayError(error);
  }
};
