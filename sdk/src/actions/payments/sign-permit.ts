import { type Address, parseSignature } from "viem";
import { signTypedData } from "viem/actions";
import * as token from "../../calls/token.ts";
import type { Deployment } from "../../deployment.ts";
import { AssayError } from "../../errors/assay-error.ts";
import { toAssayError } from "../../errors/to-assay-error.ts";
import { canonicalSignature } from "../../hashing/signature.ts";
import { readContract } from "../read.ts";
import type { AssayWallet } from "../transaction.ts";

/** Parameters of {@link signPermit}. */
export type SignPermitParameters = {
  deployment: Deployment;
  spender: Address;
  /** token wei */
  amount: bigint;
  /** unix time in seconds after which the permit is void */
  deadline: bigint;
};

export type SignPermitReturnType = { v: number; r: `0x${string}`; s: `0x${string}` };

const PERMIT_TYPES = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** Signs an ERC-2612 permit for the caller's tokens. */
export async function signPermit(client: AssayWallet, parameters: SignPermitParameters): Promise<SignPermitReturnType> {
  const { deployment, spender, amount, deadline } = parameters;
  const owner = client.account.address;
  try {
    const [name, nonce] = await Promise.all([
      readContract(client, token.tokenName(deployment)),
      readContract(client, token.nonces(deployment, { owner })),
    ]);
    const signature = await signTypedData(client, {
      account: client.account,
      domain: { name, version: "1", chainId: deployment.chainId, verifyingContract: deployment.addresses.token },
      types: PERMIT_TYPES,
      primaryType: "Permit",
      message: { owner, spender, value: amount, nonce, deadline },
    });
    const canonical = canonicalSignature(signature);
    if (canonical === undefined) {
      throw new AssayError("A permit needs a key's signature, which this wallet did not give.", {
        code: "PERMIT_NEEDS_KEY",
        hint: "A contract wallet approves and deposits by transactions instead.",
      });
    }
    const { r, s, yParity } = parseSignature(canonical);
    return { v: yParity + 27, r, s };
  } catch (error) {
    throw toAssayError(error);
  }
}
